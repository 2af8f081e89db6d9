"""Between the worker and whoever listens: bounded, and what finds no room is counted. State is never dropped.

``notify`` is called when something arrives in an empty outbox, so that at most one call is ever pending.
"""

import threading
from collections.abc import Callable

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
        self._gone: list[str] = []
        self._status: Status | None = None
        self._closed = False
        self.pending = False
        self.dropped = 0

    def put(self, fact: Fact) -> None:
        """Add a fact. Of those, only the calls of a run may find no room."""
        with self._room:
            if isinstance(fact, LoopCall) and len(self._facts) >= self._capacity:
                if not self._lossless:
                    self.dropped += 1
                    return
                self._room.wait_for(lambda: len(self._facts) < self._capacity or self._closed)
            self._facts.append(fact)
        self._wake()

    def put_state(self, objects: list[ObjectState], gone: list[str], status: Status | None) -> None:
        """Replace what is known of these objects and of the worker."""
        with self._room:
            self._objects.update((state.name, state) for state in objects)
            self._gone += gone
            self._status = status or self._status
        self._wake()

    def _wake(self) -> None:
        if not self.pending:
            self.pending = True
            self._notify()

    def take(self, totals: Totals, tail: Callable[[], Grew | None]) -> Batch:
        """Everything since the last time, with the counters and the row that is growing."""
        with self._room:
            self.pending = False
            batch = Batch(
                tuple(self._facts),
                tuple(self._objects.values()),
                tuple(self._gone),
                self._status,
                totals,
                tail(),
                self.dropped,
            )
            self._facts, self._objects, self._gone, self._status = [], {}, [], None
            self._room.notify_all()
        return batch

    def close(self) -> None:
        """Let nobody wait for room any more."""
        with self._room:
            self._closed = True
            self._room.notify_all()
