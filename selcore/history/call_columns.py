"""Turns blocks of calls into columns with a few operations on arrays, whatever their number."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..system.lazy import later
from ..values.call_block import CallBlock, ResultTable
from ..values.outcomes import Call, Result
from .ring import CHILD, DTYPES, HAS_RAW, KEEP
from .tables import Tables
from .word_tables import Column

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

_NOTHING = {"name": 0, "fd": -1, "mask": -1, "raw": -1, "did": 0, "error": 0, "flags": 0}
"""The cells of a row without a result."""


class Arrays(NamedTuple):
    """The lists of a block of calls as arrays: ns, results per call, and the ids of all results in order."""

    starts: "Column"
    ends: "Column"
    sizes: "Column"
    ids: "Column"

    @staticmethod
    def joined(parts: Sequence["Arrays"]) -> "Arrays":
        """The arrays of several blocks, joined."""
        return Arrays(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def arrays_of(calls: CallBlock) -> Arrays:
    """The arrays of a block, made once: a block is not changed after it was handed over."""
    if calls.arrays is None:
        lists = calls.starts, calls.ends, calls.sizes, calls.ids
        calls.arrays = Arrays(*(np.array(one, np.int64) for one in lists))
    found: Arrays = calls.arrays
    return found


class ResultCells:
    """Of each kind of result the cells of its row. Made once a kind, anew where the words were swept.

    A kind's cells stand at its id and one; before all of them those of a row without a result.
    """

    def __init__(self, tables: Tables):
        self._tables = tables
        self._results: ResultTable | None = None
        self._swept = self._known = -1
        self._columns: dict[str, Column] = {}

    def cells(self, results: ResultTable, places: Column) -> dict[str, Column]:
        """The cells of rows by column. ``places`` are the results' ids plus one; 0 for a row without a result."""
        self.learn(results)
        return {name: column.take(places) for name, column in self._columns.items()}

    def learn(self, results: ResultTable) -> None:
        """Make the cells of results that are new in this table. Raises TableFull."""
        if results is not self._results or self._swept != self._tables.swept:
            self._results, self._swept, self._known = results, self._tables.swept, 0
            self._columns = {name: np.array([cell], DTYPES[name]) for name, cell in _NOTHING.items()}
        new = [self._cells_of(result) for result in results.kinds[self._known :]]
        if new:
            for (name, column), cells in zip(self._columns.items(), zip(*new, strict=True), strict=True):
                self._columns[name] = np.concatenate([column, np.array(cells, np.int64).astype(column.dtype)])
            self._known += len(new)

    def _cells_of(self, result: Result) -> tuple[int, ...]:
        effect = result.effect
        error = effect.error if effect is not None else None
        name = self._tables.name.code(result.name) if result.name else 0
        flags = HAS_RAW * (result.raw is not None) | KEEP * (error is not None)
        raw = -1 if result.raw is None else result.raw
        return (
            name,
            result.fd,
            result.mask,
            raw,
            self._tables.attached(effect, result.data),
            self._tables.refusal(error),
            flags,
        )

    def mark(self, calls: CallBlock, serial: int) -> None:
        """Mark the words of these calls as used by rows up to ``serial``."""
        used = np.flatnonzero(np.bincount(arrays_of(calls).ids, minlength=1))
        for name in ("name", "did", "error"):
            getattr(self._tables, name).mark(self._columns[name][used + 1] if calls.ids else 0, serial)
        self._tables.how.mark(self._tables.manner(calls.backend, calls.selector, calls.timeout), serial)


def gathered(calls: Sequence[Call], step: int, row: int) -> CallBlock:
    """Calls of one backend, selector and timeout as a block; ``row`` is that of the last one."""
    first = calls[0]
    begin = row - len(calls) + 1
    made = CallBlock(step, begin, first.number, first.backend, first.timeout, first.selector, ResultTable())
    for place, call in enumerate(calls):
        if call.silent is not None:
            made.silent[place] = call.silent, call.unlooked
        made.starts.append(call.start)
        made.ends.append(call.start + round(call.waited * 1e9))
        made.sizes.append(len(call.results))
        for result in call.results:
            if result.seen is not None:
                made.seen[len(made.ids)] = result.seen
            made.ids.append(_id_of(result, made.results))
    return made


def _id_of(result: Result, known: ResultTable) -> int:
    """How it was seen stands elsewhere; what was done is seldom the same."""
    plain = result.effect is None and result.data is None
    like = (result.name, result.fd, result.mask, result.raw) if plain else ()
    found = known.ids.get(like) if plain else None
    return known.add(like, result) if found is None else found


def columns_of(calls: CallBlock, tables: Tables, kinds: ResultCells, steps: int = 0) -> tuple[dict[str, Any], int]:
    """The columns of the calls' rows, and the index of the last call's first row. Raises TableFull.

    A call with one result, or none, is one row; with several it is a header and a row each. ``steps`` is how many steps
    each is after the one before it.
    """
    count = len(calls)
    starts, ends, sizes, ids = arrays_of(calls)
    columns: dict[str, Any] = {
        "at": starts,
        "waited": (ends - starts) / 1e9,
        "call": np.arange(calls.number, calls.number + count),
        "results": sizes,
        "count": 1,
        "step": calls.step + steps * np.arange(count),
        "how": tables.manner(calls.backend, calls.selector, calls.timeout),
        "do": tables.do.code("select"),
    }
    if len(ids) == count and sizes.max() == 1:
        return columns | kinds.cells(calls.results, ids + 1), count - 1
    return _with_children(columns, calls, kinds)


def _with_children(columns: dict[str, Any], calls: CallBlock, kinds: ResultCells) -> tuple[dict[str, Any], int]:
    """The same for calls with no result or several."""
    _, _, sizes, ids = arrays_of(calls)
    rows = np.where(sizes > 1, sizes + 1, 1)
    heads = np.cumsum(rows) - rows
    call = np.repeat(np.arange(len(sizes)), rows)
    spread = {name: columns[name].take(call) for name in ("at", "waited", "call", "results", "step")}
    places = np.zeros(len(call), np.int64)
    has_none = np.zeros(len(call), np.bool_)
    has_none[heads[sizes != 1]] = True
    places[~has_none] = ids + 1
    spread |= kinds.cells(calls.results, places)
    child = np.ones(len(call), np.bool_)
    child[heads] = False
    spread["waited"][child] = np.nan
    spread["results"][child] = -1
    spread["flags"] |= child * np.uint8(CHILD)
    return columns | spread, int(heads[-1])


def last_seen(calls: CallBlock) -> Iterator[tuple[str, int, int]]:
    """For each different result, in the order of its last occurrence: object, number of the call, mask."""
    if not calls.ids:
        return
    ids, sizes = arrays_of(calls).ids, arrays_of(calls).sizes
    last = np.full(int(ids.max()) + 1, -1, np.int64)
    last[ids] = np.repeat(np.arange(len(calls)), sizes)  # of those alike the last one stays
    kinds = calls.results.kinds
    for id in np.argsort(last, kind="stable").tolist():
        if last[id] >= 0:
            yield kinds[id].name, calls.number + int(last[id]), kinds[id].mask
