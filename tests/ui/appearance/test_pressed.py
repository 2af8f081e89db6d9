"""What was pressed stands over the window, from its begin to its end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.appearance.pressed import Pressed


def test_only_between_its_begin_and_its_end(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(inner := QWidget())
    window.resize(600, 400)
    window.show()
    pressed = Pressed(window)
    shown = window.findChild(QLabel, "presentation.key")
    assert isinstance(shown, QLabel)
    qtbot.keyClick(inner, Qt.Key.Key_F9)
    assert not shown.isVisible()
    pressed.begin()
    qtbot.keyClick(inner, Qt.Key.Key_F9)
    assert shown.isVisible() and shown.text() == "F9" and window.rect().contains(shown.geometry())
    pressed.show_words("")
    assert shown.text() == "F9"
    pressed.end()
    assert not shown.isVisible()
