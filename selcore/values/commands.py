"""Whatever a user does is one of these values, and they are the experiment file's schema: frozen, without behaviour.

They name things by name, never by descriptor or object, so that each can be saved, replayed and shown.
"""

from typing import Annotated, Any, Literal

import msgspec

Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*\Z", max_length=100)]
"""The name given to what is opened."""
Reference = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\Z", max_length=200)]
"""The name of something open; dots belong to derived names (``pair.a``, ``server.1``)."""

Id = Annotated[str, msgspec.Meta(max_length=100)]
"""Of a kind, a callback, a selector class."""
Remark = Annotated[str, msgspec.Meta(max_length=50_000)]
"""A note: more than a line of a form can hold."""
Address = Annotated[str, msgspec.Meta(max_length=5000)]
"""A host, or a path: longer than any that is one, so that those can be tried too."""
Payload = Annotated[str, msgspec.Meta(max_length=2 << 20)]
"""Bytes as text or hex: what is larger is sent as a ``size``."""

MOST_BYTES = 16 << 20
"""Bytes of one send or receive: what a stranger's file can make the program hold."""
Size = Annotated[int, msgspec.Meta(ge=0, le=MOST_BYTES)]

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
    kind: Id
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


class Reset(OnName, frozen=True, tag="reset"):
    """``SO_LINGER`` (1, 0), then close: a TCP connection ends with an RST."""


class Detach(OnName, frozen=True, tag="detach"):
    """``obj.detach()``: the object gives its descriptor, or what stands beneath it, away."""


class SoError(OnName, frozen=True, tag="so-error"):
    """``getsockopt(SOL_SOCKET, SO_ERROR)``: the pending error, which reading it takes away."""


class ReadLine(OnName, frozen=True, tag="read-line"):
    """One ``readline()``."""


class Wait(OnName, frozen=True, tag="wait"):
    """Wait a moment for a process to end."""


class Kill(OnName, frozen=True, tag="kill"):
    """SIGKILL to a process."""


class Stop(OnName, frozen=True, tag="stop"):
    """SIGSTOP to a process."""


class Continue(OnName, frozen=True, tag="continue"):
    """SIGCONT to a process."""


class _Watch(OnName, frozen=True):
    events: Events
    callback: Id = "none"
    options: dict[str, Any] = {}
    data: Any = None
    inside: Reference | None = msgspec.field(default=None, name="in")


class Register(_Watch, frozen=True, tag="register"):
    """``selector.register(fileobj, events, data)``: ``data`` holds the callback, or in its place any JSON value."""


class Modify(_Watch, frozen=True, tag="modify"):
    """``selector.modify(fileobj, events, data)``; with neither callback nor data that becomes None, as in Python."""


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

    text: Payload | None = None
    hex: Payload | None = None
    size: Size | None = None
    to: Address | None = None
    oob: bool = False


class Receive(OnName, frozen=True, tag="receive"):
    """One receive or read of at most ``size`` bytes."""

    size: Size = 65536
    oob: bool = False


class Shutdown(OnName, frozen=True, tag="shutdown"):
    how: Literal["read", "write", "both"]


class Connect(OnName, frozen=True, tag="connect"):
    """``connect_ex()`` to the address of something open, or to ``host`` and ``port``."""

    to: Reference | None = None
    host: Address | None = None
    port: int | None = None


class Bind(OnName, frozen=True, tag="bind"):
    """``bind()`` to ``host`` and ``port``, ``to`` the address of something else that is or was bound, or to a ``path``.

    An empty path is a file of the session's own; one that begins with NUL is in Linux's abstract namespace.
    """

    host: Address | None = None
    port: int | None = None
    path: Address | None = None
    to: Reference | None = None


class Listen(OnName, frozen=True, tag="listen"):
    """``listen(backlog)``. Without an address the OS gives a TCP socket one ``anywhere``, on every interface: to be
    reached from there has to be said."""

    backlog: int | None = None
    anywhere: bool = False


class Set(OnName, frozen=True, tag="set"):
    """Set an option: ``blocking``, or a socket's by its name in the ``socket`` module; a list is a C structure."""

    option: Annotated[str, msgspec.Meta(max_length=100)]
    value: bool | int | tuple[int, ...]


class Signal(Command, frozen=True, tag="signal"):
    """A signal for the selector's thread, delivered while it is blocked."""

    number: int


class Rename(OnName, frozen=True, tag="rename"):
    """Give another name; derived names follow."""

    to: Name


class UseBackend(Command, frozen=True, tag="use-backend"):
    """Make another selector and carry the registrations over."""

    backend: Id


class Note(Command, frozen=True, tag="note"):
    text: Remark


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
    | Reset
    | Detach
    | SoError
    | ReadLine
    | Wait
    | Kill
    | Stop
    | Continue
    | Connect
    | Bind
    | Listen
    | Set
    | Signal
    | Rename
    | UseBackend
    | CloseSelector
    | Note
)


def verb(command: Command) -> str:
    """The command's ``do``: ``open``, ``register``, ..."""
    return str(command.__struct_config__.tag)
