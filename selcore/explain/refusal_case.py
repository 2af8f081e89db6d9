"""A refusal with what was asked: what the rules of ``refusals`` are given, and the advice that they give back."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ..values.commands import Command
from ..values.observed import State
from ..values.outcomes import Refused
from ..values.text import Text


class Advice(NamedTuple):
    """What it means and what to do; a command that would do it, where there is one; the recorded fact beneath."""

    hint: Text
    remedy: Command | None = None
    fact: str = ""


class Known(NamedTuple):
    """What is known of the session in which something was refused, as it was then."""

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
    closed_but_registered: tuple[str, ...] = ()
    """What is closed and still registered; looked for only where ``select()`` raised EBADF."""
    free_port: int | None = None
    """A port that is free on the same host; looked for only where a port was in use."""


class Asked(NamedTuple):
    """``command`` is None where something else than a command raised; ``known`` where only the words are known."""

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
        """Whether a command on it could be done: it is open, or nothing is known of it."""
        return self.known is None or (self.known.state is not None and not self.known.closed)

    def says(self, *words: str) -> bool:
        """Whether the exception's message has one of these in it."""
        return any(word in self.refused.message for word in words)

    def does(self, *commands: type[Command]) -> bool:
        return isinstance(self.command, commands)


Rule = Callable[[Asked], Advice | None]
