"""The bounded queue of requests to the worker. Any thread appends and wakes it; only the worker takes requests out."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec

from ..values.commands import AnyCommand
from ..values.facts import Fact, ObjectState

CAPACITY = 65_536
"""Requests that may wait; more are refused. Closing tens of thousands of objects at once has to fit."""


class Do(msgspec.Struct, frozen=True):
    """Apply a command. ``step`` is its number; None: the next one."""

    command: AnyCommand
    step: int | None = None


class Play(msgspec.Struct, frozen=True):
    """Apply these commands one after the other; calls keep the pace of runs."""

    commands: tuple[AnyCommand, ...]


class Halt(msgspec.Struct, frozen=True):
    """Leave what has not been played of the ``Play`` in progress; a call that is blocked goes on."""


class Pause(msgspec.Struct, frozen=True):
    """End the blocked call, and the run if there is one."""


class StopWorker(msgspec.Struct, frozen=True):
    """End everything."""


class Adjust(msgspec.Struct, frozen=True):
    """Settings of runs: calls per second (None: full speed), and whether identical calls are grouped."""

    pace: float | None = None
    grouping: bool = True


class Look(msgspec.Struct, frozen=True):
    """Report the present state of these file objects and, with ``kernel``, what the kernel watches. Not a fact.

    ``inside`` names an opened selector; empty for the session's own. With ``silent``, also the states of all that the
    selector watches which is being called, or would be.
    """

    names: tuple[str, ...] = ()
    kernel: bool = False
    inside: str = ""
    silent: bool = False


class Sink(Protocol):
    """Receives everything that happens, on the worker's thread; it must not block for longer than a moment."""

    def begin(self, objects: Sequence[ObjectState], backend: str, watched: str = "") -> None:
        """Recording begins; ``objects`` are the states of what exists already, ``watched`` says which program of
        somebody's is watched."""

    def put(self, fact: Fact | None, objects: Sequence[ObjectState] = (), gone: Sequence[str] = ()) -> None:
        """A fact, and the states that changed by it. Calls are not grouped."""

    def end(self) -> None:
        """Nothing more will come."""


class Record(msgspec.Struct, frozen=True):
    """From now on, pass everything to ``sink`` as well; None ends that."""

    sink: Any = None


Request = Do | Play | Halt | Pause | StopWorker | Adjust | Look | Record


class Full(Exception):
    """Too many requests are waiting."""


class Ended(Full):
    """The worker has ended and takes no more requests."""


class Inbox:
    """``requests`` in order. ``wake`` is called after each append, to interrupt a worker that is blocked in a call."""

    def __init__(self, wake: Callable[[], None], capacity: int = CAPACITY):
        self._wake = wake
        self._capacity = capacity
        self.requests: deque[Request] = deque()
        self._arrived = threading.Condition()
        self._ended = False

    def __len__(self) -> int:
        return len(self.requests)

    def put(self, request: Request, always: bool = False) -> None:
        """Append. Raises Full and Ended. Stop, Halt, Pause, Adjust and Record always find room, and so does
        ``always``."""
        with self._arrived:
            if not self._takes(request, always):
                return
            if not self._replaces(request):
                self.requests.append(request)
            self._arrived.notify()
        self._wake()

    def _replaces(self, request: Request) -> bool:
        """Whether it replaced an Adjust at the end of the queue: the later one holds all settings."""
        try:
            if isinstance(request, Adjust) and isinstance(self.requests[-1], Adjust):
                self.requests[-1] = request
                return True
        except IndexError:
            pass  # the worker took the last one out meanwhile
        return False

    def _takes(self, request: Request, always: bool) -> bool:
        if self._ended:
            if isinstance(request, Do) or (isinstance(request, Record) and request.sink is not None):
                raise Ended("the worker has ended")
            return False
        if isinstance(request, StopWorker | Pause):
            return not self.requests or self.requests[-1] != request  # the one before says it already
        if len(self.requests) >= self._capacity and not (always or isinstance(request, Adjust | Halt | Record)):
            raise Full(f"{self._capacity} requests are waiting for the worker")
        return True

    def peek(self) -> Request | None:
        """The next request, which stays in the queue."""
        return self.requests[0] if self.requests else None

    def pop(self) -> Request:
        """Take the next request out. Raises IndexError."""
        return self.requests.popleft()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until there is a request, ``seconds`` at most."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self.requests), seconds)

    def end(self) -> list[Request]:
        """Refuse everything from now on. Returns the requests that were waiting."""
        with self._arrived:
            self._ended = True
            left = list(self.requests)
            self.requests.clear()
        return left
