"""Files are read and checked on threads of their own: the window's never waits for a disk or for a stranger's file.

One is opened at a time: whoever opens another one wants the one before no longer. What is only looked at (it was
dropped) keeps nobody from that. Whoever begins a session or closes the window wants none of them any more.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

LONGEST = 3.0
"""Seconds that the window waits at its end for what is still being read; a disk that hangs may take for ever."""
Read = Callable[[], Any]
"""Called on the thread. An exception that is to be expected is given, not raised: what is raised is a fault of ours."""


class FileOpener(QObject):
    """``busy_changed`` when ``busy`` is another: whether something is being read, or waits to be shown."""

    busy_changed = Signal()
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._wanted: list[_Job] = []
        self._threads: list[threading.Thread] = []
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._wanted)

    def read(self, read: Read, then: Callable[[Any], None]) -> None:
        """Call ``then`` with what ``read()`` gives, later, and on this thread. Only looks go on beside it."""
        self._wanted = [one for one in self._wanted if one.is_look]
        self._start(_Job(read, then))

    def look(self, read: Read, then: Callable[[Any], None]) -> None:
        """The same, beside whatever else is read."""
        self._start(_Job(read, then, is_look=True))

    def _start(self, job: "_Job") -> None:
        self._wanted.append(job)
        self._threads = [one for one in self._threads if one.is_alive()]
        thread = threading.Thread(target=self._run, args=(job,), name="opening", daemon=True)
        self._threads.append(thread)
        thread.start()
        self.busy_changed.emit()

    def forget(self) -> None:
        """What is being read is wanted no longer."""
        if self._wanted:
            self._wanted = []
            self.busy_changed.emit()

    def close(self) -> None:
        """The window ends."""
        self.forget()
        end = monotonic() + LONGEST
        for thread in self._threads:
            thread.join(max(end - monotonic(), 0))
        self._threads = []

    def _run(self, job: "_Job") -> None:
        try:
            found = job.read()
        except BaseException:
            self._tell(job, None)
            raise
        self._tell(job, found)

    def _tell(self, job: "_Job", found: Any) -> None:
        try:
            self._arrived.emit(job, found)
        except RuntimeError:
            close_unwanted(found)  # the window, and this with it, has gone meanwhile

    def _take(self, job: "_Job", found: Any) -> None:
        if job not in self._wanted:
            close_unwanted(found)
            return
        self._wanted.remove(job)
        try:
            if found is not None:
                job.then(found)
        finally:
            self.busy_changed.emit()


class _Job:
    def __init__(self, read: Read, then: Callable[[Any], None], is_look: bool = False):
        self.read, self.then, self.is_look = read, then, is_look


def close_unwanted(found: Any) -> None:
    """A recording that nobody wants any more is closed."""
    close = getattr(found, "close", None)
    if close is not None:
        close()
