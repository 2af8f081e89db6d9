"""Rows of a recording as facts: plain calls in blocks, grouped as a run groups them if that is wanted."""

from itertools import groupby
from typing import Any, Protocol

from msgspec import structs

from ..values.call_block import CallBlock, ResultTable
from ..values.commands import Note
from ..values.facts import Entry, Fact, GroupGrew, RunCall
from ..values.outcomes import Call, Failed, Interrupted, Returned
from ..values.timeouts import timeout_of
from .damage import ReaderPosition
from .values import LATEST, SMALL, command_of, interrupted_by, optional, outcome_of, refused_of, unseen_of, whole
from .watched_values import turn_of, warning_of

SHOWN = 20_000
"""Results of the calls in one slice, not counting its last call."""
Row = tuple[Any, ...]


class ReadyLists(Protocol):
    """The recording that the rows are from: its lists of results, which it has loaded."""

    place: ReaderPosition

    @property
    def kinds(self) -> ResultTable: ...

    def ids(self, number: int) -> tuple[int, ...]: ...

    def is_served(self, number: int) -> bool: ...


class RowFacts:
    """Turns rows into facts: plain calls in blocks, special ones singly, and groups if wanted."""

    def __init__(self, lists: ReadyLists, grouping: bool):
        self._lists = lists
        self.grouping = grouping
        self._facts: list[Fact] = []
        self._about: dict[int, Row] = {}
        self._calls: CallBlock | None = None
        self._how: Any = None
        self._next = -1
        self._like: Any = None
        self._group: GroupGrew | None = None

    def take(self, rows: list[Row], commands: dict[int, Row], about: dict[int, Row] | None = None) -> list[Fact]:
        """The facts of a slice; ``about``: what its notes tell as values."""
        self._facts, self._about = [], about or {}
        waiting = sorted(commands)
        # Calls that follow each other without anything between them have positions that do so too.
        for like, run in groupby(enumerate(rows), lambda one: _likeness(one[0], one[1], commands)):
            some = [row for _, row in run]
            while waiting and waiting[0] < some[0][0]:
                self._entry(commands[waiting.pop(0)])
            self._lists.place.at("calls", some[0][0])
            if waiting and waiting[0] == some[0][0]:
                self._entry(commands[waiting.pop(0)], _outcome(self._lists, some[0]))
            elif like is None:
                for row in some:
                    self._lists.place.at("calls", row[0])
                    self._flush()
                    self._facts.append(RunCall(row[2], row[0], _outcome(self._lists, row)))
            else:
                self._plain(some, like[1:])
        for position in waiting:
            self._entry(commands[position])
        self._pass_on()
        return self._facts

    def _entry(self, row: Row, called: Any = None) -> None:
        self._flush()
        self._lists.place.at("commands", row[0])
        _, step, at, python, parent, during, late, command, outcome = row
        given = command_of(command, python)
        found = called or outcome_of(outcome, given)
        places = optional(parent, SMALL), optional(during, SMALL)
        entry = Entry(whole(step, SMALL), given, found, whole(at, LATEST), *places, bool(late))
        if isinstance(given, Note) and row[0] in self._about:
            table, told = self._about[row[0]]
            self._lists.place.at(table, row[0])
            entry = structs.replace(entry, about=turn_of(told) if table == "turns" else warning_of(told))
        self._facts.append(entry)

    def _plain(self, rows: list[Row], like: Any) -> None:
        """Consecutive calls with the same list, made in the same way."""
        first, list_, how = rows[0], rows[0][9], like[1:]
        alone = self.grouping and not self._lists.is_served(list_)
        if self._group is None or like != self._like or first[0] != self._next:
            self._show(rows[:1] if alone else rows, how)
            if alone:
                waited = (first[4] - first[3]) / 1e9
                self._like, self._group = like, GroupGrew(first[0], 1, first[4], waited, waited, waited)
            rows = rows[1:] if alone else []
        if rows and self._group is not None:
            waits, group = [(row[4] - row[3]) / 1e9 for row in rows], self._group
            least, most, total = min(group.least, *waits), max(group.most, *waits), sum(waits, group.total)
            self._group = GroupGrew(group.row, group.count + len(rows), rows[-1][4], least, most, total)
            self._next = rows[-1][0] + 1
        else:
            self._next = first[0] + 1

    def _show(self, rows: list[Row], how: Any) -> None:
        """Each call as a row of its own."""
        if self._group is not None:
            self._flush()
        position, number, ids = rows[0][0], rows[0][1], self._lists.ids(rows[0][9])
        calls = self._calls
        if calls is None or how != self._how or position != calls.row + len(calls):
            self._flush()
            step, timeout, backend, selector, _ = how
            calls = CallBlock(step, position, number, backend, timeout_of(timeout), selector, self._lists.kinds)
            self._calls, self._how = calls, how
        calls.starts += [row[3] for row in rows]
        calls.ends += [row[4] for row in rows]
        calls.sizes += [len(ids)] * len(rows)
        calls.ids += ids * len(rows)
        if len(calls.ids) > SHOWN:
            self._pass_on()

    def _pass_on(self) -> None:
        """Report the calls so far; a group may go on."""
        if self._calls is not None:
            self._facts.append(self._calls)
            self._calls = None
        if self._group is not None and self._group.count > 1:
            self._facts.append(self._group)

    def _flush(self) -> None:
        """End the group: the next call differs."""
        self._pass_on()
        self._group = self._like = None


def _likeness(place: int, row: Row, commands: dict[int, Row]) -> Any:
    """What calls of one block have in common; None for calls that are reported singly."""
    if row[10] or row[11] is not None or row[12] is not None:
        return None
    position = row[0]
    if position in commands:
        return position
    return position - place, row[9], row[2], row[5], row[6], row[7], row[1] - position


def _outcome(lists: ReadyLists, row: Row) -> Returned | Failed | Interrupted:
    _, number, _, start, end, timeout, backend, selector, _, list_, reentered, interrupted, detail = row
    results = tuple(lists.kinds.kinds[id] for id in lists.ids(list_))
    given, again = timeout_of(timeout), whole(reentered, SMALL)
    call = Call(number, backend, given, start, (end - start) / 1e9, results, again, selector)
    unseen = unseen_of(detail)
    if unseen is not None:
        return Returned(structs.replace(call, unseen=unseen))
    if detail is not None:
        return Failed(call, refused_of(detail))
    return Returned(call) if interrupted is None else Interrupted(call, interrupted_by(interrupted))
