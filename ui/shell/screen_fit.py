"""A window is in sight, and no larger than its screen has room for, with the frame that the window manager gives it.

On X11 nobody knows that frame before the window is seen: it is looked at when it is shown and once more then. What is
in a window can make it larger too, for a moment or for good: then its panels are asked to give way.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

LEAST = QSize(100, 30)
"""Of a window that one can take hold of."""


class ScreenFit(QObject):
    """Keeps a window within its screen whenever it is shown, and whatever is shown in it; what its user makes of it
    later is the user's. ``give_way()`` when what is in it wants more than there is.
    """

    def __init__(self, window: QWidget, give_way: Callable[[], None] = lambda: None):
        super().__init__(window)
        self._window, self._give_way = window, give_way
        self._forced = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._shrink)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.windowHandle().installEventFilter(self)
            self._fit()
        elif event.type() == QEvent.Type.Resize and watched is self._window:
            self._forced = self._forced or self._is_forced()
            if self._forced:
                self._soon.start()
        elif event.type() == QEvent.Type.LayoutRequest and self._forced:
            self._soon.start()  # now Qt is still laying it out
        elif event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)  # or each event would enter Python for nothing
            self._fit()
        return False

    def _is_forced(self) -> bool:
        """Whether it is too large because what is in it has no less room: nobody has made it so."""
        window, room = self._window, self.room()
        size, least = window.size(), window.minimumSize()
        return (size.width() > room.width() and size.width() == least.width()) or (
            size.height() > room.height() and size.height() == least.height()
        )

    def _shrink(self) -> None:
        if self._is_forced():
            self._give_way()
        self._fit()
        self._forced = self._is_larger()

    def _is_larger(self) -> bool:
        size = self._window.size()
        return size.boundedTo(self.room().size()) != size

    def room(self) -> QRect:
        """What its screen has for windows."""
        return self._window.screen().availableGeometry()

    def _fit(self) -> None:
        window, room = self._window, self.room()
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
