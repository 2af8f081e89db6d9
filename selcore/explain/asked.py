"""A refusal with what was asked: what the rules of ``refusals`` are given, and the advice that they give back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..commands import Command
from ..outcomes import Refused
from ..text import Text

if TYPE_CHECKING:
    from ..fileobjects import FileObject
    from ..session import Session


class Advice(NamedTuple):
    """What it means and what to do; a command that would do it, where there is one; the recorded fact beneath."""

    hint: Text
    remedy: Command | None = None
    fact: str = ""


class Asked(NamedTuple):
    """``command`` is None where something else than a command raised; ``session`` where only the words are known."""

    command: Any
    refused: Refused
    backend: str
    session: "Session | None" = None

    @property
    def name(self) -> str:
        return getattr(self.command, "name", "") or ""

    @property
    def this(self) -> "FileObject | None":
        """The file object that the command names."""
        return self.session.objects.get(self.name) if self.session is not None and self.name else None

    @property
    def registered(self) -> bool:
        return self.session is not None and self.session.registry.key_of(self.name) is not None

    @property
    def usable(self) -> bool:
        """Whether a command on it could be done: it is open, or nothing is known of it."""
        return self.session is None or (self.this is not None and not self.this.closed)

    def says(self, *words: str) -> bool:
        """Whether the exception's message has one of these in it."""
        return any(word in self.refused.message for word in words)

    def does(self, *commands: type[Command]) -> bool:
        return isinstance(self.command, commands)


Rule = Callable[[Asked], Advice | None]
