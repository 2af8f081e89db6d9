"""The lines of all children as rows: one row per step, rebuilt whenever one of its answers arrives."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ..backends import find_backend, missing_backend
from ..experiment.file import Experiment
from ..experiment.names import kinds_of
from ..values.commands import verb
from ..values.text import Text
from ..wording.python_line import python_line
from .align import Likeness, add_call, likeness, odd_ones
from .values import SHOWN, ComparedStep, ComparisonReport, Line, Played, Progress, State

KEPT = 2_000
"""Results in the calls of a step, and things given during it, that are kept to be shown."""
COMPARED = 200_000
"""Results in the calls of a run that are compared; what comes after them is not."""


class _Column:
    """The answers of one backend."""

    def __init__(self, id: str, experiment: Experiment, max_wait: float):
        backend = find_backend(id)
        assert backend is not None
        self.own = backend.id
        missing = missing_backend(id)
        title = backend.title if id != "default" else f"DefaultSelector ({backend.title})"
        state: State = "waiting" if missing is None else "absent"
        total = len(experiment.commands)
        self.progress = Progress(id, title, state, total=total, max_wait=max_wait, reason=missing)
        self.forget()

    def forget(self) -> None:
        """The step is complete; what follows belongs to the next."""
        self.inner: list[Line] = []
        self.more = self.weight = 0
        self.course: list[Likeness] = []
        self.first: list[Line] = []

    def change(self, **fields: Any) -> None:
        self.progress = msgspec.structs.replace(self.progress, **fields)

    def add_inner(self, line: Line) -> None:
        self.weight += 1 + len(line.get("ready", ()))
        new = "call" in line and self.weight <= COMPARED and add_call(self.course, line, self.own)
        if new and len(self.first) < SHOWN:
            self.first.append(line)
        if self.weight <= KEPT:
            self.inner.append(line)
        else:
            self.more += 1


class Table:
    """Rows and columns. The caller must hold the comparison's lock."""

    def __init__(self, experiment: Experiment, backends: Sequence[str], max_wait: float):
        self._title = experiment.title
        self._columns = {id: _Column(id, experiment, max_wait) for id in backends}
        kind_of = kinds_of(experiment.commands)
        self._rows = [
            ComparedStep(step, verb(command), python_line(command, kind_of))
            for step, command in enumerate(experiment.commands)
        ]
        self._likeness: list[dict[str, Likeness]] = [{} for _ in self._rows]
        self._notices: tuple[Text, ...] = ()
        self.version = 0

    @property
    def present(self) -> tuple[str, ...]:
        return tuple(id for id, column in self._columns.items() if column.progress.state != "absent")

    @property
    def notices(self) -> tuple[Text, ...]:
        return self._notices

    @notices.setter
    def notices(self, notices: tuple[Text, ...]) -> None:
        self._notices = notices
        self.version += 2

    def report(self, ended: bool) -> ComparisonReport:
        states = tuple(column.progress for column in self._columns.values())
        return ComparisonReport(self._title, tuple(self._rows), states, self._notices, ended, self.version + ended)

    def add(self, backend: str, line: Line) -> None:
        """Add a line of the backend's child."""
        column = self._columns[backend]
        if line.get("interrupted") and line.get("by") == "max-wait" and column.progress.stopped_at is None:
            column.change(stopped_at=line.get("step", line.get("in_step")))
        if "so_far" in line:
            column.change(calls=line["so_far"])
        elif "in_step" in line:
            column.add_inner(line)
        elif "step" in line and 0 <= line["step"] < len(self._rows):
            self._answered(backend, column, line)
        self.version += 2

    def _answered(self, backend: str, column: _Column, line: Line) -> None:
        step: int = line["step"]
        played = Played(line, tuple(column.inner), column.more, tuple(column.course), tuple(column.first))
        column.forget()
        column.change(state="playing", steps=step + 1, calls=0)
        found = self._likeness[step]
        found[backend] = likeness(played, column.own)
        odd = odd_ones(found)
        row = self._rows[step]
        answers = row.outcomes | {backend: played}
        in_order = {id: answers[id] for id in self._columns if id in answers}
        self._rows[step] = msgspec.structs.replace(row, outcomes=in_order, differs=bool(odd), odd=odd)

    def end(self, backend: str, trouble: Text | None, cancelled: bool, said: str) -> None:
        """Note that the backend's child has ended."""
        column = self._columns[backend]
        whole = trouble is None and column.progress.steps == column.progress.total
        state: State = "done" if whole else "cancelled" if cancelled else "failed"
        column.change(state=state, reason=None if state != "failed" else trouble, said=said)
        self.version += 2
