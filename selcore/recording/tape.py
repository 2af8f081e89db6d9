"""The bounded queue from the worker, which must not wait for long, to the thread that writes. Lost calls are counted.

Commands and the states of objects always find room, if need be by waiting for it; calls do so only where told to.
"""

import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic_ns
from typing import TYPE_CHECKING

import msgspec

from ..values.call_block import CallBlock
from ..values.facts import CallBegan, Entry, Fact, GroupGrew, ObjectState, RecordsLost, RunCall
from ..values.outcomes import size_of

if TYPE_CHECKING:
    from ..values.outcomes import Call

CAPACITY = 150_000
"""Calls that may wait to be written, half a second of a busy loop. They are lost if the program is killed."""
MANY = 8192
"""Calls that are written in one go while the worker waits: both at once would hinder each other at each row."""
MOMENT = 0.05
"""Seconds that the worker waits at most, and not again until nearly all was written: a slow disk costs one wait."""
PIECES, MUCH = 20_000, 2000
"""Pieces that may wait, a long answer as several (PIECE); and the number from which on they are written at once."""
RESULTS = 2_000_000
"""Results of the calls that may wait: a call may have thousands."""
PIECE = 16384
"""Bytes of an answer that count as one more piece."""


class Lost(msgspec.Struct, frozen=True):
    """Consecutive calls that found no room: how many, and how many results they had. ``at`` in ns."""

    at: int
    calls: int
    results: int


class First(msgspec.Struct, frozen=True):
    """What exists when the recording begins."""

    objects: tuple[ObjectState, ...]
    backend: str
    watched: str = ""


Told = Fact | First | Lost | None


class Piece(msgspec.Struct, frozen=True):
    """A fact, the position of its first row among all rows, and the states of objects that changed by it."""

    position: int
    fact: Told
    objects: Sequence[ObjectState] = ()
    gone: Sequence[str] = ()


class Tape:
    """Pieces in order, from one thread to another. ``lossless``: ``put`` waits for room instead of dropping calls."""

    def __init__(self, lossless: bool = False, capacity: int = CAPACITY):
        self._lossless = lossless
        self._capacity = capacity
        self._room = threading.Condition()
        self._pieces: deque[Piece] = deque()
        self._waiting = self._results = self._heavy = 0
        self._next = 1
        self._missed: Lost | None = None
        self._ended = False
        self._torn = False
        self._stuck = False
        self.lost_calls = self.lost_results = 0

    def put(self, fact: Fact | First | None, objects: Sequence[ObjectState] = (), gone: Sequence[str] = ()) -> None:
        """Add what happened. What grows is not taken: each of its calls is put for itself; nor what only begins."""
        if isinstance(fact, GroupGrew | CallBegan):
            fact = None
        if self._torn or (fact is None and not objects and not gone):
            return
        rows, calls, results = _size(fact)
        with self._room:
            position, self._next = self._next, self._next + rows
            if calls and not self._fits():
                self._miss(calls, results)
                fact, calls = None, 0
            elif fact is not None:
                self._room.wait_for(lambda: len(self._pieces) + self._heavy < PIECES or self._torn)
                self._note_missed(position)
            if not self._torn and (fact is not None or objects or gone):
                self._pieces.append(Piece(position, fact, tuple(objects), tuple(gone)))
                self._waiting, self._results = self._waiting + calls, self._results + results * bool(calls)
                self._heavy += _weight(fact)
                self._room.notify_all()

    def _fits(self) -> bool:
        if self._lossless:
            self._room.wait_for(lambda: self._has_room() or self._torn)
        elif self._waiting >= MANY and not self._stuck:
            self._stuck = not self._room.wait_for(lambda: self._waiting < MANY // 4 or self._torn, MOMENT)
        return self._has_room()

    def _has_room(self) -> bool:
        return self._waiting < self._capacity and self._results < RESULTS

    def _miss(self, calls: int, results: int) -> None:
        self.lost_calls += calls
        self.lost_results += results
        missed = self._missed or Lost(monotonic_ns(), 0, 0)
        self._missed = Lost(missed.at, missed.calls + calls, missed.results + results)

    def _note_missed(self, position: int) -> None:
        if self._missed is not None:
            self._pieces.append(Piece(position - 1, self._missed))
            self._missed = None

    def end(self) -> None:
        """Nothing more will be put."""
        with self._room:
            self._note_missed(self._next)
            self._ended = True
            self._room.notify_all()

    def tear(self) -> None:
        """Nothing more will be taken: from now on ``put`` discards everything and never waits."""
        with self._room:
            self._torn = True
            self._pieces.clear()
            self._room.notify_all()

    def take(self, seconds: float | None) -> tuple[list[Piece], bool]:
        """The waiting pieces, and whether they are the last ones.

        ``seconds`` is how long to collect before returning, unless there is much; None: return as soon as there is any.
        """
        with self._room:
            if seconds is None:
                self._room.wait_for(lambda: bool(self._pieces) or self._ended)
            else:
                self._room.wait_for(lambda: self._waiting >= MANY or len(self._pieces) >= MUCH or self._ended, seconds)
            pieces = list(self._pieces)
            self._pieces.clear()
            return pieces, self._ended

    def written(self, piece: Piece) -> None:
        """Note that a piece was written: there is room again."""
        with self._room:
            _, calls, results = _size(piece.fact)
            self._waiting, self._results = self._waiting - calls, self._results - results
            self._heavy -= _weight(piece.fact)
            self._stuck = self._stuck and self._waiting >= MANY // 4
            self._room.notify_all()


def _size(fact: Told) -> tuple[int, int, int]:
    """The number of rows, calls and results of a fact."""
    if isinstance(fact, CallBlock):
        return len(fact), len(fact), len(fact.ids)
    if isinstance(fact, RunCall):
        call: Call = fact.outcome.call
        return 1, 1, len(call.results)
    return int(isinstance(fact, Entry | RecordsLost)), 0, 0


def _weight(fact: Told) -> int:
    """How many pieces more it counts for."""
    return size_of(fact.outcome) // PIECE if isinstance(fact, Entry) else 0
