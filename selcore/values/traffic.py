"""What was sent and received, as pieces with offsets: bounded, so a gap between offsets is what was not kept."""

from collections import deque
from time import monotonic
from typing import Any

import msgspec

KEPT = 4096
"""Bytes of a piece that are kept; its ``size`` tells how many there were."""
PIECES = 1024
"""Pieces that may wait to be taken; then the oldest go."""

EVERY = 0.25
"""Seconds between two looks at what a fast loop has moved."""


class Moved(msgspec.Struct, frozen=True, gc=False):
    """``data`` is the beginning of ``size`` bytes that ``name`` sent or received at ``offset`` of its stream.

    Of a datagram ``sender`` is the address of whoever sent it, as Python has it; ``cut`` bytes of a packet did not fit
    and are lost, -1 where it is not known how many.
    """

    name: str
    sent: bool
    at: int
    offset: int
    size: int
    data: bytes
    sender: Any = None
    cut: int = 0


class Traffic:
    """Pieces on their way to whoever shows them. One thread appends to ``pieces``, one takes.

    Of a fast loop nearly all are overwritten before anybody takes them: they are plain tuples, and a Moved is made of
    what is taken.
    """

    def __init__(self) -> None:
        # A deque, because append and popleft need no lock between two threads.
        self.pieces: deque[tuple[Any, ...]] = deque(maxlen=PIECES)
        self._taken = 0.0

    def take(self, fast: bool = False) -> tuple[Moved, ...]:
        """Everything noted since the last time; no more, however fast more is noted meanwhile.

        ``fast``: where so much is noted that most of it is overwritten anyway, only so many times a second.
        """
        now = monotonic()
        if fast and len(self.pieces) == PIECES and now < self._taken + EVERY:
            return ()
        self._taken = now
        return tuple(Moved(*self.pieces.popleft()) for _ in range(len(self.pieces)))


class DataLog:
    """The newest pieces of one object, at most ``limit`` bytes of them."""

    def __init__(self, limit: int = 256 << 10):
        self._limit = limit
        self._bytes = 0
        self.pieces: deque[Moved] = deque()
        self.removed = 0

    def add(self, piece: Moved) -> None:
        self.pieces.append(piece)
        self._bytes += len(piece.data) + 64
        while self._bytes > self._limit:
            self._bytes -= len(self.pieces.popleft().data) + 64
            self.removed += 1
