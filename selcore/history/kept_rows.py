"""The rows that a history keeps: the newest in a ring, and of the older ones the commands and refusals.

Results are columns of numbers; commands and what was refused are kept as objects, and kept longer, when a storm of
results runs over. A row is made when it is asked for.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from ..system.lazy import later
from .answers import Answers
from .columns import Columns
from .ring import CHILD, KEEP, Ring
from .row import Row, cells_of, row_of
from .samples import Samples, SilentSamples
from .tables import Tables
from .word_tables import TableFull

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

CAPACITY = 1_000_000
"""Rows that are kept."""
LOOKED_AT = 20
"""Results of one call that are looked at in a window."""
KEPT = 20_000
"""Commands and refusals that are kept after the results around them were evicted."""
OBJECTS = 200_000
"""Commands kept in all. Each is a Python object; results are only numbers."""


class RowSequence(Sequence[Row]):
    """All rows of a store in order, made on access."""

    def __init__(self, store: "KeptRows"):
        self._store = store

    def __len__(self) -> int:
        return len(self._store)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        found = self._store.row(self._store.serial(range(len(self))[place]))
        assert found is not None
        return found

    def __iter__(self) -> Iterator[Row]:
        return (self[place] for place in range(len(self)))


class KeptRows:
    """Rows are numbered from 0 on by their ``serial``: those from ``first_serial`` to before ``next_serial`` are all
    kept; of those before, ``kept`` are the serials of the commands and refusals that are still there."""

    def __init__(self, capacity: int = CAPACITY):
        self.capacity = capacity
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.tables = Tables()
        self.ring, self._old = Ring(), Ring()
        self.kept: list[int] = []
        self.rows: Sequence[Row] = RowSequence(self)
        self.evicted = 0
        self._made: dict[int, Row] = {}
        self._answers = Answers()
        self.seen = Samples()
        self.silent = SilentSamples()

    def __len__(self) -> int:
        return len(self.kept) + len(self.ring)

    @property
    def first_serial(self) -> int:
        return self.ring.first

    @property
    def next_serial(self) -> int:
        return self.ring.next

    @property
    def nbytes(self) -> int:
        """Bytes used by the rows, without their words."""
        return self.ring.nbytes + self._old.nbytes

    def serial(self, place: int) -> int:
        """The serial number of the row at ``place``, counted from the oldest row."""
        return self.kept[place] if place < len(self.kept) else self.ring.first + place - len(self.kept)

    def row(self, serial: int) -> Row | None:
        """The row with that serial number; None if it is no longer kept."""
        if self.ring.first <= serial < self.ring.next:
            return self._looked(self._made.get(serial) or row_of(self.ring, self.tables, serial, serial))
        place = bisect_left(self.kept, serial)
        if place == len(self.kept) or self.kept[place] != serial:
            return None
        return self._looked(self._made.get(serial) or row_of(self._old, self.tables, self._old.first + place, serial))

    def _looked(self, row: Row) -> Row:
        """The row with what was seen when its call had returned."""
        row.seen = self.seen.get(row.serial)
        if row.results and row.results > 1:
            results = enumerate(row.outcome.call.results[:LOOKED_AT], row.serial + 1)
            row.below = tuple((one.mask, self.seen.get(serial)) for serial, one in results)
        row.silent, row.unlooked = self.silent.get(row.serial, (None, 0))
        return row

    def serial_of(self, step: int) -> int | None:
        """The first row of the command of that step, or of its calls; None where it is kept no longer."""
        found = np.flatnonzero(self.ring.column("step") == step)
        if len(found):
            return self.ring.first + int(found[0])
        found = np.flatnonzero(self._old.column("step") == step)
        return self.kept[int(found[0])] if len(found) else None

    def noted_at(self, at: int) -> Row | None:
        """The note of that moment that tells something as a value, the first where several do; None: none is kept."""
        found = (serial for serial, row in self._made.items() if row.at == at and row.about is not None)
        serial = next(found, None)
        return None if serial is None else self.row(serial)

    def rows_of(self, serials: list[int]) -> dict[int, Row]:
        """The rows of these ordered serial numbers that are still kept; adjacent ones are cheap."""
        near = serials and serials[-1] - serials[0] < 2 * len(serials)
        if not near or not self.ring.first <= serials[0] <= serials[-1] < self.ring.next:
            return {serial: row for serial in serials if (row := self.row(serial)) is not None}
        wanted = set(serials)
        cells, first, found = self.ring.several(serials[0], serials[-1] + 1), serials[0], dict[int, Row]()
        head = self._head_of(first)
        for serial in range(first, serials[-1] + 1):
            head = head if cells[serial - first]["flags"] & CHILD else serial
            if serial not in wanted:
                continue
            row = self._made.get(serial) or row_of(self.ring, self.tables, serial, serial, cells[serial - first], head)
            found[serial] = self._looked(row)
        return found

    def _head_of(self, serial: int) -> int:
        """The row of the call that this result belongs to, if it is kept."""
        while serial > self.ring.first and self.ring.value(serial, "flags") & CHILD:
            serial -= 1
        return serial

    def columns(self, first_serial: int | None = None, count: int | None = None) -> Mapping[str, Any]:
        """``count`` rows from that serial number on as columns (see ``Columns``), as far as they are in the ring."""
        stop = None if count is None else (self.ring.first if first_serial is None else first_serial) + count
        return Columns(self.ring, self.tables, first_serial, stop)

    def kept_columns(self) -> Mapping[str, Any]:
        """The same for the rows that were kept from before the ring."""
        return Columns(self._old, self.tables, serials=np.array(self.kept, np.int64))

    def clear(self) -> int:
        """Forget all rows, not the counters and objects. Returns how many there were."""
        count = len(self)
        self.ring.clear()
        self._old.clear()
        self.kept.clear()
        self._made.clear()
        self._answers.clear()
        self.seen.clear()
        self.silent.clear()
        return count

    # Adding rows.

    def with_room(self, add: Callable[[], None]) -> None:
        """Add rows. If a table of words is full, the oldest rows are evicted to make room for new words."""
        while True:
            try:
                add()
                return
            except TableFull:
                self._evict(max(len(self.ring) // 8, 1))
                self._sweep()

    def add_row(self, at: int, do: str, **values: Any) -> Row:
        """Put a row at the end; ``values`` are fields of ``Row``."""
        row = Row(self.ring.next, at, do, **values)
        self.with_room(lambda: self._append(row))
        return row

    def _append(self, row: Row) -> None:
        """Put the row into the ring. What numbers cannot express is kept as an object, and kept longer."""
        kept = not row.is_call or row.error or row.interrupted or row.reentered or row.parent is not None
        cells = cells_of(row, self.tables, KEEP * bool(kept))
        serial = self.ring.append(**cells)
        for column in ("name", "did", "error", "how"):
            getattr(self.tables, column).mark(cells[column], serial + 1)
        if kept:
            self._made[serial] = row
            self._answers.keep(row)

    # Making room.

    def make_room(self) -> int:
        """Remove the oldest rows until there are no more rows or commands than allowed. Returns how many."""
        gone, spare = 0, self.capacity // 64
        while (over := len(self) - self.capacity) > 0:
            gone += self._evict(over + spare)
            spare = 0
        while len(self._made) > OBJECTS and len(self.ring):
            gone += self._evict(max(len(self.ring) // 16, 1))
        if gone and max(len(self.tables.name), len(self.tables.did)) > 4096:
            self._sweep()
        return gone

    def _sweep(self) -> None:
        self.tables.sweep(self.ring.first, self._old)

    def _evict(self, count: int) -> int:
        """Remove rows from the front of the ring, and the rest of a call that was cut. Returns how many are lost."""
        ring, first, before = self.ring, self.ring.first, len(self)
        stop = min(first + count, ring.next)
        while stop < ring.next and ring.value(stop, "flags") & CHILD:
            stop += 1
        self._keep([first + int(place) for place in np.flatnonzero(ring.column("flags", first, stop) & KEEP)])
        ring.evict(stop - first)
        over = len(self.kept) - min(KEPT, self.capacity // 2)
        if over > 0:
            for serial in self.kept[:over]:
                self._made.pop(serial, None)
            del self.kept[:over]
            self._old.evict(over)
        gone = before - len(self)
        self.evicted += gone
        return gone

    def _keep(self, serials: list[int]) -> None:
        for serial in serials:
            self._old.append(**self.ring.row(serial))
        self.kept += serials
