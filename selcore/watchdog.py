"""A timer that ends calls which block too long. It wakes the call; the timeout that the OS was given is never touched."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic


class Watchdog:
    """One thread, started when it is first needed. ``bite(why)`` is called when the time is over."""

    def __init__(self, bite: Callable[[str], None]):
        self._bite = bite
        self._changed = threading.Condition()
        self._due: tuple[float, str] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def until(self, when: float, why: str) -> Iterator[None]:
        """While this lasts beyond ``when`` (monotonic seconds), bite."""
        self._set((when, why))
        try:
            yield
        finally:
            self._set(None)

    def _set(self, due: tuple[float, str] | None) -> None:
        with self._changed:
            self._due = due
            if self._thread is None and due is not None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                due = self._due
                left = None if due is None else due[0] - monotonic()
                if due is not None and left is not None and left <= 0:
                    self._due = None
                    self._bite(due[1])
                    continue
                self._changed.wait(left)

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
