"""Fairness between the run loop and the window: the loop yields when a frame is due, and goes on when it was painted.

Theory of operation
-------------------
CPython's global lock is not fair. A thread that makes one system call after another releases the lock at each, and
has taken it back before the thread that waits for it is awake. Under a busy loop the window, which needs the lock at
each entry from Qt into Python, spent 21 % of its samples in ``pthread_cond_timedwait`` and painted 16 to 26 frames in
4 s. A shorter ``sys.setswitchinterval()`` made it worse. So the loop yields by agreement, and there are two roles:

- The window says when it wants its next turn (``at``), begins one at once if a key was pressed (``at_once``,
  ``taken``), and ends it (``over``), naming the next.
- The run compares ``due`` with the end of its last call. That comparison is all it pays per call; no lock is taken.
  When a turn is due it hands over its calls and waits in ``give`` for ``over``.

Neither can stall the other. A turn that lasts longer than LONGEST is over for the run, which then has as long for
itself before the next one. The run stops BEFORE the due time, so that its calls are in the outbox when the frame
starts.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic_ns

NEVER = 1 << 62
LONGEST = 50_000_000
"""Nanoseconds after which the run goes on although the turn is not over; it then has as many until the next turn."""
BEFORE = 100_000
"""Nanoseconds by which a run yields early, so that what it hands over is there in time."""


class Turns:
    """One thread gives turns (``give``), another takes them (``at``, ``over``)."""

    def __init__(self) -> None:
        self.due = NEVER
        """When the next turn is wanted, in monotonic ns; 0: now. Written by the taker, read by the giver."""
        self._over = threading.Event()
        self._lock = threading.Lock()

    def at(self, seconds: float) -> None:
        """Ask for a turn in ``seconds``."""
        self.due = monotonic_ns() + int(seconds * 1e9) - BEFORE

    def at_once(self) -> None:
        """Begin a turn now."""
        self.due = 0

    def over(self, seconds: float | None) -> None:
        """End the turn. The next one is wanted in ``seconds``; None: not before ``at`` is called."""
        with self._lock:
            self.due = NEVER
            if seconds is not None:
                self.at(seconds)
        self._over.set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a turn for the duration of the ``with``; a run makes no call meanwhile. Without ``at`` before it."""
        self.at_once()
        try:
            yield
        finally:
            self.over(None)

    def early(self) -> bool:
        """Whether a turn is wanted, but is not due yet."""
        return monotonic_ns() < self.due < NEVER

    @property
    def wanted(self) -> bool:
        """Whether a turn is going on or will come. Its taker need not be notified of anything before it."""
        return self.due != NEVER

    def give(self) -> None:
        """If a turn is due, wait until it is over, LONGEST ns at most."""
        self._over.clear()
        if monotonic_ns() < self.due or self._over.wait(LONGEST / 1e9):
            return
        with self._lock:
            if not self._over.is_set():
                self.due = max(self.due, monotonic_ns() + LONGEST)
