"""A row of the history as the window reads it, made from the columns on access."""

from math import nan
from typing import Any

import msgspec

from ..values.facts import GroupGrew
from ..values.outcomes import Attached, Call, Effect, Refused, Result, Returned
from ..values.spelling import program_call, variable, watched_selector
from ..values.text import Text
from ..values.timeouts import timeout_in_short, timeout_text
from ..values.watched import ProgramWarning, Turn
from ..wording.answers import answer, returned_by_all
from ..wording.python_line import done_line
from .ring import CHILD, COMMAND, DTYPES, HAS_RAW, INTERRUPTED, REENTERED, Ring
from .tables import Tables


class Row(msgspec.Struct):
    """A row of the history: a command, a call (with its result if it has exactly one), or a result below its call."""

    serial: int
    at: int
    do: str
    command: Any = None
    outcome: Any = None
    kind: str = ""
    call: int | None = None
    name: str | None = None
    fd: int | None = None
    timeout: Any = None
    waited: float | None = None
    mask: int | None = None
    raw: int | None = None
    backend: str = ""
    selector: str = ""
    did: Any = None
    data: Any = None
    count: int = 1
    error: Refused | None = None
    child: bool = False
    parent: int | None = None
    interrupted: bool = False
    reentered: int = 0
    results: int | None = None
    grew: GroupGrew | None = None
    step: int = -1
    seen: Any = None
    below: tuple[tuple[int, Any], ...] = ()
    """Of a call with several results the mask of each, and how it was seen; of the first, where it was looked at."""
    silent: Any = None
    unlooked: int = 0
    told: Text | None = None
    about: Turn | ProgramWarning | None = None
    """What a note tells, as a value."""

    @property
    def line(self) -> str:
        """The Python line, made on access; of a watched program what it called."""
        if self.is_call:
            watched = watched_selector(self.selector) if " " in self.selector else None
            if watched is not None:
                return program_call(watched, timeout_in_short(self.timeout))
            inner = f"{variable(self.selector)}." if self.selector else ""
            return f"{inner}select({timeout_text(self.timeout)})"
        return done_line(self.command, self.outcome, lambda name: self.kind)

    @property
    def answer(self) -> Text | None:
        """What came of it, in a few words, made when they are asked for; ``told`` are those of one that is kept no
        longer."""
        if self.told is not None:
            return self.told
        if self.grew is not None and isinstance(self.outcome, Returned):
            return returned_by_all(self.outcome.call, self.grew.most)
        return answer(self.outcome) if self.outcome is not None else None

    @property
    def is_call(self) -> bool:
        """Whether it is a call or a result of one, and not a command."""
        return self.call is not None


def row_of(
    ring: Ring, tables: Tables, number: int, serial: int, cells: dict[str, Any] | None = None, head: int | None = None
) -> Row:
    """The call or result that stands in this row of the ring; ``cells`` where they have been read, ``head`` where the
    row of its call is known."""
    cells = cells or ring.row(number)
    backend, selector, timeout = tables.how.words[cells["how"]]
    child = bool(cells["flags"] & CHILD)
    row = Row(serial, cells["at"], "select", call=cells["call"], backend=backend, child=child, step=cells["step"])
    if not child:
        row.timeout, row.waited, row.selector, row.results = timeout, cells["waited"], selector, cells["results"]
        row.outcome = Returned(_call(ring, tables, number, cells))
    if child or cells["results"] == 1:
        result = _result(tables, cells["name"], cells["fd"], cells["mask"], cells["raw"], cells["did"], cells["flags"])
        row.name, row.fd, row.mask, row.raw, row.data = result.name, result.fd, result.mask, result.raw, result.data
        if result.effect is not None:
            row.did, row.error = result.effect.did, result.effect.error
    if cells["count"] > 1:
        row.count, row.grew = cells["count"], _grew(ring, number, cells, head)
    return row


def _result(tables: Tables, name: int, fd: int, mask: int, raw: int, did: int, flags: int) -> Result:
    word: Any = tables.did.words[did]
    raw_flags, name_word = raw if flags & HAS_RAW else None, tables.name.words[name]
    if isinstance(word, Attached):
        return Result(name_word, fd, mask, raw_flags, data=word.data)
    return Result(name_word, fd, mask, raw_flags, word)


def _call(ring: Ring, tables: Tables, number: int, cells: dict[str, Any]) -> Call:
    backend, selector, timeout = tables.how.words[cells["how"]]
    count = cells["results"]
    first = number + (count > 1)
    if count == 1:
        results: tuple[Result, ...] = (_result(tables, *(cells[name] for name in _RESULT)),)
    else:
        columns = [ring.column(name, first, first + count).tolist() for name in _RESULT] if count else []
        results = tuple(_result(tables, *values) for values in zip(*columns, strict=True))
    return Call(cells["call"], backend, timeout, cells["at"], cells["waited"], results, selector=selector)


_RESULT = ("name", "fd", "mask", "raw", "did", "flags")


def _grew(ring: Ring, number: int, cells: dict[str, Any], head: int | None) -> GroupGrew | None:
    """The figures of a group stand with the call's own row; those of its results are found above them."""
    if head is not None and head != number:
        number, cells = head, ring.row(head)
    while cells["flags"] & CHILD and number > ring.first:
        number -= 1
        cells = ring.row(number)
    found = ring.group(number)
    if found is None:
        return None
    last, least, total = found
    return GroupGrew(number, cells["count"], last, least, cells["waited"], total)


def cells_of(row: Row, tables: Tables, keep: int = 0) -> dict[str, Any]:
    """The numbers of a row, by column; ``keep`` is an additional flag. Raises TableFull."""
    did = Effect(row.did, error=row.error) if isinstance(row.did, tuple) else row.did
    flags = CHILD * row.child | INTERRUPTED * row.interrupted | REENTERED * bool(row.reentered) | keep
    flags |= HAS_RAW * (row.raw is not None) | COMMAND * (not row.is_call)
    cells = dict.fromkeys(DTYPES, -1) | {
        "at": row.at,
        "waited": nan if row.waited is None else row.waited,
        "count": row.count,
        "name": tables.name.code(row.name) if row.name else 0,
        "did": tables.attached(did, row.data),
        "error": tables.refusal(row.error),
        "how": tables.manner(row.backend, row.selector, row.timeout),
        "do": tables.do.code(row.do),
        "step": row.step,
        "flags": flags,
    }
    if row.fd is not None:
        cells["fd"] = max(-FURTHEST - 1, min(row.fd, FURTHEST))
    return cells | {name: value for name in _OPTIONAL if (value := getattr(row, name)) is not None}


_OPTIONAL = ("call", "mask", "raw", "results")
FURTHEST = (1 << 31) - 1
"""Of a column of descriptors: one that somebody made up, and is further, stands there as the nearest."""


def fields_of(result: Result) -> dict[str, Any]:
    """What a row has of its result."""
    found = {"name": result.name, "fd": result.fd, "mask": result.mask, "raw": result.raw, "data": result.data}
    if result.effect is not None:
        found |= {"did": result.effect.did, "error": result.effect.error}
    return found
