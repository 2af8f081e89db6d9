"""Rows of the history as text that other programs read: a column each, by the ids of the columns."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from selcore.store import Row

from .cells import say
from .history_model import COLUMNS, raw_value

MOST = 20_000
"""Rows that are copied at once; with more, the clipboard is the wrong place."""


def values(row: Row) -> dict[str, Any]:
    """One row by column. Times are monotonic ns, waits seconds; what there is none of is None."""
    found = {column: raw_value(row, column) for column in COLUMNS}
    if row.call is None:
        found["command"] = row.line
    return found | {"timeout": found["timeout"] if row.is_call and not row.child else None, "answer": say(row.answer)}


def as_csv(rows: Iterable[Row]) -> str:
    """A header and a line each; lists are parted by spaces."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, "answer"], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = values(row)
        writer.writerow({name: " ".join(cell) if isinstance(cell, list) else cell for name, cell in cells.items()})
    return out.getvalue()


def as_json(rows: Iterable[Row]) -> str:
    """A list of objects."""
    return json.dumps([values(row) for row in rows], indent=1, ensure_ascii=False)
