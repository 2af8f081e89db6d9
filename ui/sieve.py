"""Which rows of the store are shown: those that the filter lets through, and commands unless they are hidden.

A result that matches brings the row of its call along: alone it would not say whose it is.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from selcore.backends import find_backend
from selcore.filters import Filter
from selcore.filters.ring import with_heads
from selcore.registry import to_events
from selcore.store import Row, Store

NEWEST = 5000
"""Rows in which words are looked for that could complete what is typed."""


class Sieve:
    """``origin`` is asked for the time (ns) that relative times count from."""

    def __init__(self, store: Store, origin: Callable[[], int | None]):
        self._store, self._origin = store, origin
        self.filter: Filter | None = None
        self.hide_commands = False

    def shown(self, first: int, count: int) -> list[int]:
        """The serials that are shown of so many rows, which begin with a whole call."""
        start = max(first - self._store.first_serial, 0)
        rows = self._store.rows[start : first - self._store.first_serial + count]
        passed = self._matches(rows)
        return [
            row.serial
            for row, here in zip(rows, passed, strict=True)
            if here and (row.is_call or not self.hide_commands)
        ]

    def _matches(self, rows: list[Row]) -> Iterable[bool]:
        if self.filter is None:
            return [True] * len(rows)
        child = np.fromiter((row.child for row in rows), bool, len(rows))
        matches = self.filter.rows(_values(rows, self._origin() or 0))
        return [bool(one) for one in with_heads(matches, child)]


def _values(rows: list[Row], origin: int) -> Iterator[dict[str, Any]]:
    """Each row by the names of the language; a result knows what its call knows."""
    head: Row | None = None
    for row in rows:
        head = row if not row.child or head is None else head
        yield values(row, head, origin)


def values(row: Row, head: Row, origin: int) -> dict[str, Any]:
    """One row by the names of the language; ``head`` is the row of its call."""
    backend = find_backend(row.backend)
    found: dict[str, Any] = {
        "time": (row.at - origin) / 1e9,
        "call": None if row.interrupted else row.call,
        "do": row.do,
        "name": row.name,
        "fd": row.fd,
        "waited": head.grew.most if head.grew is not None else head.waited,
        "returned": to_events(row.mask) if row.mask is not None else [] if row.results == 0 else None,
        "raw": backend.raw_names(row.raw) if backend else None,
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
        elif column == "raw" and row.raw is not None and (backend := find_backend(row.backend)):
            found.update(backend.raw_names(row.raw) or ())
        elif column == "did" and row.did:
            found.add(values(row, row, 0)["did"])
    return found
