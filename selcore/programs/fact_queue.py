"""What was told of a watched program and not taken yet: bounded, and what finds no room is counted.

Calls that are alike and follow each other at once are one row that grows.
"""

import threading
from collections import deque
from collections.abc import Sequence
from operator import sub
from typing import NamedTuple

from ..backends import default_backend
from ..values.call_block import CallBlock
from ..values.facts import Entry, Fact, GroupGrew, ObjectState, RecordsLost, RunCall
from ..values.outcomes import Call, Returned
from ..watching.turns import AT_ONCE, IDLE
from ..worker.inbox import Sink

MOST = 200_000
"""Rows that may wait."""
NOTES = 10_000
"""As many more are kept for what is no call."""


class Taken(NamedTuple):
    """What was taken: facts in order, the latest state of each object, those that are forgotten."""

    facts: tuple[Fact, ...]
    objects: tuple[ObjectState, ...]
    gone: tuple[str, ...]


class FactQueue:
    """A sink for one thread, from which another takes. ``calls`` and ``results`` count all that was put."""

    def __init__(self, grouping: bool = True):
        self.grouping = grouping
        self.calls = self.results = self.dropped = 0
        self._lock = threading.Lock()
        self._copy: Sink | None = None
        self._watched = ""
        self._facts: deque[Fact] = deque()
        self._rows = 0
        self._objects: dict[str, ObjectState] = {}
        self._gone: list[str] = []
        self._group: GroupGrew | None = None
        self._alike: Call | None = None
        self._told = 0
        self._last = 0
        self._end = 0

    def begin(self, objects: Sequence[ObjectState], backend: str, watched: str = "") -> None:
        """Nothing is there before."""
        self._watched = watched

    def end(self) -> None:
        """Nothing more will come: what waits is still to be taken."""
        self.share(None, ())

    def share(self, sink: Sink | None, states: Sequence[ObjectState]) -> None:
        """Give what is put from now on to this one too, each call; ``states`` are those of what is there."""
        if self._copy is not None:
            self._copy.end()
        self._copy = sink
        if sink is not None:
            sink.begin(states, default_backend().id, self._watched)

    def put(self, fact: Fact | None, objects: Sequence[ObjectState] = (), gone: Sequence[str] = ()) -> None:
        """One more."""
        if self._copy is not None:
            self._copy.put(fact, objects, gone)
        with self._lock:
            for state in objects:
                self._objects[state.name] = state
            for name in gone:
                self._objects.pop(name, None)
            self._gone += gone
            if isinstance(fact, RunCall):
                self._call(fact)
            elif isinstance(fact, CallBlock):
                self._block(fact)
            elif isinstance(fact, RecordsLost):
                self._flush()  # what comes next did not follow at once
            elif isinstance(fact, Entry):
                self._flush()
                self._add(fact, 1, MOST + NOTES)

    @property
    def more(self) -> bool:
        """Whether something waits."""
        return bool(self._facts or self._objects or self._gone or self._grown())

    @property
    def since(self) -> int:
        """When what has waited longest happened (monotonic ns); 0: nothing waits."""
        with self._lock:
            return _time_of(self._facts[0]) if self._facts else 0

    def take(self, most: int) -> Taken:
        """Facts that make so many rows, about, and all that was told of objects."""
        with self._lock:
            found, rows = list[Fact](), 0
            while self._facts and rows < most:
                found.append(self._facts.popleft())
                rows += _rows(found[-1])
            self._rows -= rows
            if not self._facts and self._group is not None and self._grown():
                found.append(self._group)
                self._told = self._group.count
            objects, gone = tuple(self._objects.values()), tuple(self._gone)
            self._objects, self._gone = {}, []
        return Taken(tuple(found), objects, gone)

    def _grown(self) -> bool:
        return self._group is not None and self._group.count > self._told

    def _call(self, fact: RunCall) -> None:
        call = fact.outcome.call
        self.calls, self.results = self.calls + 1, self.results + len(call.results)
        end = call.start + round(call.waited * 1e9)
        plain = self.grouping and isinstance(fact.outcome, Returned)
        if plain and self._follows(fact.row, call):
            self._grow(1, end, call.waited, call.waited, call.waited)
        else:
            self._flush()
            if self._add(fact, max(1, len(call.results)), MOST) and plain:
                self._alike, self._told = call, 1
                self._group = GroupGrew(fact.row, 1, end, call.waited, call.waited, call.waited)
        self._last, self._end = fact.row, end

    def _follows(self, row: int, call: Call) -> bool:
        """Whether it is like the one before, came right after it, and came back at once."""
        like, at_once = self._alike, round(call.waited * 1e9) < AT_ONCE and call.start - self._end < IDLE
        return (
            self._group is not None
            and like is not None
            and row == self._last + 1
            and at_once
            and (call.backend, call.timeout, call.selector) == (like.backend, like.timeout, like.selector)
            and call.results == like.results
        )

    def _block(self, block: CallBlock) -> None:
        """They are like the call before them, which was told."""
        self.calls, self.results = self.calls + len(block), self.results + len(block.ids)
        if self.grouping and self._group is not None and block.row == self._last + 1:
            waits = list(map(sub, block.ends, block.starts))  # of a loop that spins there are a thousand
            self._grow(len(block), block.ends[-1], min(waits) / 1e9, max(waits) / 1e9, sum(waits) / 1e9)
        else:
            self._flush()
            self._add(block, block.rows, MOST)
        self._last, self._end = block.last, block.ends[-1]

    def _grow(self, count: int, last: int, least: float, most: float, total: float) -> None:
        group = self._group
        assert group is not None
        self._group = GroupGrew(
            group.row, group.count + count, last, min(group.least, least), max(group.most, most), group.total + total
        )

    def _flush(self) -> None:
        """The row that grew is as long as it will be."""
        if self._group is not None and self._grown():
            self._facts.append(self._group)
        self._group = self._alike = None

    def _add(self, fact: Fact, rows: int, most: int) -> bool:
        if self._rows + rows > most:
            self.dropped += rows
            return False
        self._facts.append(fact)
        self._rows += rows
        return True


def _time_of(fact: Fact) -> int:
    """When it was over."""
    if isinstance(fact, RunCall):
        call = fact.outcome.call
        return call.start + round(call.waited * 1e9)
    if isinstance(fact, CallBlock):
        return fact.ends[0]
    return fact.last if isinstance(fact, GroupGrew) else fact.at


def _rows(fact: Fact) -> int:
    """As it was counted when it was added."""
    if isinstance(fact, CallBlock):
        return fact.rows
    return max(1, len(fact.outcome.call.results)) if isinstance(fact, RunCall) else int(isinstance(fact, Entry))
