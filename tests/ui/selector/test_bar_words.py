"""The words of a toolbar's buttons give way in their order, and come back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from ui.kit.tight_buttons import ICONS, WORDS
from ui.selector.bar_words import BarWords


def test_words_give_way_in_their_order_and_come_back(qtbot: QtBot) -> None:
    bar = QToolBar()
    qtbot.addWidget(bar)
    picture = QPixmap(16, 16)
    picture.fill(Qt.GlobalColor.black)
    buttons = []
    for words in ("Stop waiting", "select() once"):
        button = bar.widgetForAction(bar.addAction(QIcon(picture), words))
        assert isinstance(button, QToolButton)
        button.setToolButtonStyle(WORDS)
        buttons.append(button)
    first, last = buttons
    BarWords(bar, ([first], [last]))
    bar.show()
    whole = bar.sizeHint().width()
    seen = []
    for wide in (whole, whole - 1, whole // 3, whole):
        bar.resize(wide, 40)
        qtbot.waitUntil(lambda: bar.layout().sizeHint().width() == bar.sizeHint().width())
        seen.append((first.toolButtonStyle(), last.toolButtonStyle()))
    assert seen == [(WORDS, WORDS), (ICONS, WORDS), (ICONS, ICONS), (WORDS, WORDS)]
    assert bar.sizeHint().width() == whole
