"""Between the worker and whoever listens: bounded, and what finds no room is counted. State is never dropped.

``notify`` is called when something arrives in an empty outbox, so that at most one call is ever pending.
"""

import threading
from collections.abc import Callable, Sequence

from ..values.call_block import CallBlock, together
from ..values.facts import Batch, Fact, GroupGrew, ObjectState, RunCall, Status, Totals

CAPACITY = 65_536
"""Rows that may wait."""
OBJECTS = 1000
"""File objects that nobody was told of yet, of which at most so many are told at once: to show one takes longer than a
row."""


class Outbox:
    """Facts in order, the latest state of each object, the latest status. ``lossless``: wait for room, drop nothing.

    ``told`` and ``taken`` count the facts that came in and went out.
    """

    def __init__(self, notify: Callable[[], None], capacity: int = CAPACITY, lossless: bool = False):
        self._notify = notify
        self._capacity = capacity
        self._lossless = lossless
        self._room = threading.Condition()
        self._facts: list[Fact] = []
        self._waiting = 0
        self._objects: dict[str, ObjectState] = {}
        self._told: set[str] = set()
        self._gone: list[str] = []
        self._status: Status | None = None
        self._lost_row = -1
        self._closed = False
        self.pending = False
        self.dropped = 0
        self.told = self.taken = 0

    def put(
        self,
        fact: Fact | None,
        objects: Sequence[ObjectState] = (),
        gone: Sequence[str] = (),
        status: Status | None = None,
    ) -> None:
        """Add a fact and, taken together with it or before it, what is now known of objects and of the worker.

        Of the facts, only the calls of a run may find no room and be dropped; the others wait for it.
        """
        with self._room:
            self._remember(objects, gone)
            self._status = status or self._status
            if isinstance(fact, CallBlock):
                self._add_calls(fact)
            elif fact is not None and self._fits(fact):
                self._append(fact, 1)
        self._announce()

    def _remember(self, objects: Sequence[ObjectState], gone: Sequence[str]) -> None:
        self._objects.update((state.name, state) for state in objects)
        for name in gone:
            # Nobody need be told of what came and went between two looks.
            self._objects.pop(name, None)
            if name in self._told:
                self._told.remove(name)
                self._gone.append(name)

    def _append(self, fact: Fact, rows: int) -> None:
        self._facts.append(fact)
        self._waiting += rows
        self.told += 1

    def _add_calls(self, calls: CallBlock) -> None:
        """As many of them as find room; the rest is dropped, or waits for room."""
        while len(calls) > (room := max(self._capacity - self._waiting, 0)):
            part, calls = calls.split(room) if room else (None, calls)
            if part is not None:
                self._append(part, room)
            if not self._lossless:
                self.dropped += len(calls)
                self._lost_row = calls.last
                return
            if self._closed:
                break
            self._announce()
            self._room.wait_for(lambda: self._waiting < self._capacity or self._closed)
        self._append(calls, len(calls))

    def _announce(self) -> None:
        if not self.pending:
            self.pending = True
            self._notify()

    def _fits(self, fact: Fact) -> bool:
        if isinstance(fact, RunCall) and not self._lossless:
            if self._waiting < self._capacity:
                return True
            self.dropped += 1
            self._lost_row = fact.row
            return False
        if isinstance(fact, GroupGrew) and fact.row == self._lost_row:
            self.dropped += fact.count - 1  # what it begins with was counted when it found no room
            return False
        room = self._capacity if isinstance(fact, RunCall) else 2 * self._capacity
        self._room.wait_for(lambda: self._waiting < room or self._closed)
        return True

    def take(
        self, totals: Callable[[], Totals], tail: Callable[[], GroupGrew | None], most: int | None = None
    ) -> Batch:
        """What came since the last time, ``most`` rows of it, with the counters and the row that is growing."""
        with self._room:
            if most is not None and (first := self._first_objects()):
                gone, self._gone = tuple(self._gone), []
                return Batch((), first, gone, totals=totals(), dropped=self.dropped)
            count = len(self._facts) if most is None else self._within(most)
            facts, self._facts = self._facts[:count], self._facts[count:]
            self._waiting -= sum(map(_rows, facts))
            self.taken += count
            self.pending = bool(self._facts)
            open_group, counters = tail(), totals()  # not before: the counters must not be older than the facts
            unseen = open_group.count - 1 if open_group is not None and open_group.row == self._lost_row else 0
            open_group = None if unseen else open_group
            objects, gone, status = tuple(self._objects.values()), tuple(self._gone), self._status
            self._told.update(self._objects)
            self._objects, self._gone, self._status = {}, [], None
            self._room.notify_all()
            dropped = self.dropped + unseen
        return Batch(tuple(together(facts)), objects, gone, status, counters, open_group, dropped)

    def _first_objects(self) -> tuple[ObjectState, ...]:
        """The first of many that nobody was told of; what happened to them comes after them. Else nothing."""
        if len(self._objects) <= OBJECTS:
            return ()
        fresh = [name for name in self._objects if name not in self._told]
        if len(fresh) <= OBJECTS:
            return ()
        first = fresh[:OBJECTS]
        self._told.update(first)
        return tuple(self._objects.pop(name) for name in first)

    def _within(self, most: int) -> int:
        """How many facts make up so many rows, or a few more: a block of calls is not cut."""
        rows = 0
        for number, fact in enumerate(self._facts, 1):
            rows += _rows(fact)
            if rows >= most:
                return number
        return len(self._facts)

    def close(self) -> None:
        """Let nobody wait for room any more."""
        with self._room:
            self._closed = True
            self._room.notify_all()


def _rows(fact: Fact) -> int:
    return len(fact) if isinstance(fact, CallBlock) else 1
