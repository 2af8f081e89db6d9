"""Rows of the ring as columns by their names, each made when it is asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..system.lazy import later
from .ring import CHILD, COMMAND, DTYPES, INTERRUPTED, REENTERED, Ring
from .tables import Tables
from .word_tables import Coded, Column

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

ALIASES = {"time": "at", "object": "name", "returned": "mask", "command": "do"}
NAMES = (
    *("serial", "time", "call", "command", "object", "fd", "timeout", "waited", "returned", "raw", "did", "count"),
    *("error", "backend", "selector", "results", "step", "flags", "child", "interrupted", "reentered"),
    *("at", "name", "mask", "do"),
)


class Columns(Mapping[str, Any]):
    """Rows ``start`` to ``stop`` (excluded) of a ring, by the names of the history's columns, made on access.

    ``serial`` int64 · ``time`` int64 ns · ``call`` int64 · ``command``, ``object``, ``did``, ``error``, ``backend``,
    ``selector`` Coded · ``fd``, ``raw``, ``results``, ``step`` int32 · ``timeout`` float64 s (None is inf; nan for
    commands) · ``waited`` float64 s · ``returned`` int8 · ``count`` int64 · ``flags`` uint8 · ``child``,
    ``interrupted``, ``reentered`` bool. Also under the names that the ring has for them: at, name, mask, do.
    """

    def __init__(
        self,
        ring: Ring,
        tables: Tables,
        start: int | None = None,
        stop: int | None = None,
        serials: "Column | None" = None,
    ):
        self._ring, self._tables = ring, tables
        self._start = ring.first if start is None else max(start, ring.first)
        self._stop = max(self._start, ring.next if stop is None else min(stop, ring.next))
        self._serials = serials

    @property
    def count(self) -> int:
        """The number of rows."""
        return self._stop - self._start

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)

    def __getitem__(self, name: str) -> Any:
        name = ALIASES.get(name, name)
        if name in _MADE:
            return _MADE[name](self)
        if name not in DTYPES:
            raise KeyError(name)
        return self._plain(name)

    def _plain(self, name: str) -> Column:
        return self._ring.column(name, self._start, self._stop)

    def _serial(self) -> Column:
        return np.arange(self._start, self._stop) if self._serials is None else self._serials

    def _bit(self, bit: int) -> Column:
        return np.asarray((self._plain("flags") & bit) != 0)

    def _coded(self, name: str) -> Coded:
        return Coded(self._plain(name), getattr(self._tables, name).words)

    def _told(self, name: str, column: str) -> Coded:
        return self._tables.told(name, self._plain(column))

    def _timeout(self) -> Column:
        return np.where(self._bit(COMMAND), np.nan, self._tables.seconds(self._plain("how")))


_MADE: dict[str, Callable[[Columns], Any]] = {
    "serial": lambda columns: columns._serial(),
    "name": lambda columns: columns._coded("name"),
    "do": lambda columns: columns._coded("do"),
    "did": lambda columns: columns._told("did", "did"),
    "error": lambda columns: columns._told("error", "error"),
    "backend": lambda columns: columns._told("backend", "how"),
    "selector": lambda columns: columns._told("selector", "how"),
    "timeout": lambda columns: columns._timeout(),
    "child": lambda columns: columns._bit(CHILD),
    "interrupted": lambda columns: columns._bit(INTERRUPTED),
    "reentered": lambda columns: columns._bit(REENTERED),
}
