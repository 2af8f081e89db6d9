"""What others ask of the worker: they append and, if it is blocked, wake it; only the worker takes out. Bounded."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import msgspec

from ..values.commands import AnyCommand
from ..values.facts import Fact, ObjectState

CAPACITY = 65_536
"""Requests that may wait; beyond these, asking is refused. Tens of thousands of objects can be closed at once."""


class Do(msgspec.Struct, frozen=True):
    """Apply a command. ``step`` is its number, None to have one given."""

    command: AnyCommand
    step: int | None = None


class Play(msgspec.Struct, frozen=True):
    """Apply these one after the other, each when the one before was answered; calls at the pace of runs."""

    commands: tuple[AnyCommand, ...]


class Pause(msgspec.Struct, frozen=True):
    """End the blocked call and the run, if there is one."""


class Stop(msgspec.Struct, frozen=True):
    """End everything."""


class Adjust(msgspec.Struct, frozen=True):
    """Settings of the loop: calls a second (None: full speed), whether identical calls are grouped."""

    pace: float | None = None
    grouping: bool = True


class Look(msgspec.Struct, frozen=True):
    """Look at these file objects, and at what the kernel watches, as it is now. Nothing of it enters the history.

    ``inside`` names an opened selector; empty for the session's own.
    """

    names: tuple[str, ...] = ()
    kernel: bool = False
    inside: str = ""


class Sink(Protocol):
    """Takes everything that happens, on the worker's thread, making it wait for a moment at most."""

    def begin(self, objects: Sequence[ObjectState], backend: str) -> None:
        """From now on; what there is already."""

    def put(self, fact: Fact | None, objects: Sequence[ObjectState] = (), gone: Sequence[str] = ()) -> None:
        """A fact and the states that changed by it. Calls come ungrouped."""

    def end(self) -> None:
        """That was all."""


class Record(msgspec.Struct, frozen=True):
    """Hand everything to ``sink`` too from now on; None: no more."""

    sink: Any = None


Request = Do | Play | Pause | Stop | Adjust | Look | Record


class Full(Exception):
    """The worker has more requests waiting than it may."""


class Ended(Full):
    """The worker has ended: nothing is taken any more."""


class Inbox:
    """``requests`` in order. ``wake`` is called after each append: it interrupts the worker that waits elsewhere."""

    def __init__(self, wake: Callable[[], None], capacity: int = CAPACITY):
        self._wake = wake
        self._capacity = capacity
        self.requests: deque[Request] = deque()
        self._arrived = threading.Condition()
        self._ended = False

    def __len__(self) -> int:
        return len(self.requests)

    def put(self, request: Request, always: bool = False) -> None:
        """Append. Raises Full and Ended; a Stop, a Pause, an Adjust, a Record find room always, as does what waited."""
        with self._arrived:
            if not self._takes(request, always):
                return
            if not self._replaces(request):
                self.requests.append(request)
            self._arrived.notify()
        self._wake()

    def _replaces(self, request: Request) -> bool:
        """Whether it took the place of the Adjust that waits last: the later one says it all."""
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
        if isinstance(request, Stop | Pause):
            return not self.requests or self.requests[-1] != request  # the one before says it already
        if len(self.requests) >= self._capacity and not (always or isinstance(request, Adjust | Record)):
            raise Full(f"{self._capacity} requests are waiting for the worker")
        return True

    def peek(self) -> Request | None:
        """The next request, left where it is."""
        return self.requests[0] if self.requests else None

    def pop(self) -> Request:
        return self.requests.popleft()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until there is a request, or for so many seconds."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self.requests), seconds)

    def end(self) -> list[Request]:
        """Nobody takes out any more: refuse what comes. What waited is returned."""
        with self._arrived:
            self._ended = True
            left = list(self.requests)
            self.requests.clear()
        return left
