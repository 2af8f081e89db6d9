"""A recording, opened: its facts in order, slice by slice. Whatever is wrong with the file is said, with the place.

Nothing in the file is trusted: it may be another's, cut off, or made to harm. It is never written.
"""

import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..blocks import KINDS, Calls, Results
from ..commands import AnyCommand, Note, Timeout
from ..facts import Entry, Fact, Grew, LoopCall, ObjectState
from ..outcomes import Call, Done, Effect, Failed, Interrupted, Looped, Outcome, Refused, Result, Returned
from .opening import Opened, Unreadable, check, counted
from .schema import NOTHING

SLICE = 2048
"""Calls that are read at once: so little that a window stays awake."""
LONGEST = 100_000
"""Results of one call, at most."""
_CALLS = (
    "SELECT position, number, step, start_ns, end_ns, timeout_text, backend, selector, results, list, reentered, "
    "interrupted, detail FROM calls WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)
_COMMANDS = (
    "SELECT position, step, at_ns, python, parent, during, late, command, outcome FROM commands "
    "WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)
_LISTS = (
    "SELECT l.list, k.result, k.name, k.fd, k.mask, k.raw, k.detail FROM ready_lists l "
    "JOIN result_kinds k ON k.result = l.result WHERE l.list IN ({}) ORDER BY l.list, l.place"
)


__all__ = ["Recording", "Unreadable"]
Row = tuple[Any, ...]
T = TypeVar("T")


class _Outcome(msgspec.Struct, forbid_unknown_fields=True):
    """The outcome of a command as it stands in the file: one of these."""

    done: Done | None = msgspec.field(default=None, name="Done")
    refused: Refused | None = msgspec.field(default=None, name="Refused")
    looped: Looped | None = msgspec.field(default=None, name="Looped")

    def one(self) -> Outcome:
        for found in (self.done, self.refused, self.looped):
            if found is not None:
                return found
        raise ValueError("an outcome that says nothing")


_command = msgspec.json.Decoder(AnyCommand)
_outcome = msgspec.json.Decoder(_Outcome)
_effect = msgspec.json.Decoder(Effect)
_refused = msgspec.json.Decoder(Refused)
_state = msgspec.json.Decoder(ObjectState)


class Recording:
    """An open file. ``about`` is what it says of its origin, all of it text. Raises Unreadable, here and later."""

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self._opened = Opened(self.path)
        self._db = self._opened.db
        try:
            self.about = self._guard(lambda: check(self._db))
            self.calls = counted(self.about.get("calls"))
            self.results = counted(self.about.get("results"))
            self.lost = counted(self.about.get("lost_calls"))
            self.last = self._guard(self._last_position)
        except BaseException:
            self._opened.close()
            raise
        self._results = Results()
        self._ids: dict[int, int] = {}
        self._lists: dict[int, tuple[int, ...]] = {}
        self._served: set[int] = set()

    def close(self) -> None:
        """Idempotent."""
        self._opened.close()

    @property
    def complete(self) -> bool:
        """Whether whoever made it brought it to its end."""
        return bool(self.about.get("ended"))

    def objects(self) -> tuple[ObjectState, ...]:
        """Each file object as it was last seen."""

        def read() -> tuple[ObjectState, ...]:
            rows = self._db.execute("SELECT detail FROM objects ORDER BY opened_ns, name LIMIT 100000")
            return tuple(_state.decode(detail) for (detail,) in rows)

        return self._guard(read)

    def slices(self, grouping: bool = False) -> Iterator[tuple[int, list[Fact]]]:
        """The facts in order, some at a time, each with the position up to which all was given.

        ``grouping`` makes one row of consecutive calls that are equal and that nobody served, as a run does.
        """
        fold, at = _Fold(self, grouping), 0
        while at < self.last:
            at, facts = self._guard(lambda: self._slice(at, fold))  # noqa: B023 - called at once
            yield at, facts

    def _slice(self, after: int, fold: "_Fold") -> tuple[int, list[Fact]]:
        commands = self._db.execute(_COMMANDS, (after, self.last, SLICE)).fetchall()
        to = commands[-1][0] if len(commands) == SLICE else self.last
        calls = self._db.execute(_CALLS, (after, to, SLICE)).fetchall()
        to = calls[-1][0] if len(calls) == SLICE else to
        _check_types(calls)
        self._load([row[9] for row in calls])
        given = {row[0]: row for row in commands if row[0] <= to}
        return to, fold.take(calls, given)

    def _last_position(self) -> int:
        """Of what is there now: a recording may still be growing."""
        found = [
            self._db.execute(f"SELECT max(position) FROM {table}").fetchone()[0] for table in ("calls", "commands")
        ]
        if any(one is not None and not isinstance(one, int) for one in found):
            raise ValueError("positions are numbers")
        return max((one for one in found if one is not None), default=0)

    # Lists of results.

    def _load(self, lists: list[int]) -> None:
        """Read those lists that are not known yet."""
        if len(self._results) > KINDS:
            self._results, self._ids, self._lists, self._served = Results(), {}, {}, set()
        missing = sorted(set(lists) - self._lists.keys() - {NOTHING})
        for start in range(0, len(missing), 500):
            some = missing[start : start + 500]
            rows = self._db.execute(_LISTS.format(",".join("?" * len(some))), some)
            for number, group in groupby(rows, lambda row: row[0]):
                self._lists[number] = tuple(self._id(number, row[1:]) for row in group)
                if len(self._lists[number]) > LONGEST:
                    raise ValueError(f"a call with more than {LONGEST:,} results")
        for number in missing:
            if number not in self._lists:
                raise ValueError(f"the list of ready keys {number} is not there")

    def _id(self, number: int, row: Row) -> int:
        kind, name, fd, mask, raw, detail = row
        found = self._ids.get(kind)
        if found is None:
            effect = _effect.decode(detail) if detail is not None else None
            result = msgspec.convert((name, fd, mask, raw), tuple[str, int, int, int | None])
            self._ids[kind] = found = self._results.add((kind,), Result(*result, effect))
        if detail is not None:
            self._served.add(number)
        return found

    def is_served(self, number: int) -> bool:
        """Whether a callback did something to a key of that list."""
        return number in self._served

    def ids(self, number: int) -> tuple[int, ...]:
        """What is in a list, by the ids of ``kinds``."""
        return self._lists[number] if number != NOTHING else ()

    @property
    def kinds(self) -> Results:
        return self._results

    def _guard(self, action: Callable[[], T]) -> T:
        patience = self._opened.patience
        patience.begin()
        try:
            return action()
        except sqlite3.Error as error:
            if patience.over:
                raise Unreadable("it takes too long to read, as no recording does") from error
            raise Unreadable(f"SQLite says: {error}") from error
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError, msgspec.MsgspecError) as error:
            raise Unreadable(f"it holds what no recording holds: {str(error)[:200]}") from error


class _Fold:
    """Rows into facts: plain calls by the thousand, what is special by itself, and groups where they are wanted."""

    def __init__(self, recording: Recording, grouping: bool):
        self._of = recording
        self._grouping = grouping
        self._facts: list[Fact] = []
        self._calls: Calls | None = None
        self._how: Any = None
        self._next = -1
        self._like: Any = None
        self._group: Grew | None = None

    def take(self, rows: list[Row], commands: dict[int, Row]) -> list[Fact]:
        """The facts of a slice."""
        self._facts = []
        waiting = sorted(commands)
        # Calls that follow each other without anything between them have positions that do so too.
        for like, run in groupby(enumerate(rows), lambda one: _likeness(one[0], one[1], commands)):
            some = [row for _, row in run]
            while waiting and waiting[0] < some[0][0]:
                self._entry(commands[waiting.pop(0)])
            if waiting and waiting[0] == some[0][0]:
                self._entry(commands[waiting.pop(0)], _one(self._of, some[0]))
            elif like is None:
                for row in some:
                    self._flush()
                    self._facts.append(LoopCall(row[2], row[0], _one(self._of, row)))
            else:
                self._plain(some, like[1:])
        for position in waiting:
            self._entry(commands[position])
        self._pass_on()
        return self._facts

    def _entry(self, row: Row, called: Any = None) -> None:
        self._flush()
        _, step, at, python, parent, during, late, command, outcome = row
        given = _command_of(command, python)
        found = called or _outcome.decode(outcome).one()
        places = msgspec.convert((step, at, parent, during), tuple[int, int, int | None, int | None])
        self._facts.append(Entry(places[0], given, found, places[1], places[2], places[3], bool(late)))

    def _plain(self, rows: list[Row], like: Any) -> None:
        """Calls with the same list, made in the same way, without anything between them."""
        first, list_, how = rows[0], rows[0][9], like[1:]
        alone = self._grouping and not self._of.is_served(list_)
        if self._group is None or like != self._like or first[0] != self._next:
            self._show(rows[:1] if alone else rows, how)
            if alone:
                waited = (first[4] - first[3]) / 1e9
                self._like, self._group = like, Grew(first[0], 1, first[4], waited, waited, waited)
            rows = rows[1:] if alone else []
        if rows and self._group is not None:
            waits, group = [(row[4] - row[3]) / 1e9 for row in rows], self._group
            least, most, total = min(group.least, *waits), max(group.most, *waits), sum(waits, group.total)
            self._group = Grew(group.row, group.count + len(rows), rows[-1][4], least, most, total)
            self._next = rows[-1][0] + 1
        else:
            self._next = first[0] + 1

    def _show(self, rows: list[Row], how: Any) -> None:
        """Each as a row of its own."""
        if self._group is not None:
            self._flush()
        position, number, ids = rows[0][0], rows[0][1], self._of.ids(rows[0][9])
        calls = self._calls
        if calls is None or how != self._how or position != calls.row + len(calls):
            self._flush()
            step, timeout, backend, selector, _ = how
            calls = Calls(step, position, number, backend, _timeout(timeout), selector, self._of.kinds)
            self._calls, self._how = calls, how
        calls.starts += [row[3] for row in rows]
        calls.ends += [row[4] for row in rows]
        calls.sizes += [len(ids)] * len(rows)
        calls.ids += ids * len(rows)
        if len(calls.ids) > LONGEST:
            self._pass_on()

    def _pass_on(self) -> None:
        """What is known so far; a group may go on."""
        if self._calls is not None:
            self._facts.append(self._calls)
            self._calls = None
        if self._group is not None and self._group.count > 1:
            self._facts.append(self._group)

    def _flush(self) -> None:
        """What comes is not like what was."""
        self._pass_on()
        self._group = self._like = None


def _likeness(place: int, row: Row, commands: dict[int, Row]) -> Any:
    """What calls have in common that follow each other and are alike; None for those that are told by themselves."""
    if row[10] or row[11] is not None or row[12] is not None:
        return None
    position = row[0]
    if position in commands:
        return position
    return position - place, row[9], row[2], row[5], row[6], row[7], row[1] - position


def _one(recording: Recording, row: Row) -> Returned | Failed | Interrupted:
    _, number, _, start, end, timeout, backend, selector, _, list_, reentered, interrupted, detail = row
    results = tuple(recording.kinds.kinds[id] for id in recording.ids(list_))
    call = Call(number, backend, _timeout(timeout), start, (end - start) / 1e9, results, int(reentered or 0), selector)
    if detail is not None:
        return Failed(call, _refused.decode(detail))
    if interrupted is not None:
        return Interrupted(call, msgspec.convert(interrupted, Interrupted.__annotations__["by"]))
    return Returned(call)


def _command_of(words: str, python: Any) -> Any:
    try:
        return _command.decode(words)
    except msgspec.ValidationError:
        # A person may try what no experiment may hold (a name with a blank): then its line is what can be shown.
        return Note(text=str(python)[:1000])


def _timeout(words: str) -> Timeout:
    """As it was given: None, a number, or one of the names JSON has no number for."""
    if words == "None":
        return None
    if words in ("float('nan')", "float('inf')", "float('-inf')"):
        return words[7:-2]  # type: ignore[return-value]
    try:
        return int(words)
    except ValueError:
        return float(words)


def _check_types(rows: list[Row]) -> None:
    """SQLite keeps anything in any column: what is no number must not get further."""
    columns = list(zip(*rows, strict=True))
    for place in (0, 1, 2, 3, 4, 9):
        if columns and set(map(type, columns[place])) - {int}:
            raise ValueError("a call whose numbers are none")
    for place in (5, 6, 7):
        if columns and set(map(type, columns[place])) - {str}:
            raise ValueError("a call whose words are none")
