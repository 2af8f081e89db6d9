"""At its first start the whole window can be seen, with the frame that a window manager adds when it shows it."""

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QExposeEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.screen_fit import ScreenFit


class Framed(QWidget):
    """Its frame is known as late as on X11."""

    title = 0

    def frameGeometry(self) -> QRect:
        return self.geometry() + QMargins(1, self.title, 1, 1)


def test_a_frame_that_comes_late_does_not_push_it_off_the_screen(qtbot: QtBot) -> None:
    window = Framed()
    qtbot.addWidget(window)
    ScreenFit(window)
    room = window.screen().availableGeometry()
    window.resize(room.width() * 2, room.height() * 2)
    handle = _shown(window)
    assert window.width() == room.width() - 2
    window.title = 24
    QApplication.sendEvent(handle, QExposeEvent(QRegion(window.rect())))
    assert window.height() == room.height() - 25


def test_what_its_user_makes_of_it_later_is_left_alone(qtbot: QtBot) -> None:
    window = Framed()
    qtbot.addWidget(window)
    ScreenFit(window)
    window.resize(300, 200)
    handle = _shown(window)
    QApplication.sendEvent(handle, QExposeEvent(QRegion(window.rect())))
    assert (window.width(), window.height()) == (300, 200)
    window.resize(3000, 2000)
    QApplication.sendEvent(handle, QExposeEvent(QRegion(window.rect())))
    assert (window.width(), window.height()) == (3000, 2000)


def _shown(window: QWidget) -> object:
    """Shown as far as the program sees it, and not yet by a window manager."""
    window.winId()
    handle = window.windowHandle()
    window.show()
    return handle
