"""The ring's own columns as those of the language: -1 becomes what is not there, masks and flags become sets, a
result's row knows what its call knows. Only what is asked for is made."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ..backends import raw_names
from ..values.masks import to_events
from .vectors import Coded, Columns, Truth, set_word

Given = Mapping[str, Any]
TABLE = 1 << 16
"""Up to which number flags are codes as they are."""


class RingColumns(Columns):
    """``given`` by the names of the ring: time (ns), call, mask, raw, flags' bits, ...; ``origin`` (ns) is time 0."""

    def __init__(self, given: Given, origin: int = 0):
        self._given, self._origin = given, origin

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
        most = max(int(mask.max(initial=0)), 3)
        words = [*(set_word(to_events(one)) for one in range(most + 1)), "[]"]
        absent = mask < 0
        if absent.any():
            mask = np.where(absent & (self._given["results"] == 0), most + 1, mask)
        return Coded(mask, words)

    def raw(self) -> Coded:
        raw, backend = self._given["raw"], self._given["backend"]
        known = raw >= 0
        raw = raw if known.all() else np.where(known, raw, 0)
        if len(raw) and int(raw.max()) < TABLE and int(backend.codes.min()) == int(backend.codes.max()):
            return _flags_themselves(raw, backend.words[backend.codes[0]])
        keys = raw.astype(np.int64) * len(backend.words) + backend.codes
        used, codes = np.unique(keys, return_inverse=True)
        size = len(backend.words)
        words = [_flags(key // size, key % size, backend.words) for key in used.tolist()]
        return Coded(codes.reshape(keys.shape), words)


def _flags_themselves(raw: Any, backend: str) -> Coded:
    """Flags are small and few: they are codes as they are, and only those that occur are named."""
    words = [""] * (int(raw.max()) + 1)
    occurs = np.zeros(len(words), bool)
    occurs[raw] = True  # to count them takes five times as long
    for one in np.flatnonzero(occurs).tolist():
        words[one] = _flags(one, 0, [backend])
    return Coded(raw, words)


def _flags(raw: int, backend: int, backends: Sequence[str]) -> str:
    """Without any the kernel reported nothing: that row is of no result."""
    return set_word(raw_names(backends[backend], raw) if raw and backends[backend] else None)


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
