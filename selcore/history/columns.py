"""The history as columns of numbers: a ring that takes batches and evicts from the front, O(1) per row.

A row costs 63 bytes. Words (names, what a callback did, exceptions) stand once in a table and as a code in the column.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..system.lazy import later
from ..values.outcomes import Attached
from .word_tables import Coded, Column, Labels, Seconds, TableFull, Words

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

__all__ = ["Coded", "Column", "Columns", "Ring", "TableFull", "Tables"]

CHUNK = 16_384
"""Rows of a chunk, the unit of allocation: a little less than 1 MiB."""
CHILD, INTERRUPTED, REENTERED, HAS_RAW, COMMAND, KEEP = 1, 2, 4, 8, 16, 32
"""Bits of the column ``flags``: a result under its call's row; ended before it returned; entered again after a wake;
``raw`` is known (kqueue has a flag of -1); a command, no call; kept when the ring runs over."""

DTYPES: dict[str, str] = {
    "at": "i8",  # monotonic ns at which the call or command began
    "waited": "f8",  # seconds; nan for commands; of grouped calls the most
    "call": "i8",  # its number; -1 for commands
    "count": "i8",  # identical calls that stand in this row
    "name": "i4",  # code of the object's name; 0 none
    "fd": "i4",  # -1 none
    "raw": "i4",  # the kernel's own flags; -1 none
    "did": "i4",  # code of what the callback did; 0 nothing
    "step": "i4",  # -1 none
    "results": "i4",  # how many the call returned; -1 where it did not return, for commands and for children
    "error": "u2",  # code of the refusal; 0 none
    "how": "u2",  # code of (backend, selector's name, timeout)
    "mask": "i1",  # what select() returned; -1 none
    "do": "u1",  # code of the verb
    "flags": "u1",
}
ROW_BYTES = sum(int(kind[1:]) for kind in DTYPES.values())


def _same(error: Any) -> Any:
    """The key by which refusals are equal."""
    return None if error is None else (error.type, error.message, error.errno, error.by, str(error.hint))


class Tables:
    """The words of all columns that hold words. ``swept`` changes when codes may have changed their meaning.

    A table that is full of what is in use raises TableFull; then the oldest rows go, as if the ring were full.
    """

    def __init__(self) -> None:
        self.name = Words(131_072)
        self.did = Words(65_536, None)
        self.error = Words(65_535, None)
        self.how = Words(65_535, ("", "", None))
        self.do = Words(255)
        self.swept = 0
        self._told = {
            "did": Labels(self.did, lambda did: "" if did is None else str(did)),
            "error": Labels(self.error, lambda error: "" if error is None else str(error.type)),
            "backend": Labels(self.how, lambda how: str(how[0])),
            "selector": Labels(self.how, lambda how: str(how[1])),
        }
        self._seconds = Seconds(self.how)

    def told(self, name: str, codes: Column) -> Coded:
        """A column of codes as words; ``name`` is did, error, backend or selector."""
        return self._told[name].of(codes)

    def seconds(self, codes: Column) -> Column:
        """The timeouts (s) of a column of ``how``; None, which waits for ever, is inf."""
        return self._seconds.of(codes)

    def effect(self, effect: Any) -> int:
        """The code of a callback's Effect, or of the Text noted beside a command."""
        if effect is None:
            return 0
        amounts = (getattr(effect, "received", -1), getattr(effect, "sent", -1), _same(getattr(effect, "error", None)))
        return self.did.code((str(effect), *amounts), effect)

    def attached(self, effect: Any, data: Any) -> int:
        """The code of what came of a key's data: a callback's Effect, or the data itself, where it is a value."""
        if data is None:
            return self.effect(effect)
        # By its text: 1 is not True, and a list has no hash.
        return self.did.code((repr(data),), Attached(data))

    def manner(self, backend: str, selector: str, timeout: Any) -> int:
        """The code of backend, selector and timeout. The key is text: nan is not equal to itself, and 1 is not 1.0."""
        return self.how.code((backend, selector, repr(timeout)), (backend, selector, timeout))

    def refusal(self, error: Any) -> int:
        """The code of a refusal."""
        if error is None:
            return 0
        return self.error.code(_same(error), error)

    def sweep(self, first: int, *rings: "Ring") -> None:
        """Forget words that no row from ``first`` on and no row of the rings uses."""
        for column in ("name", "did", "error", "how"):
            words: Words = getattr(self, column)
            for ring in rings:
                words.mark(ring.column(column), first)
            words.sweep(first)
        self.swept += 1


