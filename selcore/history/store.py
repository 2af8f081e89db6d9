"""The history of a session, folded from batches: its rows, its objects, its counters.

Times are monotonic nanoseconds. The source of the batches may be a worker, a recording or another program.
"""

from typing import Any

import msgspec

from ..values.call_block import CallBlock
from ..values.commands import AnyCommand, CloseSelector, Open, UseBackend, verb
from ..values.facts import Batch, CallBegan, Entry, Fact, GroupGrew, ObjectState, RunCall, Status, Totals
from ..values.outcomes import Call, Done, Failed, Interrupted, Outcome, Refused, Returned, RunEnded
from ..values.traffic import DataLog
from .alike_steps import alike_steps
from .call_columns import ResultCells, columns_of, gathered, last_seen
from .kept_rows import CAPACITY, KeptRows
from .row import Row, fields_of

__all__ = ["CAPACITY", "Change", "Row", "Store"]


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
    noted: tuple[Row, ...] = ()
    """Rows of notes that tell something as a value."""


class Store(KeptRows):
    """The kept rows, every object's latest state, the worker's status and counters."""

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.objects: dict[str, ObjectState] = {}
        self.last: dict[str, tuple[int, int]] = {}
        self.status: Status | None = None
        self.totals = Totals()
        self.dropped = 0
        self.waiting: CallBegan | None = None
        self.selector_closed = False
        self.data: dict[str, DataLog] = {}
        self._used: set[str] = set()
        self._asked: set[str] = set()
        self._growing = (-1, -1)
        self._kinds = ResultCells(self.tables)

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
        self._noted: list[Row] = []
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
        gone = self.make_room()
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
            tuple(self._noted),
        )

    def clear(self) -> int:
        """Forget all rows, not the counters and objects. Returns how many there were."""
        self._growing = (-1, -1)
        return super().clear()

    def forget_objects(self) -> None:
        """Forget all objects: their worker has ended."""
        self.objects.clear()
        self.last.clear()
        self.data.clear()
        self._asked.clear()
        self.waiting = None

    # Taking facts in.

    def _take(self, fact: Fact, grown: dict[int, int], refused: list[Row]) -> None:
        if isinstance(fact, CallBlock):
            self.with_room(lambda: self._add_calls(fact))
        elif isinstance(fact, GroupGrew):
            self._grow(fact, grown)
        elif isinstance(fact, CallBegan):
            self.waiting = fact
        elif isinstance(fact, RunCall):
            self._growing = (fact.row, self.ring.next)
            self._add_call(fact.step, fact.outcome, refused)
        elif isinstance(fact, Entry):
            self._add_entry(fact, refused)

    def _add_steps(self, entries: list[Any]) -> None:
        """Add consecutive steps that are alike as one block: hardly more expensive than a single one."""
        if self.waiting is not None and entries[0].step <= self.waiting.step <= entries[-1].step:
            self.waiting = None
        calls = gathered([one.outcome.call for one in entries], entries[0].step, self._growing[0])
        self.with_room(lambda: self._add_calls(calls, 1))

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
        row = self.add_row(
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
            about=entry.about,
        )
        if error is not None:
            refused.append(row)
        if entry.about is not None:
            self._noted.append(row)

    def _note_selector(self, entry: Entry) -> None:
        if isinstance(entry.outcome, Done) and isinstance(entry.command, CloseSelector | UseBackend):
            self.selector_closed = isinstance(entry.command, CloseSelector) and entry.command.inside is None

    def _add_call(self, step: int, outcome: Outcome, refused: list[Row], parent: int | None = None) -> None:
        call: Call = outcome.call  # type: ignore[union-attr]
        if isinstance(outcome, Returned) and not call.reentered and parent is None:
            self.with_room(lambda: self._add_calls(gathered([call], step, self._growing[0])))
            return
        error = outcome.error if isinstance(outcome, Failed) else None
        alone = call.results[0] if len(call.results) == 1 else None
        header = self.add_row(
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
                self.add_row(call.start, "select", **values, **fields_of(result))
        self.seen.add_last(call.results, self.ring.next)
        if call.silent is not None:
            self.silent.add_one(header.serial, (call.silent, call.unlooked))
