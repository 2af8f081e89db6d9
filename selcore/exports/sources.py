"""Files that can be exported: an experiment, and a recording with what was done in it as an experiment."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..experiment.file import FORMAT, Experiment, Unreadable, dump, load, parse
from ..experiment.transcript import Transcript
from ..experiment.unfinished import Unfinished
from ..files.file_head import HEAD, is_sqlite
from ..files.regular_file import open_regular
from ..history.row import Row
from ..history.store import Store
from ..recording.reader import Recording, UnreadableRecording
from ..values.commands import Note
from ..values.facts import Batch, Entry, Fact, ObjectState
from ..values.text import text
from .formats import PROGRAMS_OWN, CannotExport, ExportSource, Making

if TYPE_CHECKING:
    from collections.abc import Generator

EVERYTHING = 1 << 60
"""Rows that a store keeps which is emptied after each slice."""


class ExperimentSource(ExportSource):
    """Commands that nobody has played yet."""

    kind = "experiment"

    def __init__(self, experiment: Experiment, title: str, trust: bool = False, max_wait: float = 10.0):
        super().__init__(experiment.title or title, trust, max_wait)
        self._experiment = experiment

    def experiment(self, making: Making) -> Experiment:
        return self._experiment

    def rows(self, making: Making) -> Iterator[Sequence[Row]]:
        raise CannotExport(text("an experiment has not been played: nothing has happened in it"))


class RecordingSource(ExportSource):
    """A recording's file. What is damaged in it is given up to its place, and that is said."""

    kind = "recording"

    def __init__(
        self,
        recording: Recording,
        trust: bool = False,
        max_wait: float = 10.0,
        title: str = "",
        experiment: Experiment | None = None,
    ):
        """``experiment`` is what was done in it, where that is known and was allowed."""
        super().__init__(title or recording.path.name, trust, max_wait)
        self.recording, self.watched = recording, recording.watched
        self.where = [("Recorded", _where(recording.about))]
        self._given = experiment
        self._experiment: Experiment | None = None

    def close(self) -> None:
        self.recording.close()

    def experiment(self, making: Making) -> Experiment:
        if self.watched:
            raise CannotExport(PROGRAMS_OWN)
        if self._experiment is None:
            self._experiment = whole(self._given or self._read_experiment(making))
        return self._experiment

    def _read_experiment(self, making: Making) -> Experiment:
        script, unfinished = Transcript(), Unfinished()
        for facts in self._slices(making):
            for fact in facts:
                unfinished.take(fact)
                if isinstance(fact, Entry):
                    script.add(fact)
        commands = tuple(script.commands(unfinished.going))
        backend = str(self.recording.about.get("backend") or "default")
        return Experiment(format=FORMAT, version=1, title=self.title[:1000], backend=backend, commands=commands)

    def rows(self, making: Making) -> Iterator[Sequence[Row]]:
        store = Store(EVERYTHING)
        objects = self._objects()
        store.fold(Batch(objects=objects))
        for facts in self._slices(making):
            store.fold(Batch(tuple(facts)))
            yield list(store.rows_of([*range(store.first_serial, store.next_serial)]).values())
            store.clear()
        if self.recording.lost:
            lost = f"{self.recording.lost:,}"
            making.leave_out(text("{n} {n:call|calls} could not be kept up with when it was recorded", n=lost))
        if self.recording.lost_records:
            lost = f"{self.recording.lost_records:,}"
            words = "{n} {n:record|records} of the program were lost before they were read"
            making.leave_out(text(words, n=lost))
        if not self.recording.complete:
            making.leave_out(text("the recording has no end: what came last may be missing in it"))

    def _objects(self) -> tuple[ObjectState, ...]:
        try:
            return self.recording.objects()
        except UnreadableRecording as error:
            raise CannotExport(text("{reason}", reason=str(error))) from error

    def _slices(self, making: Making) -> "Generator[list[Fact]]":
        last = max(self.recording.last, 1)
        try:
            for at, facts in self.recording.slices():
                making.how_far = text("{n} % was read", n=at * 100 // last)
                yield facts
        except UnreadableRecording as error:
            making.leave_out(text("what follows could not be read: {reason}", reason=str(error)))


def _where(about: dict[str, str]) -> str:
    """Where and by what it says that it was made."""
    system = " ".join(filter(None, (about.get("system"), about.get("release"), about.get("machine"))))
    python = about.get("python") and f"Python {about['python']}"
    return ", ".join(filter(None, (about.get("started"), python, system, about.get("program"))))


def whole(experiment: Experiment) -> Experiment:
    """The same, where it can be read again; a recording may have begun in the middle. Raises CannotExport."""
    if all(isinstance(command, Note) for command in experiment.commands):
        raise CannotExport(text("nothing was done in it that could be played again"))
    try:
        return parse(dump(experiment))
    except (Unreadable, ValueError) as error:
        words = "what was done in it is no whole experiment, and cannot be played again: {reason}"
        raise CannotExport(text(words, reason=str(error))) from error


def open_source(path: str | Path, trust: bool = False, max_wait: float = 10.0) -> ExportSource:
    """An experiment's file or a recording's. Raises CannotExport."""
    try:
        if _is_database(path):
            return RecordingSource(Recording(path), trust, max_wait)
        return ExperimentSource(load(path), Path(path).name, trust, max_wait)
    except (Unreadable, UnreadableRecording) as error:
        raise CannotExport(text("{reason}", reason=str(error))) from error
    except OSError as error:
        raise CannotExport(text("{reason}", reason=error.strerror or str(error))) from error


def _is_database(path: str | Path) -> bool:
    if not os.path.isfile(path):  # noqa: PTH113 - a name with a NUL in it is none, and is said by who opens it
        return False
    with open_regular(path) as file:
        return is_sqlite(file.read(HEAD))
