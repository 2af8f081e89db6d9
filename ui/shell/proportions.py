"""How wide the panels beside the history are: a part of the window, which they keep when the window gets another size.

Qt gives all that a window grows by to its middle, and takes from the middle first.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ..kit.text_size import scaled

SHARES = {"fileobjects": 0.25, "details": 0.25}
"""Of the window's width, at first."""
LEAST, MOST = 180, 520
"""Pixels: beyond them a panel is not made by itself."""
READABLE, LARGEST_SHARE = 232, 0.28
"""Pixels in which the first columns of the file objects, and Why's tabs beside their buttons, can be read whole: of a
narrow window a panel has them as long as they are no larger part of it.
"""


def first_width(name: str, window_width: int) -> int:
    """How wide that panel is at first, in pixels."""
    readable = min(scaled(READABLE), LARGEST_SHARE * window_width)
    return round(min(max(SHARES[name] * window_width, readable, LEAST), MOST))


class Proportions(QObject):
    """Scales the panels at the sides with the window; what their user has made of them is what is scaled."""

    def __init__(self, window: QMainWindow, docks: Mapping[str, QDockWidget]):
        super().__init__(window)
        self._window, self._docks = window, {name: docks[name] for name in SHARES}
        self._shares: dict[str, float] = {}
        self._wide = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._scale)
        for widget in (window, *self._docks.values()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._window.isVisible():
            # Qt lays a window's panels out before it tells anybody of the new size: what they were is known by then,
            # or not at all. What they become with the window as wide as before is somebody's choice.
            if self._window.width() != self._wide:
                self._soon.start()
            elif not self._soon.isActive():
                self._note_shares()
        return False

    def _note_shares(self) -> None:
        """One that has its share to the pixel keeps it: the rounding of many small steps would add up."""
        for name in filter(self._stands_aside, SHARES):
            width = self._docks[name].width()
            if abs(first_width(name, self._wide) - width) <= 1:
                self._shares.pop(name, None)  # Qt tells of one before it has laid out the other
            elif abs(self._width(name, self._wide) - width) > 1:
                self._shares[name] = width / self._wide

    def _width(self, name: str, wide: int) -> int:
        """Its width in a window that wide: of what its user chose there is no most."""
        return round(max(self._shares[name] * wide, LEAST)) if name in self._shares else first_width(name, wide)

    def _scale(self) -> None:
        """Where the window has just come, its panels are as they were made, or as they were kept."""
        came, self._wide = not self._wide, self._window.width()
        if came:
            self._note_shares()
            return
        shown = [*filter(self._stands_aside, SHARES)]
        widths = [self._width(name, self._wide) for name in shown]
        self._window.resizeDocks([self._docks[name] for name in shown], widths, Qt.Orientation.Horizontal)

    def _stands_aside(self, name: str) -> bool:
        dock = self._docks[name]
        return dock.isVisible() and not dock.isFloating()
