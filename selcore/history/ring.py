"""The history as columns of numbers: a ring that takes batches and evicts from the front, O(1) per row.

A row costs 63 bytes. Words (names, what a callback did, exceptions) stand once in a table and as a code in the column.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..system.lazy import later
from .word_tables import Column

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

CHUNK = 16_384
"""Rows of a chunk, the unit of allocation: a little less than 1 MiB."""
CHANGING = 3
"""Chunks at the end in which rows may grow: those of the last call, which has 20,000 results at most."""
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


class Ring:
    """Rows numbered from 0; ``first`` is the oldest that is kept, ``next`` the number of the next one."""

    def __init__(self) -> None:
        self.first = self.next = 0
        self._base = self._lent = 0
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
            # Memory used anew costs a fraction of fresh memory.
            self._spare = self._chunks[:1] if self._base >= self._lent else []
            del self._chunks[:whole]
            self._base += whole * CHUNK
        self._groups.forget(self.first)

    def clear(self) -> None:
        """Forget all rows; the numbering goes on."""
        self._chunks.clear()
        self._spare.clear()
        self._base = self.first = self.next
        self._groups.forget(self.next)

    def copy(self) -> "Ring":
        """The same rows, which stay as they are now."""
        new = Ring()
        new.first, new.next, new._base = self.first, self.next, self._base
        # Older chunks change no more, and are lent: to copy a million rows takes longer than a few frames.
        lent = self._chunks[:-CHANGING]
        self._lent = self._base + len(lent) * CHUNK
        changing = self._chunks[len(lent) :]
        new._chunks = [*lent, *({name: column.copy() for name, column in chunk.items()} for chunk in changing)]
        new._groups = self._groups.copy()
        return new

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

    def copy(self) -> "Groups":
        """The same figures, which stay as they are now."""
        new = Groups()
        new._numbers, new._last = self._numbers[:], self._last[:]
        new._least, new._total = self._least[:], self._total[:]
        return new

    def forget(self, first: int) -> None:
        """Forget the groups of rows before ``first``."""
        place = bisect_left(self._numbers, first)
        if place:
            for column in (self._numbers, self._last, self._least, self._total):
                del column[:place]
