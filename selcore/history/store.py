"""The history as rows of a table, of which the newest are kept. ``fold`` takes in a batch and returns what changed.

Results are columns of numbers; commands and what was refused are kept when a storm of results runs over. Times are
monotonic nanoseconds. The source of the batches may be a worker, a recording or another program.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import msgspec

from ..system.lazy import later
from ..values.call_block import CallBlock
from ..values.commands import AnyCommand, CloseSelector, Open, UseBackend, verb
from ..values.facts import Batch, CallBegan, Entry, Fact, GroupGrew, ObjectState, RunCall, Status, Totals
from ..values.outcomes import Call, Done, Failed, Interrupted, Outcome, Refused, Returned, RunEnded
from ..values.traffic import DataLog
from .alike_steps import alike_steps
from .answers import Answers
from .call_columns import ResultCells, columns_of, gathered, last_seen
from .columns import Columns
from .ring import CHILD, KEEP, Ring
from .row import Row, cells_of, fields_of, row_of
from .samples import Samples, SilentSamples
from .tables import Tables
from .word_tables import TableFull

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

__all__ = ["CAPACITY", "Change", "Row", "Store"]

CAPACITY = 1_000_000
"""Rows that are kept."""
KEPT = 20_000
"""Commands and refusals that are kept after the results around them were evicted."""
OBJECTS = 200_000
"""Commands kept in all. Each is a Python object; results are only numbers."""


class Change(msgspec.Struct, frozen=True):
    """What a batch changed: rows removed at the front and added at the end, rows that grew
    (the first by serial, and how many stand together), objects."""

    evicted: int = 0
    added: int = 0
    grown: tuple[tuple[int, int], ...] = ()
    objects: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    status: bool = False
    refused: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = ()
    moved: tuple[str, ...] = ()


class RowSequence(Sequence[Row]):
    """All rows of a store in order, made on access."""

    def __init__(self, store: "Store"):
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


class Store:
    """The newest rows, every object's latest state, the worker's status and counters.

    Rows are numbered from 0 on by their ``serial``: those from ``first_serial`` to before ``next_serial`` are all kept;
    of those before, ``kept`` are the serials of the commands and refusals that are still there.
    """

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
        self.objects: dict[str, ObjectState] = {}
        self.last: dict[str, tuple[int, int]] = {}
        self.status: Status | None = None
        self.totals = Totals()
        self.dropped = 0
        self.waiting: CallBegan | None = None
        self.selector_closed = False
        self.data: dict[str, DataLog] = {}
        self._made: dict[int, Row] = {}
        self._answers = Answers()
        self.seen = Samples()
        self.silent = SilentSamples()
        self._used: set[str] = set()
        self._asked: set[str] = set()
        self._growing = (-1, -1)
        self._kinds = ResultCells(self.tables)

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

    def kind_of(self, name: str) -> str:
        """The kind of the object of that name; empty if there is none."""
        found = self.objects.get(name)
        return found.kind if found else ""

    def is_used(self, name: str) -> bool:
        """Whether the name, or one derived from it (``pair.a``, ``pair-1``), was ever used or requested."""
        return name in self._used or name in self._asked

    def asked(self, command: AnyCommand) -> None:
        """Note a command that was sent and not answered yet: a name that it gives is taken."""
        if isinstance(command, Open):
            self._asked.add(command.name)

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
        row.silent, row.unlooked = self.silent.get(row.serial, (None, 0))
        return row

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

    def fold(self, batch: Batch) -> Change:
        """Take in a batch. Returns what changed."""
        self.objects.update((state.name, state) for state in batch.objects)
        for state in batch.objects:
            stem = state.name.partition(".")[0]
            self._used.update((stem, stem.rstrip("0123456789").removesuffix("-")))
        for name in batch.gone:
            self.objects.pop(name, None)
            self.last.pop(name, None)
            self.data.pop(name, None)
        for piece in batch.moved:
            if piece.name in self.objects:
                self.data.setdefault(piece.name, DataLog()).add(piece)
        before, grown, refused = self.ring.next, dict[int, int](), list[Row]()
        for facts in alike_steps(batch.facts):
            if len(facts) > 1:
                self._add_steps(facts)
            else:
                self._take(facts[0], grown, refused)
        if batch.tail is not None:
            self._grow(batch.tail, grown)
        self.totals, self.dropped = batch.totals, batch.dropped
        self.status = batch.status or self.status
        gone = self._make_room()
        return Change(
            gone,
            self.ring.next - before,
            tuple((serial, rows) for serial, rows in grown.items() if serial >= self.ring.first),
            tuple(state.name for state in batch.objects),
            batch.gone,
            batch.status is not None,
            tuple(refused),
            tuple(fact for fact in batch.facts if isinstance(fact, Entry)),
            tuple({piece.name for piece in batch.moved}),
        )

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
        self._growing = (-1, -1)
        return count

    def forget_objects(self) -> None:
        """Forget all objects: their worker has ended."""
        self.objects.clear()
        self.last.clear()
        self.data.clear()
        self._asked.clear()
        self.waiting = None

    # Making room.

    def _make_room(self) -> int:
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

    # Taking facts in.

    def _take(self, fact: Fact, grown: dict[int, int], refused: list[Row]) -> None:
        if isinstance(fact, CallBlock):
            self._with_room(lambda: self._add_calls(fact))
        elif isinstance(fact, GroupGrew):
            self._grow(fact, grown)
        elif isinstance(fact, CallBegan):
            self.waiting = fact
        elif isinstance(fact, RunCall):
            self._growing = (fact.row, self.ring.next)
            self._add_call(fact.step, fact.outcome, refused)
        else:
            self._add_entry(fact, refused)

    def _with_room(self, add: Any) -> None:
        """Add rows. If a table of words is full, the oldest rows are evicted to make room for new words."""
        while True:
            try:
                add()
                return
            except TableFull:
                self._evict(max(len(self.ring) // 8, 1))
                self._sweep()

    def _add_steps(self, entries: list[Any]) -> None:
        """Add consecutive steps that are alike as one block: hardly more expensive than a single one."""
        if self.waiting is not None and entries[0].step <= self.waiting.step <= entries[-1].step:
            self.waiting = None
        calls = gathered([one.outcome.call for one in entries], entries[0].step, self._growing[0])
        self._with_room(lambda: self._add_calls(calls, 1))

    def _add_calls(self, calls: CallBlock, steps: int = 0) -> None:
        """Add a block of calls: numbers into columns, without a Python object per call."""
        columns, heads = columns_of(calls, self.tables, self._kinds, steps)
        serial = self.ring.extend(len(columns["at"]), **columns)
        self._kinds.mark(calls, self.ring.next)
        self._growing = (calls.last, serial + heads)
        for name, call, mask in last_seen(calls):
            self.last[name] = call, mask
        self.seen.add(calls, serial)
        self.silent.add(calls, serial)

    def _grow(self, grew: GroupGrew, grown: dict[int, int]) -> None:
        row, serial = self._growing
        if grew.row != row or not self.ring.first <= serial < self.ring.next:
            return
        if grew.count <= self.ring.value(serial, "count"):
            return
        # The rows of one call stand together: those below the first grow with it.
        results = self.ring.value(serial, "results")
        rows = 1 + results * (results > 1)
        self.ring.grow(serial, rows, grew.count, grew.last, grew.least, grew.most, grew.total)
        grown[serial] = rows
        call, words = self.ring.value(serial, "call") + grew.count - 1, self.tables.name.words
        names, masks = (self.ring.column(column, serial, serial + rows).tolist() for column in ("name", "mask"))
        self.last.update((words[name], (call, mask)) for name, mask in zip(names, masks, strict=True) if name)

    def _new(self, at: int, do: str, **values: Any) -> Row:
        row = Row(self.ring.next, at, do, **values)
        self._with_room(lambda: self._append(row))
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

    def _add_entry(self, entry: Entry, refused: list[Row]) -> None:
        if self.waiting is not None and self.waiting.step == entry.step and entry.during is None:
            self.waiting = None
        if isinstance(entry.outcome, Returned | Failed | Interrupted):
            self._add_call(entry.step, entry.outcome, refused, entry.parent)
            return
        self._note_selector(entry)
        if isinstance(entry.command, Open):
            self._asked.discard(entry.command.name)
        error = entry.outcome if isinstance(entry.outcome, Refused) else None
        name = getattr(entry.command, "name", None)
        found = self.objects.get(name) if name else None
        newest = self.ring.value(self.ring.next - 1, "at") if len(self.ring) else 0
        row = self._new(
            # A run is told when it has ended: its row stands after its calls, and so does its time.
            max(entry.at, newest) if isinstance(entry.outcome, RunEnded) else entry.at,
            verb(entry.command),
            command=entry.command,
            outcome=entry.outcome,
            kind=found.kind if found else "",
            name=name,
            fd=found.number if found else None,
            error=error,
            parent=entry.parent,
            did=getattr(entry.outcome, "notice", None),
            step=entry.step,
        )
        if error is not None:
            refused.append(row)

    def _note_selector(self, entry: Entry) -> None:
        if isinstance(entry.outcome, Done) and isinstance(entry.command, CloseSelector | UseBackend):
            self.selector_closed = isinstance(entry.command, CloseSelector) and entry.command.inside is None

    def _add_call(self, step: int, outcome: Outcome, refused: list[Row], parent: int | None = None) -> None:
        call: Call = outcome.call  # type: ignore[union-attr]
        if isinstance(outcome, Returned) and not call.reentered and parent is None:
            self._with_room(lambda: self._add_calls(gathered([call], step, self._growing[0])))
            return
        error = outcome.error if isinstance(outcome, Failed) else None
        alone = call.results[0] if len(call.results) == 1 else None
        header = self._new(
            call.start,
            "select",
            outcome=outcome,
            call=call.number,
            timeout=call.timeout,
            waited=call.waited,
            backend=call.backend,
            selector=call.selector,
            interrupted=isinstance(outcome, Interrupted),
            reentered=call.reentered,
            results=len(call.results) if isinstance(outcome, Returned) else None,
            parent=parent,
            step=step,
            **{"error": error} | (fields_of(alone) if alone else {}),
        )
        if error is not None:
            refused.append(header)
        for result in call.results:
            self.last[result.name] = call.number, result.mask
            if alone is None:
                values = {"call": call.number, "backend": call.backend, "child": True, "step": step}
                self._new(call.start, "select", **values, **fields_of(result))
        self.seen.add_last(call.results, self.ring.next)
        if call.silent is not None:
            self.silent.add_one(header.serial, (call.silent, call.unlooked))
