"""What happened, as rows of a table: a ring of the newest. ``fold`` takes a batch in and says what changed by it.

Times are monotonic nanoseconds. The source of the batches may be a worker, a recording or another program.
"""

from typing import Any

import msgspec

from .commands import CloseSelector, UseBackend, verb
from .facts import Batch, Began, Entry, Fact, Grew, LoopCall, ObjectState, Status, Totals
from .outcomes import Call, Done, Failed, Interrupted, Looped, Outcome, Refused, Returned
from .pyline import answer, python_line, timeout_text
from .styles import variable
from .text import Text
from .traffic import DataLog

CAPACITY = 200_000
"""Rows that are kept."""


class Row(msgspec.Struct):
    """A line of the history: a command, a call (with its result where it has one), or a result under its call."""

    serial: int
    at: int
    do: str
    command: Any = None
    outcome: Any = None
    kind: str = ""
    call: int | None = None
    name: str | None = None
    fd: int | None = None
    timeout: Any = None
    waited: float | None = None
    mask: int | None = None
    raw: int | None = None
    backend: str = ""
    selector: str = ""
    did: Any = None
    count: int = 1
    error: Refused | None = None
    child: bool = False
    parent: int | None = None
    interrupted: bool = False
    reentered: int = 0
    results: int | None = None
    grew: Grew | None = None
    step: int = -1
    seen: Any = None

    @property
    def line(self) -> str:
        """The Python line, made when it is asked for."""
        if self.is_call:
            inner = f"{variable(self.selector)}." if self.selector else ""
            return f"{inner}select({timeout_text(self.timeout)})"
        return python_line(self.command, lambda name: self.kind)

    @property
    def answer(self) -> Text | None:
        """What came of it, in a few words, made when they are asked for."""
        return answer(self.outcome) if self.outcome is not None else None

    @property
    def is_call(self) -> bool:
        """Whether it is a call or a result of one, rather than a command."""
        return self.call is not None


class Change(msgspec.Struct, frozen=True):
    """What a batch changed: rows removed at the front and added at the end, rows that grew (by serial), objects."""

    evicted: int = 0
    added: int = 0
    grown: tuple[int, ...] = ()
    objects: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    status: bool = False
    refused: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = ()
    moved: tuple[str, ...] = ()


