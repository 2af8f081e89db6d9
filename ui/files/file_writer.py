"""Files are written on threads of their own: a disk that hangs holds neither the window nor what goes to another disk.

What goes to the same place waits its turn. Of what waits there the newest is written: it takes the place of the older.
"""

import errno
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt, Signal

LONGEST = 3.0
"""Seconds that the window waits at its end for what is still being written; a disk that hangs may take for ever."""
MOST = 16
"""Places that are written to at once."""
Make = Callable[[], bytes | Iterable[bytes]]
"""Called on the thread: what is to be written, whole or in pieces. What it raises is told, as what the disk says."""
Done = Callable[[BaseException | None], None]
"""Called on the window's thread: why it was not written, or None."""


class FileWriter(QObject):
    """``busy_changed`` when ``busy`` may be another: whether something is being written, or waits for its turn.

    ``failed`` counts what could not be written; ``left`` is what was not written when the window had ended.
    """

    busy_changed = Signal()
    _written = Signal(object, object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.failed = 0
        self.left: list[Path] = []
        self._lines: dict[Path, list[_Writing]] = {}
        self._threads: dict[Path, threading.Thread] = {}
        self._written.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._lines)

    @property
    def places(self) -> list[Path]:
        """What is being written."""
        return list(self._lines)

    def write(self, path: Path, make: Make, done: Done) -> None:
        """Write the whole or nothing (``write_whole``), and call ``done`` then: later, and on this thread."""
        if path not in self._lines and len(self._lines) >= MOST:
            done(OSError(errno.EBUSY, "too many files are being written", str(path)))
            return
        line = self._lines.setdefault(path, [])
        told = line.pop().done if len(line) > 1 else []
        line.append(_Writing(path, make, [*told, done]))
        if len(line) == 1:
            self._start(line[0])
        self.busy_changed.emit()

    def close(self) -> None:
        """The window ends: wait for what is being written, but not for ever."""
        end = monotonic() + LONGEST
        self.left += [path for path in self._lines if not self._is_written(path, end)]
        self._lines, self._threads = {}, {}

    def _is_written(self, path: Path, end: float) -> bool:
        """Whether all that goes there has been written, by that time."""
        line = self._lines[path]
        while line:
            self._threads[path].join(max(end - monotonic(), 0))
            if self._threads[path].is_alive():
                return False
            line.pop(0)
            if line:
                self._start(line[0])
        return True

    def _start(self, job: "_Writing") -> None:
        thread = threading.Thread(target=self._run, args=(job,), name="saving", daemon=True)
        self._threads[job.path] = thread
        thread.start()

    def _run(self, job: "_Writing") -> None:
        from selcore.files.atomic_file import write_pieces, write_whole  # nothing is written before the first paint
        from selcore.files.strict_json import Unreadable

        try:
            made = job.make()
            if isinstance(made, bytes):
                write_whole(job.path, made)
            else:
                write_pieces(job.path, made)
        except (OSError, ValueError, Unreadable) as error:
            self._tell(job, error)
        except BaseException as error:
            self._tell(job, error)
            raise  # a fault of ours
        else:
            self._tell(job, None)

    def _tell(self, job: "_Writing", error: BaseException | None) -> None:
        try:
            self._written.emit(job, error)
        except RuntimeError:
            return  # the window, and this with it, has gone meanwhile

    def _take(self, job: "_Writing", error: BaseException | None) -> None:
        line = self._lines.get(job.path, [])
        if job not in line:
            return
        self._threads.pop(job.path).join()  # it has told, and ends
        line.remove(job)
        if line:
            self._start(line[0])
        else:
            del self._lines[job.path]
        self.failed += error is not None
        try:
            for done in job.done:
                done(error)
        finally:
            self.busy_changed.emit()


class _Writing:
    def __init__(self, path: Path, make: Make, done: list[Done]):
        self.path, self.make, self.done = path, make, done