class Ring:
    """Rows numbered from 0; ``first`` is the oldest that is kept, ``next`` the number of the next one."""

    def __init__(self) -> None:
        self.first = self.next = 0
        self._base = 0
        self._chunks: list[dict[str, Column]] = []
        self._spare: list[dict[str, Column]] = []
        self._groups = Groups()

    def __len__(self) -> int:
        return self.next - self.first

    @property
    def nbytes(self) -> int:
        """Bytes allocated for rows, including the unused ends of the first and last chunk."""
        return len(self._chunks) * CHUNK * ROW_BYTES + self._groups.nbytes

    def append(self, /, **values: Any) -> int:
        """Add a row. Returns its number."""
        place = (self.next - self._base) % CHUNK
        if self.next - self._base == len(self._chunks) * CHUNK:
            return self.extend(1, **values)
        for name, column in self._chunks[-1].items():
            column[place] = values[name]
        self.next += 1
        return self.next - 1

    def extend(self, count: int, /, **values: Any) -> int:
        """Add rows; a column is an array of that length or one value for all. Returns the number of the first."""
        start, done = self.next, 0
        while done < count:
            place = (self.next - self._base) % CHUNK
            if self.next - self._base == len(self._chunks) * CHUNK:
                self._chunks.append(self._spare.pop() if self._spare else _new_chunk())
            size = min(CHUNK - place, count - done)
            for name, column in self._chunks[-1].items():
                value = values[name]
                column[place : place + size] = value[done : done + size] if isinstance(value, np.ndarray) else value
            self.next += size
            done += size
        return start

    def evict(self, count: int) -> None:
        """Forget the ``count`` oldest rows."""
        self.first = min(self.first + count, self.next)
        whole = (self.first - self._base) // CHUNK
        if whole:
            self._spare = self._chunks[:1]  # memory used anew costs a fraction of fresh memory
            del self._chunks[:whole]
            self._base += whole * CHUNK
        self._groups.forget(self.first)

    def clear(self) -> None:
        """Forget all rows; the numbering goes on."""
        self._chunks.clear()
        self._spare.clear()
        self._base = self.first = self.next
        self._groups.forget(self.next)

    def row(self, number: int) -> dict[str, Any]:
        """The values of one row, as Python numbers."""
        chunk, place = divmod(number - self._base, CHUNK)
        return {name: column.item(place) for name, column in self._chunks[chunk].items()}

    def several(self, start: int, stop: int) -> list[dict[str, Any]]:
        """The kept rows among ``start`` to ``stop`` (excluded), each like ``row``."""
        columns = [self.column(name, start, stop).tolist() for name in DTYPES]
        return [dict(zip(DTYPES, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def value(self, number: int, name: str) -> Any:
        """One cell."""
        chunk, place = divmod(number - self._base, CHUNK)
        return self._chunks[chunk][name].item(place)

    def column(self, name: str, start: int | None = None, stop: int | None = None) -> Column:
        """A column from row ``start`` to ``stop`` (excluded): a view if they are in one chunk, else a copy."""
        pieces = [chunk[name][low:high] for chunk, low, high in self._pieces(start, stop)]
        if not pieces:
            return np.empty(0, DTYPES[name])
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def _pieces(self, start: int | None, stop: int | None) -> Iterator[tuple[dict[str, Column], int, int]]:
        at = self.first if start is None else max(start, self.first)
        end = self.next if stop is None else min(stop, self.next)
        while at < end:
            chunk, place = divmod(at - self._base, CHUNK)
            size = min(CHUNK - place, end - at)
            yield self._chunks[chunk], place, place + size
            at += size

    def grow(self, number: int, rows: int, count: int, last: int, least: float, most: float, total: float) -> None:
        """The call whose rows begin at ``number`` stands for ``count`` calls now; figures as in ``GroupGrew``."""
        for chunk, low, high in self._pieces(number, number + rows):
            chunk["count"][low:high] = count
        chunk, place = self._chunks[(number - self._base) // CHUNK], (number - self._base) % CHUNK
        chunk["waited"][place] = most
        self._groups.set(number, last, least, total)

    def group(self, number: int) -> tuple[int, float, float] | None:
        """The last end (ns), least wait and total wait (s) of a group; None if the call was not grouped."""
        return self._groups.get(number)


def _new_chunk() -> dict[str, Column]:
    return {name: np.empty(CHUNK, kind) for name, kind in DTYPES.items()}


class Groups:
    """Figures of groups that have no column: 32 bytes for each group."""

    def __init__(self) -> None:
        self._numbers, self._last = array("q"), array("q")
        self._least, self._total = array("d"), array("d")

    @property
    def nbytes(self) -> int:
        return 32 * len(self._numbers)

    def set(self, number: int, last: int, least: float, total: float) -> None:
        """Set the figures of a group; only the newest one grows."""
        if not self._numbers or self._numbers[-1] != number:
            self._numbers.append(number)
            self._last.append(last)
            self._least.append(least)
            self._total.append(total)
        self._last[-1], self._least[-1], self._total[-1] = last, least, total

    def get(self, number: int) -> tuple[int, float, float] | None:
        place = bisect_left(self._numbers, number)
        if place == len(self._numbers) or self._numbers[place] != number:
            return None
        return self._last[place], self._least[place], self._total[place]

    def forget(self, first: int) -> None:
        """Forget the groups of rows before ``first``."""
        place = bisect_left(self._numbers, first)
        if place:
            for column in (self._numbers, self._last, self._least, self._total):
                del column[:place]


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
