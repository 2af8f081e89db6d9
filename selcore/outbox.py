"""Between the worker and whoever listens: bounded, and what finds no room is counted. State is never dropped.

``notify`` is called when something arrives in an empty outbox, so that at most one call is ever pending.
"""

import threading
from collections.abc import Callable, Sequence

from .facts import Batch, Fact, Grew, LoopCall, ObjectState, Status, Totals

CAPACITY = 65_536
"""Rows that may wait."""


class Outbox:
    """Facts in order, the latest state of each object, the latest status. ``lossless``: wait for room, drop nothing."""

    def __init__(self, notify: Callable[[], None], capacity: int = CAPACITY, lossless: bool = False):
        self._notify = notify
        self._capacity = capacity
        self._lossless = lossless
        self._room = threading.Condition()
        self._facts: list[Fact] = []
        self._objects: dict[str, ObjectState] = {}
        self._told: set[str] = set()
        self._gone: list[str] = []
        self._status: Status | None = None
        self._lost_row = -1
        self._closed = False
        self.pending = False
        self.dropped = 0

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
            if fact is not None and self._fits(fact):
                self._facts.append(fact)
        if not self.pending:
            self.pending = True
            self._notify()

    def _remember(self, objects: Sequence[ObjectState], gone: Sequence[str]) -> None:
        self._objects.update((state.name, state) for state in objects)
        for name in gone:
            # Nobody need be told of what came and went between two looks.
            self._objects.pop(name, None)
            if name in self._told:
                self._told.remove(name)
                self._gone.append(name)

    def _fits(self, fact: Fact) -> bool:
        if isinstance(fact, LoopCall) and not self._lossless:
            if len(self._facts) < self._capacity:
                return True
            self.dropped += 1
            self._lost_row = fact.row
            return False
        if isinstance(fact, Grew) and fact.row == self._lost_row:
            return False
        room = self._capacity if isinstance(fact, LoopCall) else 2 * self._capacity
        self._room.wait_for(lambda: len(self._facts) < room or self._closed)
        return True

    def take(self, totals: Callable[[], Totals], tail: Callable[[], Grew | None], most: int | None = None) -> Batch:
        """What came since the last time, ``most`` facts of it, with the counters and the row that is growing."""
        with self._room:
            facts, self._facts = self._facts[:most], [] if most is None else self._facts[most:]
            self.pending = bool(self._facts)
            growing = tail()
            batch = Batch(
                tuple(facts),
                tuple(self._objects.values()),
                tuple(self._gone),
                self._status,
                totals(),  # not before: the counters must not be older than the facts
                growing if growing is None or growing.row != self._lost_row else None,
                self.dropped,
            )
            self._told.update(self._objects)
            self._objects, self._gone, self._status = {}, [], None
            self._room.notify_all()
        return batch

    def close(self) -> None:
        """Let nobody wait for room any more."""
        with self._room:
            self._closed = True
            self._room.notify_all()
