"""The lines of ``run --json`` as rows of the history: a call with several results is a row of its own and one for each.

A line matches if one of its rows does. A row of a result knows how long its call waited, and with which timeout.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..values.text import text
from .filter import Filter
from .syntax import BadFilter

ABSENT = frozenset({"time"})
"""Columns that no line of a run has."""


def rows_of(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows that the window would show for this line, a value by a column's name."""
    head = _head(line)
    ready = line.get("ready")
    if ready is None:
        yield head
        return
    if len(ready) != 1:
        yield head | ({} if ready else {"returned": ()})
    for one in ready:
        yield head | {"name": one["name"], "fd": one["fd"], "returned": one["events"]} | _flags(one)


def _flags(result: dict[str, Any]) -> dict[str, Any]:
    return {"raw": result["raw"], "did": result["did"]}


def _head(line: dict[str, Any]) -> dict[str, Any]:
    row = {field: line[field] for field in ("name", "backend", "timeout", "reentered") if field in line}
    ready = line.get("ready")
    return row | {
        "do": line.get("do") or ("select" if "call" in line else None),
        "call": line.get("call", _only_call(line)),
        "step": line.get("step", line.get("in_step", line.get("after_step"))),
        "waited": line.get("waited_most", line.get("waited")),
        "count": line.get("repeat", 1),
        "results": None if ready is None else len(ready),
        "interrupted": line.get("interrupted", False),
        "error": (line.get("error") or {}).get("type"),
        "did": line.get("notice"),
    }


def _only_call(line: dict[str, Any]) -> int | None:
    """Calls are counted within their step, and a ``select`` that returned is the only one of its own."""
    return 1 if "waited" in line and not line.get("interrupted") else None


def check(filter: Filter) -> Filter:
    """The filter, if lines can answer it. Raises BadFilter."""
    for name in sorted(ABSENT & filter.columns):
        start = re.search(rf"\b{name}\b", filter.text)
        place = start.span() if start else (0, len(filter.text))
        raise BadFilter(text("the lines of run have no {name}", name=name), *place)
    return filter


def matches(filter: Filter, line: dict[str, Any]) -> bool:
    """Whether the line is shown under the filter."""
    return bool(filter.rows(rows_of(line)).any())
