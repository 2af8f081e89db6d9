"""Rows of the history as text that other programs read: a column each, by the ids of the columns.

docs/copied-rows.md tells what each holds.
"""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from selcore.history.store import Row
from selcore.values.timeouts import timeout_text
from selcore.wording.csv_cells import plain_cell

from ..kit.saying import say
from .cells import COLUMNS, value

MOST = 20_000
"""Rows that are copied at once; with more, the clipboard is the wrong place."""


NAMES = {"time": ("time_ns",), "timeout": ("timeout", "timeout_text")}
"""Columns that are told otherwise than in the window: the clock is said, and None as a timeout is no missing one."""
COPIED = tuple(name for column in COLUMNS for name in NAMES.get(column, (column,))) + ("answer",)


def values(row: Row) -> dict[str, Any]:
    """One row by the names in COPIED. Times are monotonic ns, waits seconds; what there is none of is None."""
    found = {column: value(row, column) for column in COLUMNS}
    called = row.is_call and not row.child
    found |= {"time_ns": row.at, "timeout": row.timeout if called else None, "answer": say(row.answer)}
    found["timeout_text"] = timeout_text(row.timeout) if called else None
    if row.call is None:
        found["command"] = row.line
    return {name: found[name] for name in COPIED}


def as_csv(rows: Iterable[Row]) -> str:
    """A header and a line each; lists are parted by spaces, and nothing is a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COPIED, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = values(row)
        flat = {name: " ".join(cell) if isinstance(cell, list) else cell for name, cell in cells.items()}
        writer.writerow({name: plain_cell(cell) for name, cell in flat.items()})
    return out.getvalue()


def as_json(rows: Iterable[Row]) -> str:
    """A list of objects."""
    return json.dumps([values(row) for row in rows], indent=1, ensure_ascii=False)
