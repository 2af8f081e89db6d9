"""What came of a command, as frozen values: what the OS and Python said, in their own words, with ours beside it."""

from typing import Any, Literal

import msgspec

from .commands import Command, Timeout
from .observed import Observed, Printed, Silent
from .text import Text


class Refused(msgspec.Struct, frozen=True):
    """An exception: ``type``, ``errno`` and ``message`` are its own.

    ``by`` tells whose it is: Python's or the OS's, or the playground's. ``hint`` is what we say beside it, ``remedy``
    a command that would do instead, ``fact`` the recorded fact that the hint rests on.
    """

    type: str
    message: str
    errno: int | None = None
    by: Literal["python", "playground"] = "python"
    hint: Text | None = None
    remedy: Command | None = None
    fact: str = ""

    def __str__(self) -> str:
        return f"{self.type}: {self.message}"


class PrintedValue(msgspec.Struct, frozen=True):
    """What a method of a selector returned as Python prints it, and the keys in it: of a map the first, by ``more``."""

    whole: str
    keys: tuple[Printed, ...] = ()
    more: int = 0


class Done(msgspec.Struct, frozen=True):
    """It was done; ``value`` is what it answered, in the words of the JSON contract. ``notice`` is ours beside it.

    ``shown`` is what Python returned, as it prints that; None where nobody asked for it.
    """

    value: dict[str, Any] = {}
    notice: Text | None = None
    shown: PrintedValue | None = None


class Effect(msgspec.Struct, frozen=True):
    """What a callback did, in words and as what others decide by. ``received`` and ``sent`` are bytes.

    ``eof``: it met the end and closed the object; ``opened`` is the name of the connection that it accepted.
    """

    did: tuple[Text, ...] = ()
    received: int = 0
    sent: int = 0
    error: Refused | None = None
    eof: bool = False
    opened: str = ""

    def __str__(self) -> str:
        return "; ".join(map(str, self.did))


class Attached(msgspec.Struct, frozen=True):
    """The data of a key where it is a value and no callback: nothing was done, and so it is empty as words."""

    data: Any

    def __str__(self) -> str:
        return ""


VALUES = frozenset((dict, list, tuple, str, int, float, bool))
"""The types of such data: whatever else a key holds, None apart, is a callback."""


class Result(msgspec.Struct, frozen=True, gc=False):
    """One ``(key, mask)`` of a call; ``raw`` are the OS's own flags, None where the backend has none.

    ``seen`` is the file object as it was when the call had returned and no callback had been called; None where it was
    not looked at. ``data`` is the key's, where that is a value and no callback.
    """

    name: str
    fd: int
    mask: int
    raw: int | None = None
    effect: Effect | None = None
    seen: Observed | None = None
    data: Any = None


class Call(msgspec.Struct, frozen=True):
    """One ``select(timeout)``: when it was made (monotonic ns), how long it waited (s), what it returned.

    ``reentered`` counts the wakes after which registrations had changed and the low-level call was made anew;
    ``unseen`` are the results, name and mask, that are there only for that: a plain select() or poll(), which waits for
    what was registered when it was called, would not have returned them.
    ``selector`` names the opened selector that was called; empty for the session's own. ``served`` (s) is how long
    after the call returned the last callback had; None where nothing was ready, or nobody measured. ``silent`` is what
    was watched and not returned, or not all of it, as far as somebody looked; ``unlooked`` are as many more.
    """

    number: int
    backend: str
    timeout: Timeout
    start: int
    waited: float
    results: tuple[Result, ...] = ()
    reentered: int = 0
    selector: str = ""
    served: float | None = None
    unseen: tuple[tuple[str, int], ...] = ()
    silent: tuple[Silent, ...] | None = None
    unlooked: int = 0


class Returned(msgspec.Struct, frozen=True):
    """The call returned."""

    call: Call


class Interrupted(msgspec.Struct, frozen=True):
    """The call was ended from outside before it returned: ``by`` whom."""

    call: Call
    by: Literal["pause", "max-wait", "seconds", "use-backend", "close-selector", "close", "stop"]


class Failed(msgspec.Struct, frozen=True):
    """The call raised."""

    call: Call
    error: Refused


class RunEnded(msgspec.Struct, frozen=True):
    """A run came to its end: how many calls and results, and what ended it."""

    calls: int
    results: int
    bounded_by: str
    backend: str


Outcome = Done | Refused | Returned | Interrupted | Failed | RunEnded


def results_of(outcome: Outcome) -> int:
    """How many results it brings: each is a row beneath its call."""
    return len(outcome.call.results) if isinstance(outcome, Returned | Interrupted | Failed) else 0


ELEMENT, RESULT = 250, 100
"""Bytes, about, of a key in a map, and of a result of a call."""


def size_of(outcome: Outcome) -> int:
    """Bytes, about, that its answer takes."""
    if isinstance(outcome, Done):
        keys = len(outcome.shown.keys) if outcome.shown is not None else 0
        return sum(_size(value) for value in outcome.value.values()) + keys * ELEMENT
    return RESULT * results_of(outcome)


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    return ELEMENT * len(value) if isinstance(value, list | tuple | dict) else 0
