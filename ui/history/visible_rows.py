"""Which rows of the store a table shows: all of them, by arithmetic, or some, as an array of their numbers.

Each changes in steps that can be announced one by one, and is true between any two of them.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, TypeAlias

from selcore.history.store import Store
from selcore.system.lazy import later

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")

Serials: TypeAlias = "NDArray[np.int64]"
Gap = tuple[int, int]
"""The first and the last place of rows that are no more."""


class Shown(Protocol):
    """Rows in order; ``next`` is the serial up to which the store was looked at."""

    next: int

    def __len__(self) -> int: ...

    def serial(self, place: int) -> int: ...

    def find(self, serial: int) -> int: ...

    def gaps(self, store: Store) -> list[Gap]: ...

    def close(self, gap: Gap, store: Store) -> None: ...


class AllRows:
    """Every row: ``kept`` are those from before ``first``, from there on all up to ``next``."""

    def __init__(self, store: Store):
        self.kept = list(store.kept)
        self.first, self.next = store.first_serial, store.next_serial

    def __len__(self) -> int:
        return len(self.kept) + self.next - self.first

    def serial(self, place: int) -> int:
        return self.kept[place] if place < len(self.kept) else self.first + place - len(self.kept)

    def find(self, serial: int) -> int:
        """Its place; -1 where it is not shown."""
        if self.first <= serial < self.next:
            return len(self.kept) + serial - self.first
        place = bisect_left(self.kept, serial)
        return place if place < len(self.kept) and self.kept[place] == serial else -1

    def gaps(self, store: Store) -> list[Gap]:
        """What the store has no more, in the order in which it is to be closed, each as it stands by then."""
        found: list[Gap] = []
        gone = bisect_left(self.kept, store.kept[0]) if store.kept else len(self.kept)
        if gone:
            found.append((0, gone - 1))
        place, at = len(self.kept) - gone, self.first
        stop = min(store.first_serial, self.next)
        for stays in [*store.kept[bisect_left(store.kept, at) : bisect_left(store.kept, stop)], stop]:
            if stays > at:
                found.append((place, place + stays - at - 1))
            place, at = place + 1, stays + 1
        return found

    def close(self, gap: Gap, store: Store) -> None:
        """Take these out."""
        first, last = gap
        if first < len(self.kept):
            del self.kept[: last + 1]
            return
        self._keep(first - len(self.kept))
        self.first += last - first + 1

    def _keep(self, count: int) -> None:
        """So many at the front of the rest are commands that stay."""
        self.kept += range(self.first, self.first + count)
        self.first += count

    def settle(self, store: Store) -> None:
        """All gaps are closed: what stands at the front now stays."""
        self._keep(min(store.first_serial, self.next) - self.first)

    def more(self, store: Store) -> int:
        """How many rows there are beyond ``next``."""
        kept = len(store.kept) - bisect_left(store.kept, self.next)
        return kept + store.next_serial - max(store.first_serial, self.next)

    def take(self, store: Store) -> None:
        """Show them."""
        self.kept += store.kept[bisect_left(store.kept, self.next) :]
        self.first = max(self.first, store.first_serial)
        self.next = store.next_serial


class SomeRows:
    """The rows that were found to be wanted, by their serials."""

    def __init__(self) -> None:
        self.next = 0
        self._all = np.empty(1024, np.int64)
        self._start = self._stop = 0

    def __len__(self) -> int:
        return self._stop - self._start

    @property
    def serials(self) -> Serials:
        return self._all[self._start : self._stop]

    def serial(self, place: int) -> int:
        return int(self._all[self._start + place])

    def find(self, serial: int) -> int:
        """Its place; -1 where it is not shown."""
        place = int(np.searchsorted(self.serials, serial))
        return place if place < len(self) and self.serial(place) == serial else -1

    def gaps(self, store: Store) -> list[Gap]:
        """What the store has no more, from the last to the first."""
        old = self.serials[: int(np.searchsorted(self.serials, store.first_serial))]
        gone = ~np.isin(old, np.array(store.kept, np.int64))
        return [*_runs(gone)][::-1]

    def close(self, gap: Gap, store: Store) -> None:
        """Take these out."""
        first, last = gap
        if first == 0:
            self._start += last + 1
            return
        self._all = np.delete(self.serials, slice(first, last + 1))
        self._start, self._stop = 0, len(self._all)

    def settle(self, store: Store) -> None:
        """Nothing more is to be done."""

    def add(self, serials: Serials) -> None:
        """Show these, which are newer than all others."""
        if self._stop + len(serials) > len(self._all):
            self._all = np.concatenate([self.serials, np.empty(len(self) + len(serials) + 1024, np.int64)])
            self._start, self._stop = 0, self._stop - self._start
        self._all[self._stop : self._stop + len(serials)] = serials
        self._stop += len(serials)

    def insert(self, serials: Serials) -> None:
        """Show these, which stand together among the others."""
        self._all = np.insert(self.serials, self.place(int(serials[0])), serials)
        self._start, self._stop = 0, len(self._all)

    def place(self, serial: int) -> int:
        """Where it stands or would stand."""
        return int(np.searchsorted(self.serials, serial))


def _runs(gone: "NDArray[np.bool_]") -> Iterator[Gap]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], gone, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
