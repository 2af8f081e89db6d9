"""A refusal with the command that caused it: the input of the rules in ``refusals``, and their advice."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..values.commands import Command
from ..values.observed import State
from ..values.outcomes import Refused
from ..values.text import Text


class Advice(NamedTuple):
    """What the refusal means and what to do, with a command that does it, if any, and the recorded fact behind it."""

    hint: Text
    remedy: Command | None = None
    fact: str = ""


class Known(NamedTuple):
    """The state of the session at the moment of the refusal."""

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
    on_disk: bool = False
    """Whether it is a file, a directory or a device, which epoll may not take."""
    can_unregister: tuple[str, ...] = ()
    """Those of ``closed_but_registered`` that ``unregister()`` finds: of some, fileno() raises when they are closed."""
    closed_but_registered: tuple[str, ...] = ()
    """The objects that are closed and still registered; filled in only if ``select()`` raised EBADF."""
    free_port: int | None = None
    """A port that is free on the same host; filled in only if a port was in use."""


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

    def says(self, *words: str) -> bool:
        """Whether the exception's message contains one of these."""
        return any(word in self.refused.message for word in words)

    def does(self, *commands: type[Command]) -> bool:
        return isinstance(self.command, commands)


Rule = Callable[[Asked], Advice | None]
