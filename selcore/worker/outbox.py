"""The bounded queue from the worker to its listener. Calls that find no room are dropped and counted; state never is.

Theory of operation
-------------------
``put`` runs on the worker's thread, ``take`` on the listener's. Both hold one condition for a moment.

The bound is in rows (CAPACITY): a block of calls may hold thousands, and each of them thousands of results; a long
answer, such as a map of thousands of keys, counts as the rows whose memory it takes (ROW). When the queue is full:

- Calls of a run (``CallBlock``, ``RunCall``) are dropped, and ``dropped`` counts them. A block is split: the part that
  finds room is kept.
- A group (``GroupGrew``) whose first call was dropped has no row it could extend; its further calls are counted too.
- Everything else (commands, the beginning of a call) waits for room. The bound for it is twice as high, so that a run
  which fills the queue does not delay an answer.
- States of objects and the status are not queued at all. Only the latest of each name is kept, so they do not grow;
  an object that came and went between two ``take``s is never reported.

``lossless`` (headless runs) drops nothing: a call waits for room as well, and the run is as slow as its listener.

``notify`` is called when something arrives in an empty outbox; after that ``pending`` is set until everything was
taken, so at most one notification is on its way. The counters are read after the facts were removed: they must not be
older than what they describe.
"""

import threading
from collections.abc import Callable, Sequence

from ..values.call_block import CallBlock, together
from ..values.facts import Batch, Entry, Fact, GroupGrew, ObjectState, RunCall, Status, Totals
from ..values.outcomes import results_of, size_of

CAPACITY = 65_536
"""Rows that may wait."""
ROW = 4096
"""Bytes of an answer that count as one more row."""
OBJECTS = 1000
"""New file objects that one bounded ``take`` reports at most: showing an object takes longer than showing a row."""


class Outbox:
    """Facts in order, the latest state of each object, the latest status. ``lossless``: wait for room, drop nothing."""

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
        """Whether something can be taken; ``notify`` was called for it."""
        self.dropped = 0
        """Rows that found no room, in all."""
        self.told = self.taken = 0
        """Facts that came in and went out, in all."""

    def put(
        self,
        fact: Fact | None,
        objects: Sequence[ObjectState] = (),
        gone: Sequence[str] = (),
        status: Status | None = None,
    ) -> None:
        """Add a fact with the states that changed by it. They are taken together with the fact, or before it.

        Waits while there is no room, unless the fact is a call of a run: that is dropped.
        """
        with self._room:
            self._remember(objects, gone)
            self._status = status or self._status
            if isinstance(fact, CallBlock):
                self._add_calls(fact)
            elif fact is not None and self._fits(fact):
                self._append(fact, _rows(fact))
        self._announce()

    def _remember(self, objects: Sequence[ObjectState], gone: Sequence[str]) -> None:
        self._objects.update((state.name, state) for state in objects)
        for name in gone:
            # An object that came and went between two takes is not reported.
            self._objects.pop(name, None)
            if name in self._told:
                self._told.remove(name)
                self._gone.append(name)

    def _append(self, fact: Fact, rows: int) -> None:
        self._facts.append(fact)
        self._waiting += rows
        self.told += 1

    def _add_calls(self, calls: CallBlock) -> None:
        """Append as many as there is room for; drop the rest, or wait (``lossless``)."""
        while calls.rows > (room := max(self._capacity - self._waiting, 0)):
            # Where there is any room a call fits, however many results it has.
            part, calls = calls.split(calls.fitting(room) or 1) if room else (None, calls)
            if part is not None:
                self._append(part, part.rows)
            if not calls:
                return
            if not self._lossless:
                self.dropped += len(calls)
                self._lost_row = calls.last
                return
            if self._closed:
                break
            self._announce()
            self._room.wait_for(lambda: self._waiting < self._capacity or self._closed)
        self._append(calls, calls.rows)

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
            self.dropped += fact.count - 1  # the first of them was counted when it found no room
            return False
        room = self._capacity if isinstance(fact, RunCall) else 2 * self._capacity
        self._room.wait_for(lambda: self._waiting < room or self._closed)
        return True

    def take(
        self, totals: Callable[[], Totals], tail: Callable[[], GroupGrew | None], most: int | None = None
    ) -> Batch:
        """What came since the last time, with the counters and the open group.

        ``most`` limits the rows; a block of calls is not cut, so there may be some more.
        """
        with self._room:
            if most is not None and (first := self._first_objects()):
                gone, self._gone = tuple(self._gone), []
                return Batch((), first, gone, totals=totals(), dropped=self.dropped)
            count = len(self._facts) if most is None else self._within(most)
            facts, self._facts = self._facts[:count], self._facts[count:]
            self._waiting -= sum(map(_rows, facts))
            self.taken += count
            self.pending = bool(self._facts)
            open_group, counters = tail(), totals()  # after the facts, or they could be older
            unseen = open_group.count - 1 if open_group is not None and open_group.row == self._lost_row else 0
            open_group = None if unseen else open_group
            objects, gone, status = tuple(self._objects.values()), tuple(self._gone), self._status
            self._told.update(self._objects)
            self._objects, self._gone, self._status = {}, [], None
            self._room.notify_all()
            dropped = self.dropped + unseen
        return Batch(tuple(together(facts)), objects, gone, status, counters, open_group, dropped)

    def _first_objects(self) -> tuple[ObjectState, ...]:
        """The first OBJECTS of many new objects; their facts stay for the next take. Empty if there are not so many."""
        if len(self._objects) <= OBJECTS:
            return ()
        fresh = [name for name in self._objects if name not in self._told]
        if len(fresh) <= OBJECTS:
            return ()
        first = fresh[:OBJECTS]
        self._told.update(first)
        return tuple(self._objects.pop(name) for name in first)

    def _within(self, most: int) -> int:
        """How many facts make up ``most`` rows or slightly more."""
        rows = 0
        for number, fact in enumerate(self._facts, 1):
            rows += _rows(fact)
            if rows >= most:
                return number
        return len(self._facts)

    def close(self) -> None:
        """Release whoever waits for room, for good."""
        with self._room:
            self._closed = True
            self._room.notify_all()


def _rows(fact: Fact) -> int:
    if isinstance(fact, CallBlock):
        return fact.rows
    if isinstance(fact, Entry | RunCall):
        return max(1, results_of(fact.outcome)) + size_of(fact.outcome) // ROW
    return 1
