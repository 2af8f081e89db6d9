"""What changes faster than it can be read is shown four times a second, in step with what it is made of.

In step, and not by a timer of its own: under a busy loop a window gets on only in the turns that the run gives it.
"""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer

GROWING = 0.25
"""Seconds between two looks at figures that change all the time."""


class Rarely:
    """Calls ``action`` when it is called, but no more than so often; the last time is never left out."""

    def __init__(self, action: Callable[[], object], parent: QObject, seconds: float = GROWING):
        self._action, self._seconds = action, seconds
        self._due = 0.0
        # Late enough that whoever calls again and again is first.
        self._last = QTimer(parent, interval=int(seconds * 1500), singleShot=True)
        self._last.timeout.connect(self.now)

    def __call__(self) -> None:
        if monotonic() >= self._due:
            self.now()
        elif not self._last.isActive():
            self._last.start()

    def now(self) -> None:
        """At once, and nothing is left to be done later."""
        self._last.stop()
        self._due = monotonic() + self._seconds
        self._action()
