"""Calls that came together, turned into columns: a few operations on arrays, whatever their number."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from .blocks import Calls, Results
from .columns import CHILD, HAS_RAW, KEEP, Column, Tables
from .outcomes import Call

LOOKED_UP = ("name", "fd", "mask", "raw", "did", "error", "flags")


class Arrays(NamedTuple):
    """What a block of calls has as lists: nanoseconds, results a call, their ids one after the other."""

    starts: Column
    ends: Column
    sizes: Column
    ids: Column

    @staticmethod
    def joined(parts: Sequence["Arrays"]) -> "Arrays":
        """Those of several blocks, one after the other."""
        return Arrays(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def arrays_of(calls: Calls) -> Arrays:
    """Made once for all who look at the block, which nobody changes any more."""
    if calls.arrays is None:
        lists = calls.starts, calls.ends, calls.sizes, calls.ids
        calls.arrays = Arrays(*(np.array(one, np.int64) for one in lists))
    found: Arrays = calls.arrays
    return found


class Kinds:
    """Of each kind of result the cells of its row. Made once a kind, anew where the words were swept."""

    def __init__(self, tables: Tables):
        self._tables = tables
        self._results: Results | None = None
        self._swept = -1
        self._cells: list[tuple[int, ...]] = []
        self._table = np.empty((0, len(LOOKED_UP)), np.int64)

    def cells(self, results: Results, ids: Column) -> dict[str, Column]:
        """The cells of these results, by column."""
        self.learn(results)
        return dict(zip(LOOKED_UP, self._table[ids].T, strict=True))

    def learn(self, results: Results) -> None:
        """Know every kind of this table. Raises TableFull."""
        if results is not self._results or self._swept != self._tables.swept:
            self._results, self._swept, self._cells = results, self._tables.swept, []
            self._table = self._table[:0]
        known = len(self._cells)
        for result in results.kinds[known:]:
            effect = result.effect
            error = effect.error if effect is not None else None
            name = self._tables.name.code(result.name) if result.name else 0
            flags = HAS_RAW * (result.raw is not None) | KEEP * (error is not None)
            raw = -1 if result.raw is None else result.raw
            words = self._tables.effect(effect), self._tables.refusal(error)
            self._cells.append((name, result.fd, result.mask, raw, *words, flags))
        if len(self._cells) > known:
            self._table = np.array(self._cells, np.int64)

    def mark(self, calls: Calls, serial: int) -> None:
        """Note that rows up to ``serial`` use the words of these calls."""
        used = np.flatnonzero(np.bincount(arrays_of(calls).ids, minlength=1))
        for name in ("name", "did", "error"):
            getattr(self._tables, name).mark(self._table[used, LOOKED_UP.index(name)] if calls.ids else 0, serial)
        self._tables.how.mark(self._tables.manner(calls.backend, calls.selector, calls.timeout), serial)


def single(call: Call, step: int, row: int) -> Calls:
    """One call as calls that came together."""
    made = Calls(step, row, call.number, call.backend, call.timeout, call.selector, Results())
    made.starts.append(call.start)
    made.ends.append(call.start + round(call.waited * 1e9))
    made.sizes.append(len(call.results))
    for result in call.results:
        if result.seen is not None:
            made.seen[len(made.ids)] = result.seen
        made.ids.append(made.results.add((), result))
    return made


def columns_of(calls: Calls, tables: Tables, kinds: Kinds) -> tuple[dict[str, Any], int]:
    """The columns of their rows, and the place of the last call's first row. Raises TableFull.

    A call with one result, or none, is one row; with several it is a header and a row each.
    """
    count = len(calls)
    starts, ends, sizes, ids = arrays_of(calls)
    results = kinds.cells(calls.results, ids)
    columns: dict[str, Any] = {
        "at": starts,
        "waited": (ends - starts) / 1e9,
        "call": np.arange(calls.number, calls.number + count),
        "results": sizes,
        "count": 1,
        "step": calls.step,
        "how": tables.manner(calls.backend, calls.selector, calls.timeout),
        "do": tables.do.code("select"),
    }
    if len(calls.ids) == count and sizes.max() == 1:
        return columns | results, count - 1
    return _with_children(columns, sizes, results)


def _with_children(columns: dict[str, Any], sizes: Column, results: dict[str, Column]) -> tuple[dict[str, Any], int]:
    """The same where calls have none or several results."""
    rows = np.where(sizes > 1, sizes + 1, 1)
    heads = np.cumsum(rows) - rows
    child = np.ones(int(rows.sum()), np.bool_)
    child[heads] = False
    call = np.repeat(np.arange(len(sizes)), rows)
    takes = child | (sizes == 1)[call]
    spread = {name: columns[name][call] for name in ("at", "waited", "call")}
    spread["waited"][child] = np.nan
    spread["results"] = np.where(child, -1, sizes[call])
    for name, values in results.items():
        spread[name] = np.full(len(child), -1 if name in ("fd", "mask", "raw") else 0, np.int64)
        spread[name][takes] = values
    spread["flags"][child] |= CHILD
    return columns | spread, int(heads[-1])


def last_seen(calls: Calls) -> Iterator[tuple[str, int, int]]:
    """Of each kind of result, in the order in which it came last: its object, the number of the call, the mask."""
    if not calls.ids:
        return
    ids, sizes = arrays_of(calls).ids, arrays_of(calls).sizes
    last = np.full(int(ids.max()) + 1, -1, np.int64)
    last[ids] = np.repeat(np.arange(len(calls)), sizes)  # of those alike the last one stays
    kinds = calls.results.kinds
    for id in np.argsort(last, kind="stable").tolist():
        if last[id] >= 0:
            yield kinds[id].name, calls.number + int(last[id]), kinds[id].mask
