"""Reads a recording: its facts in order, slice by slice. Damage is reported together with its place.

Nothing in the file is trusted: it may be another's, cut off, or made to harm. It is never written.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from copy import copy
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import structs

from ..values.call_block import KINDS, ResultTable
from ..values.facts import Fact, ObjectState
from ..values.outcomes import Attached, Result
from .damage import Damaged, ReaderPosition
from .opening import LATER, TOO_MUCH, RecordingConnection, UnreadableRecording, check, counted, has_table
from .row_facts import SHOWN, Row, RowFacts
from .schema import NOTHING
from .values import (
    NUMBERS,
    ODD,
    SMALL,
    check_calls,
    effect_of,
    optional,
    state_of,
    whole,
    word,
)

SLICE = 2048
"""Calls that are read at once: few enough to keep a window responsive."""
LONGEST = 20_000
"""The most results of one call, as many as a session may have objects; and of the lists that are read at once."""
HELD = 2_000_000
"""Results of the lists that are cached."""
OBJECTS = 20_000
"""File objects that are shown, as many as a session may have: what they take in a window is bounded by it."""
MUCH = 8 << 20
"""Characters that are read at once, not counting the last row."""
_ROWS = {
    "calls": "SELECT position, number, step, start_ns, end_ns, timeout_text, backend, selector, results, list, "
    "reentered, interrupted, detail FROM calls WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
    "commands": "SELECT position, step, at_ns, python, parent, during, late, command, outcome FROM commands "
    "WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
    "turns": "SELECT position, detail FROM turns WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
    "warnings": "SELECT position, detail FROM warnings WHERE position > ? AND position <= ? ORDER BY position LIMIT ?",
}
_OBJECTS = (
    "SELECT detail FROM objects WHERE name IN "
    "(SELECT name FROM objects ORDER BY closed_ns IS NOT NULL, opened_ns DESC, name LIMIT ?) "
    "ORDER BY opened_ns, name LIMIT ?"
)
_LISTS = "SELECT list, result FROM ready_lists WHERE list IN ({}) ORDER BY list, place LIMIT ?"
_KIND = "SELECT name, fd, mask, raw, detail FROM result_kinds WHERE result = ?"


__all__ = ["Recording", "UnreadableRecording"]
T = TypeVar("T")


class Recording:
    """An open file. ``about`` is what it says about its origin, as text. Raises UnreadableRecording, here and later."""

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self._opened = RecordingConnection(self.path)
        self._db = self._opened.db
        self.place = ReaderPosition()
        self._disorder: Damaged | None = None
        self.shown = 0
        try:
            self.place.at("meta")
            self.about = self._guard(lambda: check(self._db))
            self.calls = counted(self.about.get("calls"))
            self.results = counted(self.about.get("results"))
            self.lost = counted(self.about.get("lost_calls"))
            self.lost_records = counted(self.about.get("lost_records"))
            self.last = self._guard(self._last_position)
            self._watched = self._guard(lambda: [name for name in LATER if has_table(self._db, name)])
        except BaseException:
            self._opened.close()
            raise
        self._forget()

    def close(self) -> None:
        """Close the file. Idempotent."""
        self._opened.close()

    def interrupt(self) -> None:
        """Interrupt a read in progress, from another thread: it raises UnreadableRecording."""
        with suppress(sqlite3.ProgrammingError):  # it is closed
            self._db.interrupt()

    @property
    def watched(self) -> str:
        """The program of somebody's that is told of; empty where it is a session of this program's."""
        return self.about.get("watched", "")

    @property
    def complete(self) -> bool:
        """Whether the recording was ended properly."""
        return bool(self.about.get("ended"))

    def objects(self) -> tuple[ObjectState, ...]:
        """The last state of each file object; of more than OBJECTS those that were not closed, then the newest.

        ``shown`` tells then how many they are.
        """

        def read() -> tuple[ObjectState, ...]:
            found: list[ObjectState] = []
            much = 0
            self.place.at("objects")
            if self._db.execute("SELECT 1 FROM objects LIMIT 1 OFFSET ?", (OBJECTS,)).fetchone() is not None:
                self.shown = OBJECTS
            for (detail,) in self._db.execute(_OBJECTS, (OBJECTS, OBJECTS)):
                found.append(state_of(detail))
                much += len(detail)
                if much > 8 * MUCH:
                    raise ValueError("more is told of its objects than can be shown")
            return tuple(found)

        return self._guard(read)

    def slices(self, grouping: bool = False) -> Iterator[tuple[int, list[Fact]]]:
        """The facts in order, in slices, each with the position up to which everything was returned.

        ``grouping`` makes one row of consecutive calls that are equal and that nobody served, as a run does. What
        precedes a damaged row is given before that is raised: the positions are halved until nothing else is left.
        """
        fold, at, bad = RowFacts(self, grouping), 0, self.last + 1
        while at < self.last:
            bad = bad if bad > at else self.last + 1
            before, to = copy(fold), max((at + bad) // 2, at + 1) if bad <= self.last else self.last
            try:
                at, facts = self._guard(lambda: self._slice(at, to, fold))  # noqa: B023 - called at once
            except Damaged:
                if to - at <= 1:
                    raise
                fold, bad = before, to
            else:
                yield at, facts
        if self._disorder is not None:
            raise self._disorder

    def _slice(self, after: int, to: int, fold: RowFacts) -> tuple[int, list[Fact]]:
        """The rows between two positions, or as many from the beginning as are read at once."""
        commands, to = self._some("commands", after, to)
        about: dict[int, Row] = {}
        for table in self._watched:
            rows, to = self._some(table, after, to)
            about |= {row[0]: (table, row[1]) for row in rows}
        calls, to = self._some("calls", after, to)
        check_calls(calls)
        calls, to = self._fitting(calls, to, fold)
        given = {row[0]: row for row in commands if row[0] <= to}
        return to, fold.take(calls, given, about)

    def _some(self, table: str, after: int, to: int) -> tuple[list[Row], int]:
        """Rows between two positions, as many as are read at once, and the position up to which they are complete."""
        found: list[Row] = []
        much, last = 0, after
        self.place.at(table, to)
        with closing(self._db.execute(_ROWS[table], (after, to, SLICE))) as rows:
            for row in rows:
                if type(row[0]) is not int or not last < row[0] <= to:
                    self._disordered(table, last)
                    to = last
                    break
                last = row[0]
                found.append(row)
                much += sum(map(_length, row))
                if much > MUCH:
                    break
        return found, last if len(found) == SLICE or much > MUCH else to

    def _fitting(self, calls: list[Row], to: int, fold: RowFacts) -> tuple[list[Row], int]:
        """As many of the rows as together have not too many results, one at least. Grouped calls count once."""
        self._load([row[9] for row in calls])
        shown, before = 0, None
        for place, row in enumerate(calls):
            if place and (shown > SHOWN or not self._knows(row[9])):
                return calls[:place], calls[place - 1][0]
            shown += 0 if fold.grouping and row[9] == before and not self.is_served(row[9]) else len(self.ids(row[9]))
            before = row[9]
        return calls, to

    def _disordered(self, table: str, last: int) -> None:
        """Note that rows are out of order, so that the reading ends with row ``last``."""
        # SQLite returns the rows of a damaged table in any order. Whoever continues behind one of them may meet
        # earlier rows again, for ever.
        self.last = last
        self.place.at(table, last)
        self._disorder = self.place.wrong("the rows behind it are not in their order")

    def _last_position(self) -> int:
        """The last position so far: a recording may still be growing."""
        found = [
            self._db.execute(f"SELECT max(position) FROM {table}").fetchone()[0] for table in ("calls", "commands")
        ]
        return whole(max((one for one in found if one is not None), default=0), NUMBERS, -NUMBERS)

    # Lists of results.

    def _forget(self) -> None:
        """Clear the caches of lists and results. ``_told`` counts the characters of results read in one go."""
        self._results = ResultTable()
        self._ids: dict[int, int] = {}
        self._lists: dict[int, tuple[int, ...]] = {}
        self._served, self._served_kinds = set[int](), set[int]()
        self._held = self._told = 0

    def _load(self, lists: list[int]) -> None:
        """Read the lists that are not cached: the first one in any case, the others as far as there is room."""
        if len(self._results) > KINDS or self._held > HELD:
            self._forget()
        self._told = 0
        self.place.at("ready_lists")
        missing = [one for one in dict.fromkeys(lists) if not self._knows(one)]
        left = self._held + LONGEST
        if missing:
            self._load_some(missing[:1])
        for start in range(1, len(missing), 500):
            if self._held > left:
                return
            self._load_some(missing[start : start + 500])

    def _load_some(self, lists: list[int]) -> None:
        """Read these lists, limited to a number of results."""
        rows = [
            (number, whole(kind, NUMBERS, -NUMBERS))
            for number, kind in self._db.execute(_LISTS.format(",".join("?" * len(lists))), (*lists, LONGEST + 1))
        ]
        found = {number: [kind for _, kind in group] for number, group in groupby(rows, lambda row: row[0])}
        if len(rows) > LONGEST:  # the last of them may go on
            if len(found) == 1:
                raise ValueError(f"a call with more than {LONGEST:,} results")
            found.popitem()
        elif len(found) < len(lists):
            raise ValueError(f"the list of ready keys {min(set(lists) - found.keys())} is not there")
        for number, list_ in found.items():
            self._lists[number] = tuple(map(self._id, list_))
            self._held += len(list_)
            if not self._served_kinds.isdisjoint(list_):
                self._served.add(number)

    def _knows(self, number: int) -> bool:
        return number in self._lists or number == NOTHING

    def _id(self, kind: int) -> int:
        found = self._ids.get(kind)
        if found is None:
            self.place.at("result_kinds", kind)
            row = self._db.execute(_KIND, (kind,)).fetchone()
            if row is None:
                raise ValueError(f"the result {kind} is not there")
            name, fd, mask, raw, detail = row
            numbers = whole(fd, SMALL, -SMALL), whole(mask, 128), optional(raw, SMALL, -SMALL)
            came = effect_of(detail)
            told = Result(word(name), *numbers)
            if isinstance(came, Attached):
                told = structs.replace(told, data=came.data)
            elif came is not None:
                told = structs.replace(told, effect=came)
                self._served_kinds.add(kind)
            self._ids[kind] = found = self._results.add((kind,), told)
            if detail is not None:
                self._told += len(detail)
                if self._told > 8 * MUCH:
                    raise UnreadableRecording("more is told of its results than can be shown")
        return found

    def is_served(self, number: int) -> bool:
        """Whether a callback did something for a key of that list."""
        return number in self._served

    def ids(self, number: int) -> tuple[int, ...]:
        """The results of a list, as ids of ``kinds``."""
        return self._lists[number] if number != NOTHING else ()

    @property
    def kinds(self) -> ResultTable:
        return self._results

    def _guard(self, action: Callable[[], T]) -> T:
        self._opened.begin()
        try:
            return action()
        except sqlite3.Error as error:
            if self._opened.patience.over:
                raise UnreadableRecording("it takes too long to read, as no recording does") from error
            raise self.place.met(error) from error
        except (msgspec.MsgspecError, *ODD) as error:
            raise self.place.wrong(str(error)) from error
        except MemoryError as error:
            raise UnreadableRecording(TOO_MUCH) from error


def _length(cell: Any) -> int:
    """Characters of a cell. Raises ValueError for bytes: they may be as long as the file, and a recording has none."""
    if type(cell) is bytes:
        raise ValueError("bytes where there are words or numbers")
    return len(cell) if type(cell) is str else 0
