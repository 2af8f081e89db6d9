"""Whose turn it is: a run lets whoever follows it have a turn when it has asked for one, and goes on when that is over.

CPython's lock is not fair: a thread that calls the OS again and again takes it back before who waits for it is awake.
A window that has to take it for each thing it does would stand still for as long as the run is fast.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic_ns

NEVER = 1 << 62
LONGEST = 50_000_000
"""Nanoseconds that a turn may take at most before the run goes on, and that the run then has until the next."""
BEFORE = 100_000
"""Nanoseconds by which a run stands aside before the time: what it hands over then must be there."""


class Turns:
    """One thread gives turns (``give``), another takes them (``at``, ``over``). ``due`` is when the next one is wanted,
    in monotonic ns; to compare it is all that a run pays from one call to the next."""

    def __init__(self) -> None:
        self.due = NEVER
        self._over = threading.Event()
        self._lock = threading.Lock()

    def at(self, seconds: float) -> None:
        """A turn is wanted in so many seconds."""
        self.due = monotonic_ns() + int(seconds * 1e9) - BEFORE

    def at_once(self) -> None:
        """A turn has begun."""
        self.due = 0

    def over(self, seconds: float | None) -> None:
        """The turn is over; the next one is wanted in so many seconds, None: not before ``at`` is called."""
        with self._lock:
            self.due = NEVER
            if seconds is not None:
                self.at(seconds)
        self._over.set()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A turn: a run makes no call meanwhile. For whoever looks now and then, and not by ``at``."""
        self.at_once()
        try:
            yield
        finally:
            self.over(None)

    def early(self) -> bool:
        """Whether one is wanted, but not yet."""
        return monotonic_ns() < self.due < NEVER

    @property
    def wanted(self) -> bool:
        """Whether one goes on or will come: whoever takes it need not be told of anything before."""
        return self.due != NEVER

    def give(self) -> None:
        """Wait for the end of the turn, where one is due."""
        self._over.clear()
        if monotonic_ns() < self.due or self._over.wait(LONGEST / 1e9):
            return
        with self._lock:
            if not self._over.is_set():
                self.due = max(self.due, monotonic_ns() + LONGEST)
