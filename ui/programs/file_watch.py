"""Tells when a program's file has changed: once, when whoever writes it has been quiet for a moment.

Its folder is watched too: most editors put another file in the place of the old one.
"""

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

QUIET = 300
"""Milliseconds without another change."""
Stamp = tuple[int, int, int]


class FileWatch(QObject):
    """``changed()`` for the file that is watched."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._path = ""
        self._stamp: Stamp | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self._look)

    def watch(self, path: str) -> None:
        """That one, in place of the one before; empty: none."""
        if self._watcher is not None:
            self._watcher.deleteLater()  # with it goes the descriptor that it has
            self._watcher = None
        self._soon.stop()
        self._path, self._stamp = path, _stamp(path) if path else None
        if path:
            self._watcher = QFileSystemWatcher([path, str(Path(path).parent)], self)
            self._watcher.fileChanged.connect(self._something)
            self._watcher.directoryChanged.connect(self._something)

    def _something(self, _: str) -> None:
        self._soon.start()

    def _look(self) -> None:
        stamp = _stamp(self._path)
        if stamp is None or stamp == self._stamp or self._watcher is None:
            return  # it is being replaced, or it was another file of the folder
        self._stamp = stamp
        if self._path not in self._watcher.files():
            self._watcher.addPath(self._path)
        self.changed.emit()


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - whatever path it is
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
