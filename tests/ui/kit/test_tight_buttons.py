"""The words of buttons give way where there is no room for them, and come back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.tight_buttons import ICONS, WORDS, TightButtons


def test_words_give_way_and_come_back(qtbot: QtBot) -> None:
    panel, button, beside = QWidget(), QToolButton(), QLabel("beside")
    qtbot.addWidget(panel)
    button.setText("Receive")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setMinimumWidth(28)
    row = QHBoxLayout(panel)
    row.addWidget(beside)
    row.addWidget(button)
    TightButtons(panel, [button], [beside], margin=20)
    panel.show()
    for wide, style in ((400, WORDS), (90, ICONS), (400, WORDS)):
        panel.resize(wide, 40)
        assert button.toolButtonStyle() == style
