"""A refusal with the command that caused it: the input of the rules in ``refusals``, and their advice."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from ..values.commands import Close, Command, Event, Register, Unregister
from ..values.observed import Observed, State
from ..values.outcomes import Refused
from ..values.text import Text


class Advice(NamedTuple):
    """What the refusal means and what to do, with a command that does it, if any, and the recorded fact behind it."""

    hint: Text
    remedy: Command | None = None
    fact: str = ""


class WantedAddress(NamedTuple):
    """What was to be bound: a port, or a path; neither where none was given. ``datagrams``: a port of UDP."""

    host: str = ""
    port: int | None = None
    path: str = ""
    datagrams: bool = False


class Holder(NamedTuple):
    """Who has an address that was asked for, as far as it can be seen.

    ``what``: it ``listens`` there, or is only ``bound``; ``time-wait``, a connection is remembered for ``seconds``;
    ``closing``, one that was closed on this side waits for its other end; where these are ``reusable``, SO_REUSEADDR
    before bind lets it be had now; a ``file`` that is no socket stands at the path, or one that was ``left``, of no
    socket that is open. ``name`` is the session's own object, ``pid`` and ``process`` are another's, ``uid`` its user;
    ``unsearched``: there was no time to look through all processes.
    """

    what: Literal["listens", "bound", "time-wait", "closing", "file", "left"]
    name: str = ""
    pid: int | None = None
    process: str = ""
    uid: int | None = None
    seconds: float | None = None
    reusable: bool = False
    unsearched: bool = False


class OpenFiles(NamedTuple):
    """Descriptors: how many this process may have, has (None: not known), and from which on they are a session's."""

    limit: int
    used: int | None
    floor: int


class Known(NamedTuple):
    """The state of the session at the moment of the refusal."""

    seen: Observed | None = None
    """How that object was, looked at after the refusal; None where there is none, or nobody looked."""
    state: State | None = None
    """The state of the file object that the command names; None where it names none."""
    closed: bool = False
    """Whether that file object is closed."""
    registered: bool = False
    """Whether it has a key."""
    key_owner: str = ""
    """The name under which its descriptor is registered, which may be another object's; empty where it is not."""
    selector: str = ""
    """The name of the opened selector that was called; empty for the session's own."""
    is_selector: bool = False
    """Whether it is an opened selector."""
    on_disk: bool = False
    """Whether it is a file, a directory or a device, which epoll may not take."""
    can_unregister: tuple[str, ...] = ()
    """Those of ``closed_but_registered`` that ``unregister()`` finds: of some, fileno() raises when they are closed."""
    closed_but_registered: tuple[str, ...] = ()
    """The objects that are closed and still registered; filled in only if ``select()`` raised EBADF."""
    too_large: tuple[str, ...] = ()
    """What is watched by a number above a C int; filled in only if something raised OverflowError."""
    files: OpenFiles | None = None
    """How many descriptors there are; filled in only if there were too many."""
    opens: Literal["", "child", "unix connection"] = ""
    """What was to be opened, as far as a refusal depends on it; filled in only if EAGAIN was said."""
    at_path: Literal["", "socket", "named pipe", "special file", "other"] = ""
    """What is at the path that was to be opened; filled in only if open() said ENXIO or EOPNOTSUPP."""
    has_address: bool | None = None
    """Whether the socket is bound; filled in only if bind() said EINVAL."""
    broadcasts: bool | None = None
    """Whether SO_BROADCAST is set; filled in only if a permission was denied."""
    free_port: int | None = None
    """A port that is free on the same host; filled in only if a port was in use."""
    wanted: WantedAddress | None = None
    """The address that was asked for; filled in only if it was in use."""
    holder: Holder | None = None
    """Who has the address; filled in only if one was in use."""


class Asked(NamedTuple):
    """``command`` is None if something else raised; ``known`` is None if only the message is known."""

    command: Any
    refused: Refused
    backend: str
    known: Known | None = None

    @property
    def name(self) -> str:
        return getattr(self.command, "name", "") or ""

    @property
    def registered(self) -> bool:
        return self.known is not None and self.known.registered

    @property
    def state(self) -> State | None:
        """The state of the file object that the command names, where it is known."""
        return self.known.state if self.known is not None else None

    @property
    def usable(self) -> bool:
        """Whether a command on the object could succeed: it is open, or nothing is known about it."""
        return self.known is None or (self.known.state is not None and not self.known.closed)

    @property
    def registrable(self) -> bool:
        """Whether it could be registered, so far as is known: it has no key, nor its descriptor, and epoll takes it."""
        known = self.known
        if known is None:
            return True
        return self.usable and not known.registered and not known.key_owner and not self._never_by_epoll

    @property
    def _never_by_epoll(self) -> bool:
        return self.known is not None and self.known.on_disk and self.backend == "epoll"

    @property
    def seen(self) -> Observed | None:
        return self.known.seen if self.known is not None else None

    @property
    def is_selector(self) -> bool:
        """Whether the object is an opened selector, whose ``select()`` can be called."""
        return self.known is not None and self.known.is_selector

    def watch(self, event: Event) -> Register | None:
        """Watch it for what it has to wait for; None where it is watched already, or cannot be."""
        if self.known is None or not self.name or not self.registrable:
            return None
        return Register(name=self.name, events=(event,))

    def leave(self) -> Command | None:
        """What has ended is unregistered first, then closed."""
        if self.known is None or not self.name:
            return None
        return Unregister(name=self.name) if self.registered else Close(name=self.name)

    def says(self, *words: str) -> bool:
        """Whether the exception's message contains one of these."""
        return any(word in self.refused.message for word in words)

    def does(self, *commands: type[Command]) -> bool:
        return isinstance(self.command, commands)


Rule = Callable[[Asked], Advice | None]
