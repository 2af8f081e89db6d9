"""Values that change faster than they can be read are shown four times a second, in step with the batches they come
from.

Not by a timer: under a busy loop a window runs only in the turns that the run gives it.
"""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer

GROWING = 0.25
"""Seconds between two looks at figures that change all the time."""


class Rarely:
    """Calls ``action`` at most once per ``seconds``, however often it is called; the last call is never lost."""

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
        """Call the action now. No later call stays pending."""
        self._last.stop()
        self._due = monotonic() + self._seconds
        self._action()
