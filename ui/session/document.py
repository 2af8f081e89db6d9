"""The session as a document: its experiment, the file it stands in, and whether that file is behind."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
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
        self._unplayed: tuple[AnyCommand, ...] | None = None
        self._unsaved = False
        self.by_hand = 0
        """Commands of this session that change something and are not of the experiment that is played in it."""
        self._of_file: dict[int, AnyCommand] = {}

    @property
    def modified(self) -> bool:
        """Whether something was done that the file does not have."""
        return self._unsaved or self.script.given > self._saved

    def fold(self, change: Change) -> None:
        """Take in what was done; what the file itself asked for changes nothing about it."""
        for entry in change.entries:
            before = self.script.given
            self.script.add(entry)
            if not self.origin.here or id(entry.command) in self._of_file or entry.during is not None:
                self._saved += self.script.given - before
            else:
                self.by_hand += self.script.given - before
        if change.entries:
            self.changed.emit()

    def begin(self, begun: SessionBegun, loaded: "Experiment | None" = None, unsaved: bool = False) -> None:
        """A session has begun, empty or by playing an experiment that was allowed; ``unsaved``: no file has it yet.

        A recording is shown and not done here: what it makes must be allowed before it is played.
        """
        self.backend, self.path, self.title = begun.backend, begun.path, loaded.title if loaded else ""
        self.script, self._saved = Transcript(), 0
        self.origin = Origin() if begun.is_recording else HERE
        self._loaded, self._unsaved, self._unplayed, self.by_hand = loaded, unsaved, None, 0
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
        self._loaded = self._unplayed = None

    def stands_still(self, unplayed: "tuple[AnyCommand, ...] | None") -> None:
        """The experiment waits, with these commands still to come; None: it goes on."""
        self._unplayed = unplayed if self.is_playing else None

    def experiment(self) -> "Experiment":
        """What would be saved: while an experiment is being played, that experiment.

        One that stands still, and in which something was done by hand: what was done, and then what is still to come.
        """
        if self._loaded is not None and (self._unplayed is None or not self.by_hand):
            return self._loaded
        return self.whole(self._unplayed or ())

    @property
    def unsaved(self) -> bool:
        """Whether this session has begun with what no file has."""
        return self._unsaved

    def listed(self, commands: "tuple[AnyCommand, ...]") -> "Experiment":
        """These commands, as the experiment that this session has begun with."""
        from selcore.experiment.file import FORMAT, Experiment

        return Experiment(format=FORMAT, version=1, title=self.title, backend=self.backend, commands=commands)

    def whole(self, rest: "tuple[AnyCommand, ...]") -> "Experiment":
        """What was done, and after it what is still to come."""
        done = self.script.experiment(self.title, self.backend, self._going())
        return replace(done, commands=(*done.commands, *rest))

    def save(self, path: Path) -> None:
        """Write the experiment. Raises OSError, and ValueError for what could not be read again.

        What was there stays then.
        """
        from selcore.experiment.file import dump, parse, save

        experiment = self.experiment()
        parse(dump(experiment))
        save(path, experiment)
        self.path = path
        self._unsaved = False
        if not self.is_playing or self._unplayed is not None:
            self._saved = self.script.given  # else what was done meanwhile is not in the file
        self.changed.emit()
