"""Whatever a user does is one of these values, and they are the experiment file's schema: frozen, without behaviour.

They name things by name, never by descriptor or object, so that each can be saved, replayed and shown.
"""

from typing import Annotated, Any, Literal

import msgspec

Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*\Z", max_length=100)]
"""The name given to what is opened."""
Reference = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\Z", max_length=200)]
"""The name of something open; dots belong to derived names (``pair.a``, ``server.1``)."""

Event = Literal["read", "write"]
Events = tuple[Event, ...] | int | None
"""An integer or None is allowed, so that invalid masks can be tried."""
Timeout = float | int | Literal["nan", "inf", "-inf"] | None
"""Seconds; None blocks. Passed on to ``select()`` unchanged, negative ones too."""


class Command(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="do"
):
    """What all commands share: their ``do`` in the file is their tag."""


class Open(Command, frozen=True, tag="open"):
    kind: str
    name: Name
    options: dict[str, Any] = {}


class OnName(Command, frozen=True):
    name: Reference


class Close(OnName, frozen=True, tag="close"):
    """Close the file object, as its own ``close()`` does; a registration of it stays."""


class Accept(OnName, frozen=True, tag="accept"):
    """Accept one connection from a listener."""


class Fill(OnName, frozen=True, tag="fill"):
    """Write until the OS takes no more."""


class Drain(OnName, frozen=True, tag="drain"):
    """Read until nothing is left."""


class _Watch(OnName, frozen=True):
    events: Events
    callback: str = "none"
    options: dict[str, Any] = {}
    note: str | None = None
    inside: Reference | None = msgspec.field(default=None, name="in")


class Register(_Watch, frozen=True, tag="register"):
    """``selector.register(fileobj, events, data)``; what ``data`` holds is the callback."""


class Modify(_Watch, frozen=True, tag="modify"):
    """``selector.modify(fileobj, events, data)``; without a callback the data becomes None, as in Python."""


class Unregister(OnName, frozen=True, tag="unregister"):
    inside: Reference | None = msgspec.field(default=None, name="in")


class GetKey(OnName, frozen=True, tag="get-key"):
    inside: Reference | None = msgspec.field(default=None, name="in")


class GetMap(Command, frozen=True, tag="get-map"):
    inside: Reference | None = msgspec.field(default=None, name="in")


class CloseSelector(Command, frozen=True, tag="close-selector"):
    inside: Reference | None = msgspec.field(default=None, name="in")


class Select(Command, frozen=True, tag="select"):
    """One ``select(timeout)``; ``during`` is given while the call is blocked."""

    timeout: Timeout
    during: tuple["AnyCommand", ...] = ()
    inside: Reference | None = msgspec.field(default=None, name="in")


class Run(Command, frozen=True, tag="run"):
    """``select(timeout)`` again and again, until ``calls`` or ``seconds`` are over or somebody pauses it."""

    calls: Annotated[int, msgspec.Meta(ge=0)] | None = None
    seconds: Annotated[float, msgspec.Meta(ge=0)] | None = None
    timeout: Timeout = None
    during: tuple["AnyCommand", ...] = ()
    inside: Reference | None = msgspec.field(default=None, name="in")


class Send(OnName, frozen=True, tag="send"):
    """One send or write of ``text`` (UTF-8), ``hex`` or ``size`` bytes; a datagram may go ``to`` a destination."""

    text: str | None = None
    hex: str | None = None
    size: Annotated[int, msgspec.Meta(ge=0, le=1 << 30)] | None = None
    to: str | None = None
    oob: bool = False


class Receive(OnName, frozen=True, tag="receive"):
    """One receive or read of at most ``size`` bytes."""

    size: Annotated[int, msgspec.Meta(ge=0, le=1 << 30)] = 65536
    oob: bool = False


class Shutdown(OnName, frozen=True, tag="shutdown"):
    how: Literal["read", "write", "both"]


class UseBackend(Command, frozen=True, tag="use-backend"):
    """Make another selector and carry the registrations over."""

    backend: str


class Note(Command, frozen=True, tag="note"):
    text: str


AnyCommand = (
    Open
    | Close
    | Register
    | Modify
    | Unregister
    | GetKey
    | GetMap
    | Select
    | Run
    | Send
    | Receive
    | Accept
    | Fill
    | Drain
    | Shutdown
    | UseBackend
    | CloseSelector
    | Note
)


def verb(command: Command) -> str:
    """The command's ``do``: ``open``, ``register``, ..."""
    return str(command.__struct_config__.tag)
