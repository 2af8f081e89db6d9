"""Settings are written on a thread of their own, one write after the other: a home folder may be on a network disk."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

LONGEST = 3.0
"""Seconds that the window waits at its end for what is still being written; a disk that hangs may take for ever."""
Job = Callable[[], Any]
"""Called on the thread. An exception that is to be expected is given, not raised: what is raised is a fault of ours."""


class SettingsWriter(QObject):
    """``busy_changed`` when ``busy`` is another: whether something is being written. There is one job at a time."""

    busy_changed = Signal()
    _written = Signal(object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._then: Callable[[Any], None] = lambda found: None
        self._found: Any = None
        self._written.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def write(self, job: Job, then: Callable[[Any], None]) -> None:
        """Call ``then`` with what ``job()`` gives, later and on this thread."""
        assert self._thread is None
        self._then = then
        self._thread = thread = threading.Thread(target=self._run, args=(job,), name="settings", daemon=True)
        thread.start()
        self.busy_changed.emit()

    def close(self) -> bool:
        """The window ends: wait for what is being written, and for what waits for that, but not for ever.

        Returns whether all is written.
        """
        end = monotonic() + LONGEST
        while self._thread is not None:
            self._thread.join(max(end - monotonic(), 0))
            if self._thread.is_alive():
                return False
            self._take(self._thread)
        return True

    def _run(self, job: Job) -> None:
        try:
            self._found = job()
        finally:
            try:
                self._written.emit(threading.current_thread())
            except RuntimeError:
                pass  # the window, and this with it, has gone meanwhile

    def _take(self, thread: threading.Thread) -> None:
        if thread is not self._thread:
            return  # it was waited for at the end
        thread.join()  # it has told, and ends
        found, self._thread, self._found = self._found, None, None
        if found is not None:
            self._then(found)
        self.busy_changed.emit()
