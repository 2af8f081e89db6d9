"""The session as a document: its experiment, the file it stands in, and whether that file is behind."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from selcore.experiment.transcript import Going, Transcript
from selcore.history.store import Change
from selcore.values.commands import AnyCommand

from .origin import HERE, Origin
from .panel import SessionBegun

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment


class Document(QObject):
    """``changed()`` when the path or ``modified`` is another; ``begun(SessionBegun)`` when a session has begun."""

    changed = Signal()
    begun = Signal(object)

    def __init__(self, backend: str, going: Callable[[], Going | None], parent: QObject | None = None):
        """``going()``: the run that goes on, if one does."""
        super().__init__(parent)
        self._going = going
        self.backend = backend
        self.path: Path | None = None
        self.title = ""
        self.script = Transcript()
        self.origin = HERE
        self._saved = 0
        self._loaded: Experiment | None = None
        self._of_file: dict[int, AnyCommand] = {}

    @property
    def modified(self) -> bool:
        """Whether something was done that the file does not have."""
        return self.script.given > self._saved

    def fold(self, change: Change) -> None:
        """Take in what was done; what the file itself asked for changes nothing about it."""
        for entry in change.entries:
            before = self.script.given
            self.script.add(entry)
            if not self.origin.here or id(entry.command) in self._of_file or entry.during is not None:
                self._saved += self.script.given - before
        if change.entries:
            self.changed.emit()

    def begin(self, begun: SessionBegun, loaded: "Experiment | None" = None) -> None:
        """A session has begun, empty or by playing an experiment that was allowed.

        A recording is shown and not done here: what it makes must be allowed before it is played.
        """
        self.backend, self.path, self.title = begun.backend, begun.path, loaded.title if loaded else ""
        self.script, self._saved = Transcript(), 0
        self.origin = Origin() if begun.is_recording else HERE
        self._loaded = loaded
        # The commands themselves are kept: the id of one that is gone may be another's.
        self._of_file = {id(command): command for command in loaded.commands} if loaded else {}
        self.changed.emit()
        self.begun.emit(begun)

    def show_recorded(self, path: Path) -> None:
        """What was recorded is shown: it can be saved as an experiment, and is never behind a file."""
        self.origin, self.title = Origin(path), path.name
        self.changed.emit()

    @property
    def is_playing(self) -> bool:
        """Whether an experiment is being played."""
        return self._loaded is not None

    def played(self) -> None:
        """The experiment has been played to its end: from now on the document is what was done."""
        self._loaded = None

    def experiment(self) -> "Experiment":
        """What would be saved: while an experiment is being played, that experiment."""
        return self._loaded or self.script.experiment(self.title, self.backend, self._going())

    def save(self, path: Path) -> None:
        """Write the experiment. Raises OSError, and ValueError for what could not be read again.

        What was there stays then.
        """
        from selcore.experiment.file import dump, parse, save

        experiment = self.experiment()
        parse(dump(experiment))
        save(path, experiment)
        self.path = path
        if not self.is_playing:
            self._saved = self.script.given  # else what was done meanwhile is not in the file
        self.changed.emit()
