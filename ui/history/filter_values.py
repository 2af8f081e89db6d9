"""One row of the history by the names of the filter's language, and the words that stand in its columns now."""

from collections.abc import Iterable
from typing import Any

from selcore.backends import raw_names
from selcore.history.store import Row, Store
from selcore.values.masks import to_events

NEWEST = 1000
"""Rows in which words are looked for that could complete what is typed."""


def values(row: Row, head: Row, origin: int) -> dict[str, Any]:
    """One row by the names of the language; ``head`` is the row of its call."""
    found: dict[str, Any] = {
        "time": (row.at - origin) / 1e9,
        "call": None if row.interrupted else row.call,
        "do": row.do,
        "name": row.name,
        "fd": row.fd,
        "waited": head.grew.most if head.grew is not None else head.waited,
        "returned": to_events(row.mask) if row.mask is not None else [] if row.results == 0 else None,
        "raw": raw_names(row.backend, row.raw),
        "did": "; ".join(map(str, row.did)) if isinstance(row.did, tuple) else str(row.did or ""),
        "count": row.count,
        "error": row.error.type if row.error else None,
        "results": head.results,
        "interrupted": row.interrupted,
        "reentered": head.reentered,
        "step": None if row.step < 0 else row.step,
        "backend": row.backend,
    }
    return found | {"timeout": head.timeout} if row.is_call else found


def words_present(store: Store, column: str) -> Iterable[str]:
    """Words that stand in a column now, and the names of all that is open."""
    found = set(store.objects) if column == "name" else set()
    for row in store.rows[-NEWEST:]:
        if column in ("name", "do", "backend"):
            found.add(getattr(row, column) or "")
        elif column == "error" and row.error is not None:
            found.add(row.error.type)
        elif column == "raw":
            found.update(raw_names(row.backend, row.raw) or ())
        elif column == "did" and row.did:
            found.add(values(row, row, 0)["did"])
    return found
