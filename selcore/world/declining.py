"""A command that is refused: by Python or the OS, whose exception is the answer, or by the playground itself."""

from collections.abc import Callable
from typing import Any

from ..callbacks.base import refusal
from ..values.commands import Command
from ..values.outcomes import Refused
from ..values.text import Text


class Declined(Exception):
    """A command was refused; ``refused`` is the outcome."""

    def __init__(self, refused: Refused):
        super().__init__(str(refused))
        self.refused = refused


def declined(type: str, message: Text, hint: Text | None = None, remedy: Command | None = None) -> Declined:
    """A refusal by the playground itself."""
    return Declined(Refused(type, str(message), by="playground", hint=hint, remedy=remedy))


def ask(action: Callable[..., Any], *given: Any) -> Any:
    """Call into Python or the OS; whatever is raised there is an answer and not a bug of ours."""
    try:
        return action(*given)
    except Exception as error:
        raise Declined(refusal(error)) from error
