"""A window is in sight, and no larger than its screen has room for, with the frame that the window manager gives it.

On X11 nobody knows that frame before the window is seen: it is looked at when it is shown and once more then.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

LEAST = QSize(100, 30)
"""Of a window that one can take hold of."""


class ScreenFit(QObject):
    """Keeps a window within its screen whenever it is shown; what its user makes of it later is the user's."""

    def __init__(self, window: QWidget):
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.windowHandle().installEventFilter(self)
            self._fit()
        elif event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)  # or each event would enter Python for nothing
            self._fit()
        return False

    def _fit(self) -> None:
        window, room = self._window, self._window.screen().availableGeometry()
        frame = window.frameGeometry()
        fits = frame.size().boundedTo(room.size()) == frame.size() and _is_in_sight(frame)
        if window.isMaximized() or window.isFullScreen() or fits:
            return
        window.resize(window.size() - (frame.size() - frame.size().boundedTo(room.size())))
        placed = QRect(frame.topLeft(), frame.size().boundedTo(room.size()))
        placed.moveBottomRight(QPoint(min(placed.right(), room.right()), min(placed.bottom(), room.bottom())))
        placed.moveTopLeft(QPoint(max(placed.left(), room.left()), max(placed.top(), room.top())))
        if placed.topLeft() != frame.topLeft():
            window.move(placed.topLeft())


def _is_in_sight(frame: QRect) -> bool:
    """Whether enough of it is on some screen: it may have been kept where there is none any more."""
    parts = [screen.availableGeometry().intersected(frame).size() for screen in QGuiApplication.screens()]
    return any(LEAST.boundedTo(part) == LEAST for part in parts)
