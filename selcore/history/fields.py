"""The columns of the history, one record each: its id, its type, and how each source gives its value.

To add one: a record here, its row in ``docs/filter.md``, and its words in ``ui/history/cells.py`` if the window shows
it. Filters, completion, copied rows and the command line pick it up.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..backends import raw_names
from ..system.lazy import later
from ..values.masks import to_events
from ..values.text import Text, text
from . import derived
from .derived import Numbers
from .row import Row

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

FieldType = Literal["number", "word", "set", "flag"]
Line = Mapping[str, Any]


class HistoryField(NamedTuple):
    """A column of the history. A missing number is None (NaN in a column), a missing word is None or empty."""

    id: str
    """Its name in filters; stable."""
    type: FieldType
    about: Text
    """What it holds, in a few words."""
    of_row: Callable[[Row, Row, int], Any]
    """The value of one row; also given the row of its call, and the time (ns) that ``time`` is counted from."""
    of_ring: Callable[[Numbers, int], Any]
    """The values of many rows as an array, or as ``Coded`` for words and sets; also given that time."""
    of_line: Callable[[Line, Line], Any] | None
    """The value of a line of ``run --json`` and of one result in it (empty for the call's own row). None: no line has
    this field."""


def _stored(id: str) -> Callable[[Numbers, int], Any]:
    """The ring has it as it is."""
    return lambda numbers, origin: numbers[id]


def _number(id: str) -> Callable[[Numbers, int], Any]:
    return lambda numbers, origin: derived.number(numbers[id])


def _in_line(key: str) -> Callable[[Line, Line], Any]:
    return lambda line, result: line.get(key)


def _in_result(key: str) -> Callable[[Line, Line], Any]:
    return lambda line, result: result.get(key)


def _effect(row: Row) -> str:
    return "; ".join(map(str, row.did)) if isinstance(row.did, tuple) else str(row.did or "")


def _returned(row: Row) -> list[Any] | None:
    if row.mask is not None:
        return list(to_events(row.mask))
    return [] if row.results == 0 else None


def _call_numbers(numbers: Numbers, origin: int) -> Any:
    call, interrupted = derived.number(numbers["call"]), numbers["interrupted"]
    return np.where(interrupted, np.nan, call) if interrupted.any() else call


def _line_returned(line: Line, result: Line) -> Any:
    return result["events"] if result else [] if line.get("ready") == [] else None


def _line_results(line: Line, result: Line) -> int | None:
    ready = line.get("ready")
    return None if ready is None else len(ready)


def _line_call(line: Line, result: Line) -> Any:
    """Calls are counted within their step, and a ``select`` that returned is the only one of its own."""
    return line.get("call", 1 if "waited" in line and not line.get("interrupted") else None)


FIELDS: tuple[HistoryField, ...] = (
    HistoryField(
        "name", "word", text("the file object"),
        of_row=lambda row, head, origin: row.name,
        of_ring=_stored("name"),
        of_line=lambda line, result: result.get("name", line.get("name")),
    ),
    HistoryField(
        "do", "word", text("the command: open, register, select, …"),
        of_row=lambda row, head, origin: row.do,
        of_ring=_stored("do"),
        of_line=lambda line, result: line.get("do") or ("select" if "call" in line else None),
    ),
    HistoryField(
        "returned", "set", text("what select() returned for it: read, write"),
        of_row=lambda row, head, origin: _returned(row),
        of_ring=lambda numbers, origin: derived.returned(numbers),
        of_line=_line_returned,
    ),
    HistoryField(
        "raw", "set", text("the kernel's own flags: EPOLLIN, EPOLLHUP, …"),
        of_row=lambda row, head, origin: raw_names(row.backend, row.raw),
        of_ring=lambda numbers, origin: derived.raw(numbers),
        of_line=_in_result("raw"),
    ),
    HistoryField(
        "did", "word", text("what the callback did"),
        of_row=lambda row, head, origin: _effect(row),
        of_ring=_stored("did"),
        of_line=lambda line, result: result.get("did", line.get("notice")),
    ),
    HistoryField(
        "error", "word", text("the exception's type, where there is one"),
        of_row=lambda row, head, origin: row.error.type if row.error else None,
        of_ring=_stored("error"),
        of_line=lambda line, result: (line.get("error") or {}).get("type"),
    ),
    HistoryField(
        "waited", "number", text("seconds that the call took; of a group the most"),
        of_row=lambda row, head, origin: head.waited,
        of_ring=lambda numbers, origin: derived.of_call(numbers["waited"], numbers["child"]),
        of_line=lambda line, result: line.get("waited_most", line.get("waited")),
    ),
    HistoryField(
        "timeout", "number", text("seconds that the call was given; None: until ready"),
        # The timeout None is a value, and not a missing one: that is nan.
        of_row=lambda row, head, origin: head.timeout if row.is_call else "nan",
        of_ring=lambda numbers, origin: derived.of_call(numbers["timeout"], numbers["child"]),
        of_line=lambda line, result: line.get("timeout", "nan"),
    ),
    HistoryField(
        "count", "number", text("identical calls in the row"),
        of_row=lambda row, head, origin: row.count,
        of_ring=_stored("count"),
        of_line=lambda line, result: line.get("repeat", 1),
    ),
    HistoryField(
        "results", "number", text("how many results the call returned"),
        of_row=lambda row, head, origin: head.results,
        of_ring=lambda numbers, origin: derived.of_call(derived.number(numbers["results"]), numbers["child"]),
        of_line=_line_results,
    ),
    HistoryField(
        "call", "number", text("the number of the call"),
        of_row=lambda row, head, origin: None if row.interrupted else row.call,  # the next call has its number
        of_ring=_call_numbers,
        of_line=_line_call,
    ),
    HistoryField(
        "time", "number", text("seconds since the first row"),
        of_row=lambda row, head, origin: (row.at - origin) / 1e9,
        of_ring=lambda numbers, origin: (numbers["time"] - origin) / 1e9,
        of_line=None,
    ),
    HistoryField(
        "fd", "number", text("the descriptor"),
        of_row=lambda row, head, origin: row.fd,
        of_ring=_number("fd"),
        of_line=_in_result("fd"),
    ),
    HistoryField(
        "step", "number", text("the number of the command, from 0"),
        of_row=lambda row, head, origin: None if row.step < 0 else row.step,
        of_ring=_number("step"),
        of_line=lambda line, result: line.get("step", line.get("in_step", line.get("after_step"))),
    ),
    HistoryField(
        "reentered", "flag", text("the call was entered again: registrations had changed"),
        of_row=lambda row, head, origin: head.reentered,
        of_ring=lambda numbers, origin: derived.of_call(numbers["reentered"], numbers["child"]),
        of_line=_in_line("reentered"),
    ),
    HistoryField(
        "interrupted", "flag", text("the call was stopped before it returned"),
        of_row=lambda row, head, origin: row.interrupted,
        of_ring=_stored("interrupted"),
        of_line=_in_line("interrupted"),
    ),
    HistoryField(
        "backend", "word", text("select, poll, epoll, …"),
        of_row=lambda row, head, origin: row.backend,
        of_ring=_stored("backend"),
        of_line=_in_line("backend"),
    ),
)  # fmt: skip
BY_ID: dict[str, HistoryField] = {field.id: field for field in FIELDS}
