"""A timer that ends calls which block too long. It wakes the call; the timeout passed to the OS is never changed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic


class Watchdog:
    """One thread, started when first needed. ``bite(why)`` is called on it when the time is up."""

    def __init__(self, bite: Callable[[str], None]):
        self._bite = bite
        self._changed = threading.Condition()
        self._due: tuple[float, str] | None = None
        self._asleep_until = float("inf")
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def until(self, when: float, why: str) -> Iterator[None]:
        """Call ``bite(why)`` if the ``with`` is still entered at ``when`` (monotonic seconds)."""
        self._set((when, why))
        try:
            yield
        finally:
            self._set(None)

    def _set(self, due: tuple[float, str] | None) -> None:
        with self._changed:
            self._due = due
            if due is None:
                return
            if self._thread is None and not self._closed:
                thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                thread.start()  # raises if there are too many threads; then there is none to end either
                self._thread = thread
            # A thread that will wake earlier anyway is left asleep: a fast run would otherwise wake it at every call.
            if due[0] < self._asleep_until:
                self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                due, now = self._due, monotonic()
                if due is not None and due[0] <= now:
                    self._due = None
                    self._bite(due[1])
                    continue
                self._asleep_until = float("inf") if due is None else due[0]
                self._changed.wait(None if due is None else min(due[0] - now, 3600.0))

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