class Store:
    """The newest rows, every object's latest state, the worker's status and counters."""

    def __init__(self, capacity: int = CAPACITY):
        self.capacity = capacity
        self.reset()

    def reset(self) -> None:
        """As new: nothing has happened."""
        self.rows: list[Row] = []
        self.first_serial = 0
        self.evicted = 0
        self.objects: dict[str, ObjectState] = {}
        self.last: dict[str, tuple[int, int]] = {}
        self.status: Status | None = None
        self.totals = Totals()
        self.dropped = 0
        self.waiting: Began | None = None
        self.selector_closed = False
        self.data: dict[str, DataLog] = {}
        self._used: set[str] = set()
        self._serials: dict[int, int] = {}

    def kind_of(self, name: str) -> str:
        """The kind of the object of that name; empty where there is none."""
        found = self.objects.get(name)
        return found.kind if found else ""

    def is_used(self, name: str) -> bool:
        """Whether the name, or one derived from it (``pair.a``, ``pair-1``), was given in this session."""
        return name in self._used

    def row(self, serial: int) -> Row | None:
        """The row of that serial number, if it is still kept."""
        index = serial - self.first_serial
        return self.rows[index] if 0 <= index < len(self.rows) else None

    def fold(self, batch: Batch) -> Change:
        """Take a batch in."""
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
        before, grown, refused = len(self.rows), set[int](), list[Row]()
        for fact in batch.facts:
            self._take(fact, grown, refused)
        if batch.tail is not None:
            self._grow(batch.tail, grown)
        added = len(self.rows) - before
        self.totals, self.dropped = batch.totals, batch.dropped
        self.status = batch.status or self.status
        names = tuple(state.name for state in batch.objects)
        entries = tuple(fact for fact in batch.facts if isinstance(fact, Entry))
        evicted, added = self._evict(added)
        return Change(
            evicted,
            added,
            tuple(grown),
            names,
            batch.gone,
            batch.status is not None,
            tuple(refused),
            entries,
            tuple({piece.name for piece in batch.moved}),
        )

    def clear(self) -> int:
        """Forget every row; how many there were. Counters and objects stay."""
        count = len(self.rows)
        self.first_serial += count
        self.rows.clear()
        self._serials.clear()
        return count

    def forget_objects(self) -> None:
        """The worker they lived in is no more."""
        self.objects.clear()
        self.last.clear()
        self.data.clear()
        self.waiting = None

    def _evict(self, added: int) -> tuple[int, int]:
        """Rows to announce as removed from those that were shown, and as added, so that the ring is not exceeded."""
        over = len(self.rows) - self.capacity
        if over <= 0:
            return 0, added
        over = min(over + self.capacity // 20, len(self.rows))
        shown = len(self.rows) - added
        del self.rows[:over]
        self.first_serial += over
        self.evicted += over
        self._serials = {row: serial for row, serial in self._serials.items() if serial >= self.first_serial}
        return min(over, shown), added - max(over - shown, 0)

    def _take(self, fact: Fact, grown: set[int], refused: list[Row]) -> None:
        if isinstance(fact, Grew):
            self._grow(fact, grown)
        elif isinstance(fact, Began):
            self.waiting = fact
        elif isinstance(fact, LoopCall):
            self._serials = {fact.row: self.first_serial + len(self.rows)}
            self._add_call(fact.step, fact.outcome, refused)
        else:
            self._add_entry(fact, refused)

    def _grow(self, grew: Grew, grown: set[int]) -> None:
        row = self.row(self._serials.get(grew.row, -1))
        if row is None or grew.count <= row.count:
            return
        # The rows of one call stand together: those below the first grow with it.
        for serial in range(row.serial, row.serial + 1 + (row.results or 0) * ((row.results or 0) > 1)):
            found = self.row(serial)
            if found is not None:
                found.count, found.grew = grew.count, grew
                grown.add(serial)
                if found.name and found.call is not None:
                    self.last[found.name] = (found.call + grew.count - 1, found.mask or 0)

    def _new(self, at: int, do: str, **values: Any) -> Row:
        row = Row(self.first_serial + len(self.rows), at, do, **values)
        self.rows.append(row)
        return row

    def _add_entry(self, entry: Entry, refused: list[Row]) -> None:
        if self.waiting is not None and self.waiting.step == entry.step and entry.during is None:
            self.waiting = None
        if isinstance(entry.outcome, Returned | Failed | Interrupted):
            self._add_call(entry.step, entry.outcome, refused, entry.parent)
            return
        self._note_selector(entry)
        error = entry.outcome if isinstance(entry.outcome, Refused) else None
        name = getattr(entry.command, "name", None)
        found = self.objects.get(name) if name else None
        row = self._new(
            # A run is told when it has ended: its row stands after its calls, and so does its time.
            max(entry.at, self.rows[-1].at) if isinstance(entry.outcome, Looped) and self.rows else entry.at,
            verb(entry.command),
            command=entry.command,
            outcome=entry.outcome,
            kind=found.kind if found else "",
            name=name,
            fd=found.fd if found else None,
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
        error = outcome.error if isinstance(outcome, Failed) else None
        header = self._new(
            call.start,
            "select",
            outcome=outcome,
            call=call.number,
            timeout=call.timeout,
            waited=call.waited,
            backend=call.backend,
            selector=call.selector,
            error=error,
            interrupted=isinstance(outcome, Interrupted),
            reentered=call.reentered,
            results=len(call.results) if isinstance(outcome, Returned) else None,
            parent=parent,
            step=step,
        )
        if error is not None:
            refused.append(header)
        self._add_results(header, call)

    def _add_results(self, header: Row, call: Call) -> None:
        alone = len(call.results) == 1
        for result in call.results:
            row = header
            if not alone:
                row = self._new(
                    header.at, "select", call=call.number, backend=call.backend, child=True, step=header.step
                )
            row.name, row.fd, row.mask, row.raw = result.name, result.fd, result.mask, result.raw
            row.seen = result.seen
            if result.effect is not None:
                row.did, row.error = result.effect.did, result.effect.error or row.error
            self.last[result.name] = (call.number, result.mask)
