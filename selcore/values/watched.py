"""What is told of a watched program beside its calls: its long turns, and what is wrong with it. A window, a recording
and whoever watches have the same values.

Times are monotonic nanoseconds of the system on which it ran; a process is named by its pid.
"""

from pathlib import PurePath
from typing import NamedTuple

import msgspec

from .text import Text

MOST_WAITED = 300
"""Descriptors that waited for a turn and are named."""


class Function(NamedTuple):
    """What the program called it, and where it begins; ``file`` is empty of what is not Python."""

    name: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.name} {PurePath(self.file).name}:{self.line}" if self.file else self.name


class Longest(msgspec.Struct, frozen=True):
    """What ran longest in a turn. ``known``: asyncio's handle was measured; else it is what was to be called."""

    function: Function
    seconds: float
    known: bool = True


class WaitedFor(msgspec.Struct, frozen=True):
    """A descriptor that waited for its turn, for so many seconds at most: no kernel tells since when it was ready."""

    fd: int
    name: str
    seconds: float


class ThreadDoing(msgspec.Struct, frozen=True):
    """What a thread did, in seconds at most; ``busy``: it could have computed and had no processor; ``what``: the main
    thing.

    ``what``: computing, sleeping, lock, child, reading, stdin, busy, stopped, other; empty where nobody could look,
    or looks do not tell.
    """

    what: str = ""
    computing: float = 0.0
    busy: float = 0.0


class Turn(msgspec.Struct, frozen=True):
    """What ran between two calls of one selector in one thread, long enough to be told.

    ``waited``: those that waited for it, MOST_WAITED at most; ``others`` more did. ``ready``: how many were
    ready when select() was entered again. ``start`` and ``end`` are monotonic ns. ``last``: seconds into it when its
    last handle began that took a millisecond and more; ``measured``: seconds in all such handles.
    """

    pid: int
    thread: int
    selector: int
    number: int
    start: int
    end: int
    handles: int
    longest: Longest | None
    waited: tuple[WaitedFor, ...]
    doing: ThreadDoing
    ready: int = 0
    last: float = 0.0
    measured: float = 0.0
    others: int = 0

    @property
    def seconds(self) -> float:
        """How long it was."""
        return (self.end - self.start) / 1e9

    @property
    def waiting(self) -> int:
        """How many descriptors waited."""
        return len(self.waited) + self.others


class ProgramWarning(msgspec.Struct, frozen=True):
    """A trouble of a watched program. ``function`` is who is to look at, ``at`` when it was seen (ns)."""

    lint: str
    pid: int
    name: str
    message: Text
    at: int
    function: Function | None = None
