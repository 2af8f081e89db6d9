"""What ends or wakes a call that blocks too long: a watchdog at its deadline, a reminder after some seconds."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic

from ..values.commands import Timeout
from ..values.timeouts import may_block, to_seconds
from .watchdog import Watchdog

_NO_GUARD = nullcontext()


class CallLimits:
    """``wake`` wakes the blocked call, if any; it may be called on any thread."""

    def __init__(self, wake: Callable[[], None]):
        self.reached: str | None = None
        """Why the watchdog woke the call that blocks now; None if it did not."""
        self.deadline_is = "seconds"
        """The name of the deadline that a run has."""
        self.ending = False
        """Set when the worker ends: no further reminder is begun."""
        self._wake = wake
        self._watchdog = Watchdog(self._bite)
        self._reminder = threading.Timer(0, wake)

    def _bite(self, why: str) -> None:
        self.reached = why
        self._wake()

    def guard(self, timeout: Timeout, deadline: float | None, longest: float | None) -> AbstractContextManager[object]:
        """A context in which the call is ended at ``deadline`` (monotonic s) or after ``longest`` (s)."""
        if not may_block(timeout) or (longest is None and deadline is None):
            return _NO_GUARD
        seconds, now = to_seconds(timeout), monotonic()
        waits = [(now + longest, "max-wait")] if longest is not None else []
        waits += [(deadline, self.deadline_is)] if deadline is not None else []
        when, why = min(waits)
        return self._guarded(when, why) if seconds is None or seconds > when - now else _NO_GUARD

    @contextmanager
    def _guarded(self, when: float, why: str) -> Iterator[None]:
        try:
            with self._watchdog.until(when, why):
                yield
        finally:
            self.reached = None  # a call that returned all the same was not ended by it

    def remind(self, seconds: float) -> None:
        """Wake the call that is blocked in ``seconds``, if any."""
        self._reminder.cancel()
        self._reminder = threading.Timer(seconds, self._wake)
        self._reminder.daemon = True
        if not self.ending:
            self._reminder.start()

    def close(self, timeout: float) -> None:
        """End both threads, which takes no longer than ``timeout`` (s). Called when the worker's own has ended."""
        self._watchdog.close()
        self._reminder.cancel()
        if self._reminder.ident is not None:
            self._reminder.join(timeout)
