"""Words of a label: bounded, plain, copied whole."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.kit.labels import label


def test_a_long_word_of_a_label_goes_on_below_and_is_copied_whole(qtbot: QtBot) -> None:
    made = label("long", "/" + "x" * 62, selectable=True)
    qtbot.addWidget(made)
    made.show()
    made.setSelection(0, len(QLabel.text(made)))
    qtbot.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert made.minimumSizeHint().width() <= made.fontMetrics().horizontalAdvance("x" * 26)
    assert QGuiApplication.clipboard().text() == made.text() == "/" + "x" * 62
