"""The lines of ``run --json`` as rows of the history: a call with several results becomes one row for itself and one
for each result.

A line matches if one of its rows does. The row of a result knows how long its call waited, and its timeout.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..history.fields import FIELDS
from ..values.text import text
from .filter import Filter
from .syntax import BadFilter

ABSENT = frozenset(field.id for field in FIELDS if field.of_line is None)
"""Fields that no line of a run has."""


def rows_of(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows that the window would show for this line, as values by field."""
    ready = line.get("ready")
    if ready is None or len(ready) != 1:
        yield _row(line, {})
    for result in ready or ():
        yield _row(line, result)


def _row(line: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    return {field.id: field.of_line(line, result) for field in FIELDS if field.of_line is not None}


def check(filter: Filter) -> Filter:
    """The filter, if lines can answer it. Raises BadFilter."""
    for id in sorted(ABSENT & filter.columns):
        start = re.search(rf"\b{id}\b", filter.text)
        place = start.span() if start else (0, len(filter.text))
        raise BadFilter(text("the lines of run have no {name}", name=id), *place)
    return filter


def matches(filter: Filter, line: dict[str, Any]) -> bool:
    """Whether the line is shown under the filter."""
    return bool(filter.rows(rows_of(line)).any())
