"""The session as a document: its experiment, the file it stands in, and whether that file is behind."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from selcore.experiment.transcript import Going, Transcript
from selcore.history.store import Change
from selcore.values.commands import AnyCommand

from .origin import HERE, Origin
from .panel import SessionBegun

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment


class Written(NamedTuple):
    """A moment of a session, in which its experiment was taken to be written."""

    session: Transcript
    number: int
    has: int
    """Of the commands that were given by hand, those that stand in it."""
    given: int
    """And all of them."""


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
        self._moments = self._newest = 0
        self._loaded: Experiment | None = None
        self._unplayed: tuple[AnyCommand, ...] | None = None
        self._unsaved = False
        self.by_hand = 0
        """Commands of this session that change something and are not of the experiment that is played in it."""
        self._of_file: dict[int, AnyCommand] = {}

    @property
    def modified(self) -> bool:
        """Whether something was done that the file does not have."""
        return self._unsaved or self.by_hand > self._saved

    def fold(self, change: Change) -> None:
        """Take in what was done; what the file itself asked for changes nothing about it."""
        for entry in change.entries:
            before = self.script.given
            self.script.add(entry)
            if self.origin.here and id(entry.command) not in self._of_file and entry.during is None:
                self.by_hand += self.script.given - before
        if change.entries:
            self.changed.emit()

    def begin(self, begun: SessionBegun, loaded: "Experiment | None" = None, unsaved: bool = False) -> None:
        """A session has begun, empty or by playing an experiment that was allowed; ``unsaved``: no file has it yet.

        A recording is shown and not done here: what it makes must be allowed before it is played.
        """
        self.backend, self.path, self.title = begun.backend, begun.path, loaded.title if loaded else ""
        self.script, self._saved = Transcript(), 0
        self.origin = Origin() if begun.only_looked_at else HERE
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

    def all_of_it(self, rest: "tuple[AnyCommand, ...]") -> "Experiment":
        """What would be lost: while an experiment is being played, too, what was done by hand meanwhile is in it.

        ``rest`` is what has no answer yet.
        """
        return self.whole(rest) if self.by_hand else self.experiment()

    def moment(self) -> Written:
        """What a file has that the experiment of now is written into."""
        self._moments += 1
        # What is done by hand while an experiment is played is not in it.
        has = self._saved if self.is_playing and self._unplayed is None else self.by_hand
        return Written(self.script, self._moments, has, self.by_hand)

    def is_of_now(self, written: Written) -> bool:
        """Whether this session still goes on."""
        return written.session is self.script

    def is_behind(self, written: Written) -> bool:
        """Whether something was done by hand since then, or another session has begun."""
        return not self.is_of_now(written) or self.by_hand > written.given

    def saved(self, path: Path, written: Written) -> None:
        """The experiment of that moment stands in this file, which is the document's unless a newer one has gone to
        another place meanwhile."""
        if not self.is_of_now(written) or written.number < self._newest:
            return
        self.path, self._newest, self._unsaved = path, written.number, False
        self._saved = max(self._saved, written.has)
        self.changed.emit()
