"""When the window takes what the worker has reported, and when a run yields to it: a turn, once a frame.

A turn lasts until everything that it set off is done, painting included.
"""

from collections.abc import Callable
from time import monotonic, thread_time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from selcore.system.turns import Turns

FRAME = 1 / 60
"""Seconds, at least, between two looks at what has arrived."""
SHARE, SLOWEST = 8, 1 / 20
"""Where a run serves somebody, the more a frame costs the longer is the time to the next: so many times what it took of
this thread, and so many seconds at most. A busy loop, which serves nobody, gives way at each frame."""
MANY = 100
"""Rows since the last look from which on a run is such a one: where there is little, nobody waits for it."""
AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1
"""A priority: Qt asks itself to paint by an event of low priority."""


class Frames(QObject):
    """Emits ``due`` for each look. ``turns`` are the worker's; ``more()`` tells whether it has told something.

    ``spinning`` and ``rows`` are to be set: whether the run is a busy loop, and how much came with the last look.
    """

    due = Signal()

    def __init__(self, more: Callable[[], bool], parent: QObject):
        super().__init__(parent)
        self.turns = Turns()
        self.begun = self._spent = 0.0
        self._more = more
        self._length = FRAME
        self.spinning, self.rows = False, 0
        self._in_turn = self._wants_turn = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._begin)

    def soon(self) -> None:
        """Look as soon as a frame has passed since the last time."""
        wait = max(0.0, self.begun + self._length - monotonic())
        if not (self._timer.isActive() and self._timer.remainingTime() <= wait * 1000):
            self.after(wait)

    def after(self, seconds: float | None = None, turn: bool = True) -> None:
        """Look then, None: a frame later; ``turn``: a run that goes on then stands aside."""
        wait = int((self._length if seconds is None else seconds) * 1000)
        self._timer.start(wait)
        self._wants_turn = turn
        if turn and not self._in_turn:
            self.turns.at(wait / 1000)

    def stop(self) -> None:
        """Look no more, and let nobody wait."""
        self._timer.stop()
        self._in_turn = False
        QCoreApplication.removePostedEvents(self)
        self.turns.over(None)

    def take_turn(self) -> None:
        """Have a run that goes on wait until what is in hand now is done."""
        if not self._in_turn:
            self._begin_turn()
            self.turns.at_once()

    def _begin(self) -> None:
        if self.turns.early():
            self._timer.start(1)  # Qt rounds: the run has not stood aside yet, and there would be nothing to see
            return
        if not self._in_turn:
            self._begin_turn()
        self.begun, spent = monotonic(), thread_time()
        cost = SHARE * (spent - self._spent) if self.rows > MANY and not self.spinning else 0
        self._length = min(max(FRAME, cost), SLOWEST)
        self._spent = spent
        self.due.emit()

    def _begin_turn(self) -> None:
        self._in_turn = True
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), AFTER_PAINTING)

    def customEvent(self, event: QEvent) -> None:
        """The turn is over."""
        self._in_turn = False
        if self._timer.isActive() and self._wants_turn:
            self.turns.over(max(self._timer.remainingTime(), 0) / 1000)
            return
        self.turns.over(None)
        if self._more():  # it was told while nobody had to be told of it
            self.soon()
