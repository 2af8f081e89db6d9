"""The ring's own columns as those of the language: -1 becomes what is not there, masks and flags become sets, a
result's row knows what its call knows. Only what is asked for is made."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..backends import find_backend
from ..registry import to_events
from .vectors import Coded, Columns, Truth, set_word

Given = Mapping[str, Any]
TABLE = 1 << 20
"""Up to which number a table is faster than sorting."""


class RingColumns(Columns):
    """``given`` by the names of the ring: time (ns), call, mask, raw, flags' bits, ...; ``origin`` (ns) is time 0."""

    def __init__(self, given: Given, origin: int = 0):
        self._given, self._origin = given, origin
        self._heads: Any = None

    def __getitem__(self, name: str) -> Any:
        made = _MADE.get(name)
        return made(self) if made is not None else self._given[name]

    def __iter__(self) -> Any:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def number(self, name: str) -> Any:
        """A column whose -1 stands for none."""
        column = self._given[name]
        absent = column < 0
        return np.where(absent, np.nan, column) if absent.any() else column

    def of_call(self, column: Any) -> Any:
        """With the value of the call's own row in the rows of its results."""
        child = self._given["child"]
        return column[heads(child)] if child.any() else column

    def time(self) -> Any:
        return (self._given["time"] - self._origin) / 1e9

    def returned(self) -> Coded:
        mask = self._given["returned"]
        words = [set_word(to_events(one)) for one in range(128)]
        empty = np.where(self._given["results"] == 0, 0, 128)
        return Coded(np.where(mask >= 0, mask, empty), [*words, ""])

    def raw(self) -> Coded:
        raw, backend = self._given["raw"], self._given["backend"]
        keys = (raw.astype(np.int64) + 1) * len(backend.words) + backend.codes
        used, codes = _unique(keys)
        words = [_flags(key // len(backend.words) - 1, backend.words[key % len(backend.words)]) for key in used]
        return Coded(codes, words)


def _flags(raw: int, backend: str) -> str:
    found = find_backend(backend) if backend and raw >= 0 else None
    return set_word(found.raw_names(raw)) if found is not None else ""


def _unique(keys: Any) -> tuple[list[int], Any]:
    """The different keys, and the place of each row's among them."""
    if not len(keys) or keys.min() < 0 or keys.max() >= TABLE:
        used, codes = np.unique(keys, return_inverse=True)
        return used.tolist(), codes.reshape(keys.shape)
    table = np.zeros(int(keys.max()) + 1, np.int32)
    table[keys] = 1
    used = np.flatnonzero(table)
    table[used] = np.arange(len(used))
    return used.tolist(), table[keys]


def heads(child: Truth) -> Any:
    """For each row the place of the row that begins its call: its own, but for a result under its call's row."""
    places = np.arange(len(child))
    found = np.maximum.accumulate(np.where(child, -1, places))
    return np.where(found < 0, places, found)  # the row of its call has been removed


def with_heads(matches: Truth, child: Truth) -> Truth:
    """The rows that match, and for each result the row of its call above it: alone it would not say whose it is."""
    found = matches.copy()
    found[heads(child)[matches & child]] = True
    return found


_MADE: dict[str, Callable[[RingColumns], Any]] = {
    "time": RingColumns.time,
    "returned": RingColumns.returned,
    "raw": RingColumns.raw,
    "waited": lambda columns: columns.of_call(columns._given["waited"]),
    "results": lambda columns: columns.of_call(columns.number("results")),
    "call": lambda columns: columns.number("call"),
    "fd": lambda columns: columns.number("fd"),
    "step": lambda columns: columns.number("step"),
}
