"""Files are read and checked on a thread of their own: the window's never waits for a disk or for a stranger's file.

One at a time: whoever opens another one, begins a session or closes the window wants the one before no longer.
"""

import threading
from collections.abc import Callable
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
        self._wanted: _Job | None = None
        self._threads: list[threading.Thread] = []
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._wanted is not None

    def read(self, read: Read, then: Callable[[Any], None]) -> None:
        """Call ``then`` with what ``read()`` gives, later, and on this thread."""
        job = self._wanted = _Job(read, then)
        self._threads = [one for one in self._threads if one.is_alive()]
        thread = threading.Thread(target=self._run, args=(job,), name="opening", daemon=True)
        self._threads.append(thread)
        thread.start()
        self.busy_changed.emit()

    def forget(self) -> None:
        """What is being read is wanted no longer."""
        if self._wanted is not None:
            self._wanted = None
            self.busy_changed.emit()

    def close(self) -> None:
        """The window ends."""
        self.forget()
        for thread in self._threads:
            thread.join(LONGEST)
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
        if job is not self._wanted:
            close_unwanted(found)
            return
        self._wanted = None
        try:
            if found is not None:
                job.then(found)
        finally:
            self.busy_changed.emit()


class _Job:
    def __init__(self, read: Read, then: Callable[[Any], None]):
        self.read, self.then = read, then


def close_unwanted(found: Any) -> None:
    """A recording that nobody wants any more is closed."""
    close = getattr(found, "close", None)
    if close is not None:
        close()
