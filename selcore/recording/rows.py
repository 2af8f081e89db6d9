"""Writes facts as rows of the tables. What thousands of calls share is written once and referred to by number."""

import sqlite3
from collections.abc import Sequence
from itertools import islice
from time import monotonic_ns
from typing import Any

from msgspec import structs

from ..backends import raw_names
from ..values.call_block import CallBlock, ResultTable
from ..values.commands import Timeout, verb
from ..values.facts import Entry, ObjectState, RecordsLost, RunCall
from ..values.masks import mask_words
from ..values.outcomes import Attached, Call, Failed, Interrupted, Outcome, Refused, Result, Returned
from ..values.timeouts import as_float, timeout_text
from ..values.watched import Function, ProgramWarning, Turn
from ..wording.answers import answer
from ..wording.python_line import done_line
from .cells import Json, cell, command_json, json, outcome_json, told, turn_json
from .schema import NOTHING, many_calls
from .tape import First, Lost, Piece

AT_ONCE = (512, 64, 8, 1)
"""Calls of a statement, the most that are left first."""
KNOWN = 65_536
"""Lists and different results that are cached. One that recurs after it was dropped is written again."""


class RowWriter:
    """Writes pieces into an open database, on the thread that made the connection. Raises sqlite3.Error."""

    def __init__(self, db: sqlite3.Connection):
        self._db = db
        self._kinds: dict[Any, int] = {}
        self._lists: dict[tuple[int, ...], int] = {}
        self._next_kind = self._next_list = 1
        self._of_table: tuple[ResultTable | None, dict[int, int]] = (None, {})
        self._objects: dict[str, ObjectState] = {}
        self._seen: dict[str, tuple[int | None, int | None]] = {}
        self._changed: set[str] = set()
        self.calls = self.results = self.commands = self.lost_records = 0

    def write(self, piece: Piece) -> None:
        """Write a piece. Objects wait for ``settle``, since they change with every call."""
        fact = piece.fact
        self._note_objects(piece.objects, fact)
        if isinstance(fact, CallBlock):
            self._calls(piece.position, fact)
        elif isinstance(fact, RunCall):
            self._call(piece.position, fact.step, fact.outcome)
        elif isinstance(fact, Lost):
            self._put("losses", [(piece.position, fact.at, fact.calls, fact.results, 0)])
        elif isinstance(fact, RecordsLost):
            self._put("losses", [(piece.position, fact.at, 0, 0, fact.records)])
            self.lost_records += fact.records
        elif isinstance(fact, Entry):
            self._entry(piece.position, fact)
        elif isinstance(fact, First):
            self._begin(fact)
        if piece.gone:
            self._forget(piece.gone)

    def settle(self, lost: tuple[int, int] = (0, 0)) -> None:
        """Write the states of objects that have changed, and the counts so far."""
        self._write_objects()
        counts = {"calls": self.calls, "results": self.results, "commands": self.commands}
        self.meta(counts | {"lost_calls": lost[0], "lost_results": lost[1], "lost_records": self.lost_records})

    def meta(self, values: dict[str, Any]) -> None:
        """Set values of the table ``meta``."""
        self._put("meta", [(key, str(value)) for key, value in values.items()])

    def _put(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows of a table, replacing earlier, less complete ones. Values of any kind can be written."""
        if rows:
            places = ",".join("?" * len(rows[0]))
            self._db.executemany(
                f"INSERT OR REPLACE INTO {table} VALUES ({places})", [tuple(map(cell, row)) for row in rows]
            )

    # Objects.

    def _begin(self, first: First) -> None:
        """Write the objects that existed before the recording; when they were opened is unknown."""
        self._seen.update((state.name, (None, None)) for state in first.objects)
        self._note_objects(first.objects, None)
        self.meta({"backend": first.backend} | ({"watched": first.watched} if first.watched else {}))

    def _note_objects(self, objects: Sequence[ObjectState], fact: Any) -> None:
        now = fact.at if isinstance(fact, Entry) else monotonic_ns()
        for state in objects:
            opened, closed = self._seen.get(state.name, (now, None))
            self._seen[state.name] = opened, (closed or now) if state.state == "closed" else None
            self._objects[state.name] = state
            self._changed.add(state.name)

    def _forget(self, gone: Sequence[str]) -> None:
        """Write objects that the session has forgotten, and forget them too: thousands of connections come and go."""
        self._write_objects()
        for name in gone:
            self._objects.pop(name, None)
            self._seen.pop(name, None)

    def _write_objects(self) -> None:
        self._put("objects", [self._object(self._objects[name]) for name in self._changed])
        self._changed.clear()

    def _object(self, state: ObjectState) -> tuple[Any, ...]:
        opened, closed = self._seen[state.name]
        head = (state.name, state.kind, state.number, state.address, state.peer, state.state)
        return (*head, opened, closed, state.received, state.sent, json(state))

    # Commands.

    def _entry(self, position: int, entry: Entry) -> None:
        outcome, error = entry.outcome, _error(entry.outcome)
        called = isinstance(outcome, Returned | Failed | Interrupted)
        if isinstance(outcome, Returned | Failed | Interrupted):
            self._call(position, entry.step, outcome)
        found = self._objects.get(getattr(entry.command, "name", ""))
        line = told(
            lambda: done_line(entry.command, outcome, lambda name: found.kind if found and found.name == name else "")
        )
        values = (
            *(position, entry.step, entry.at, verb(entry.command), getattr(entry.command, "name", None), line),
            *(error is None, told(lambda: str(answer(outcome)))),
            *((error.type, error.errno, error.message, error.by) if error else (None,) * 4),
            *(entry.parent, entry.during, entry.late),
        )
        came = None if called else outcome_json(_remedied(outcome))
        self._put("commands", [(*values, command_json(entry.command, line), came)])
        self.commands += 1
        if entry.about is not None:
            self._about(position, entry.about)

    def _about(self, position: int, about: Turn | ProgramWarning) -> None:
        """What a note tells of a watched program, as numbers and words to ask for."""
        if isinstance(about, Turn):
            self._put("turns", [_turn_row(position, about)])
            return
        head = (position, about.pid, about.at, about.lint, about.name, str(about.message))
        self._put("warnings", [(*head, *_function(about.function), json(about))])

    # Calls.

    def _call(self, position: int, step: int, outcome: Returned | Failed | Interrupted) -> None:
        """Write one call, of any kind."""
        call: Call = outcome.call
        ids = tuple(self._kind(call.backend, result) for result in call.results)
        error = outcome.error if isinstance(outcome, Failed) else None
        end = call.start + round(call.waited * 1e9)
        values = (
            *(position, call.number, step, call.start, end, _seconds(call.timeout), timeout_text(call.timeout)),
            *(call.backend, call.selector, len(ids), self._list(ids), call.reentered),
            outcome.by if isinstance(outcome, Interrupted) else None,
            *((str(error), json(_remedied(error))) if error is not None else (None, _unseen(call))),
        )
        self._put("calls", [values])
        self.calls += not isinstance(outcome, Interrupted)
        self.results += len(ids)

    def _calls(self, position: int, calls: CallBlock) -> None:
        """Write many calls that differ only in their times and results."""
        lists = self._lists_of(calls)
        rows = iter(zip(calls.starts, calls.ends, calls.sizes, lists, strict=True))
        timeout = _seconds(calls.timeout), timeout_text(calls.timeout)
        done = 0
        for count in AT_ONCE:
            while len(lists) - done >= count:
                values: list[Any] = [position + done, calls.number + done, calls.step, *timeout]
                values += calls.backend, calls.selector
                for row in islice(rows, count):
                    values += row
                self._db.execute(many_calls(count), values)
                done += count
        self.calls += len(lists)
        self.results += len(calls.ids)

    def _lists_of(self, calls: CallBlock) -> list[int]:
        """The number of each call's list of results."""
        known = self._table(calls.results)
        backend, kinds = calls.backend, calls.results.kinds
        for id in set(calls.ids) - known.keys():
            known[id] = self._kind(backend, kinds[id])
        ids, place, lists = [known[id] for id in calls.ids], 0, []
        find, make = self._lists.get, self._list
        for size in calls.sizes:
            key = tuple(ids[place : place + size])
            place += size
            found = find(key) if key else NOTHING
            lists.append(make(key) if found is None else found)
        return lists

    def _table(self, results: ResultTable) -> dict[int, int]:
        """The numbers here of the kinds there."""
        if self._of_table[0] is not results:
            self._of_table = results, {}
        return self._of_table[1]

    def _list(self, ids: tuple[int, ...]) -> int:
        if not ids:
            return NOTHING
        found = self._lists.get(ids)
        if found is not None:
            return found
        if len(self._lists) >= KNOWN:
            self._lists.clear()
        self._lists[ids] = made = self._next_list
        self._next_list += 1
        self._put("ready_lists", [(made, place, id) for place, id in enumerate(ids)])
        return made

    def _kind(self, backend: str, result: Result) -> int:
        effect = result.effect
        detail = _detail(result)
        key = (backend, result.name, result.fd, result.mask, result.raw, detail)
        found = self._kinds.get(key)
        if found is not None:
            return found
        if len(self._kinds) >= KNOWN:
            self._kinds.clear()
        self._kinds[key] = made = self._next_kind
        self._next_kind += 1
        values = (
            *(made, result.name, result.fd, result.mask, _events(result.mask), result.raw, _flags(backend, result.raw)),
            *((str(effect), effect.received, effect.sent) if effect else (None, 0, 0)),
            *(str(effect.error) if effect and effect.error else None, detail),
        )
        self._put("result_kinds", [values])
        return made


def _unseen(call: Call) -> Json | None:
    return json({"unseen": call.unseen}) if call.unseen else None


def _detail(result: Result) -> Json | None:
    """What its callback did; or the key's data, where that is a value."""
    if result.effect is not None:
        return json(_remedied(result.effect))
    return None if result.data is None else json(Attached(result.data))


def _error(outcome: Outcome) -> Refused | None:
    if isinstance(outcome, Refused):
        return outcome
    return outcome.error if isinstance(outcome, Failed) else None


def _turn_row(position: int, turn: Turn) -> tuple[Any, ...]:
    longest = turn.longest
    head = (position, turn.pid, turn.thread, turn.selector, turn.number, turn.start, turn.end, turn.handles)
    ran = (*_function(longest.function), longest.seconds) if longest is not None else (None,) * 4
    most = max((one.seconds for one in turn.waited), default=None)
    return (*head, *ran, turn.waiting, most, turn.doing.what, turn_json(turn))


def _function(function: Function | None) -> tuple[str, str, int] | tuple[None, None, None]:
    return (None, None, None) if function is None else (function.name, function.file, function.line)


def _events(mask: int) -> str:
    return mask_words(mask, "|", none=str(mask))


def _flags(backend: str, raw: int | None) -> str | None:
    names = raw_names(backend, raw)
    return None if names is None else "|".join(names)


def _seconds(timeout: Timeout) -> float | None:
    """As a column of numbers can have it; exactly as it was given it stands beside that, as text."""
    if timeout is None or timeout == "nan" or timeout != timeout:
        return None
    return as_float(timeout)


def _remedied(value: Any) -> Any:
    """The refusal without its remedy, which is no use in a recording."""
    error = value if isinstance(value, Refused) else getattr(value, "error", None)
    if not isinstance(error, Refused) or error.remedy is None:
        return value
    error = structs.replace(error, remedy=None)
    return error if isinstance(value, Refused) else structs.replace(value, error=error)
