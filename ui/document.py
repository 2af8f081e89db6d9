"""The session as a document: its experiment, the file it stands in, and whether that file is behind."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from selcore.commands import GetKey, GetMap
from selcore.experiment import Experiment, save
from selcore.script import Script
from selcore.store import Change


class Document(QObject):
    """``changed()`` when the path or ``modified`` is another."""

    changed = Signal()

    def __init__(self, backend: str, parent: QObject | None = None):
        super().__init__(parent)
        self.backend = backend
        self.path: Path | None = None
        self.title = ""
        self.script = Script()
        self._saved = 0

    @property
    def modified(self) -> bool:
        """Whether there is something worth keeping that the file does not have."""
        return any(not isinstance(command, GetKey | GetMap) for command in self.script.commands[self._saved :])

    def fold(self, change: Change) -> None:
        """Take in what was done."""
        for entry in change.entries:
            self.script.add(entry)
        if change.entries:
            self.changed.emit()

    def begin(self, backend: str, path: Path | None = None, title: str = "", replayed: int = 0) -> None:
        """A session begins anew; its first ``replayed`` commands are the file's own."""
        self.backend, self.path, self.title = backend, path, title
        self.script = Script()
        self._saved = replayed
        self.changed.emit()

    def experiment(self) -> Experiment:
        return self.script.experiment(self.title, self.backend)

    def save(self, path: Path) -> None:
        """Write the experiment. Raises OSError; what was there stays then."""
        save(path, self.experiment())
        self.path, self._saved = path, len(self.script.commands)
        self.changed.emit()
