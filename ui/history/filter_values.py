"""A row's values by the names of the filter language, and the words present in its columns."""

from collections.abc import Iterable
from typing import Any

from selcore.history.fields import BY_ID, FIELDS
from selcore.history.store import Row, Store

NEWEST = 1000
"""Rows in which words are looked for that could complete what is typed."""


def values(row: Row, head: Row, origin: int) -> dict[str, Any]:
    """One row by the names of the language; ``head`` is the row of its call."""
    return {field.id: field.of_row(row, head, origin) for field in FIELDS}


def words_present(store: Store, column: str) -> Iterable[str]:
    """Words that stand in a column now, and the names of all that is open."""
    present = set(store.objects) if column == "name" else set()
    field = BY_ID[column]
    if field.type in ("word", "set"):
        for row in store.rows[-NEWEST:]:
            value = field.of_row(row, row, 0)
            present.update(value or () if field.type == "set" else (value or "",))
    return present
