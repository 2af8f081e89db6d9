"""Why was this refused, and what would work instead? The exception is kept as it is, with advice beside it."""

import msgspec

from ..values.commands import AnyCommand
from ..values.outcomes import Refused
from ..values.text import text
from .refusal_case import Advice, Asked, Known
from .refusals import RULES

__all__ = ["COMPARE", "Advice", "advise", "meaning"]

COMPARE = text("To switch keeps what is open and registered; to compare plays everything anew on each selector class.")
"""Beside a remedy that is another selector class."""


def advise(command: AnyCommand, refused: Refused, backend: str, known: Known) -> Refused:
    """The refusal with a hint and a remedy added, if known. ``backend`` is that of its selector."""
    advice = _first(Asked(command, refused, backend, known))
    if advice is None:
        return refused
    return msgspec.structs.replace(refused, hint=advice.hint, remedy=advice.remedy, fact=advice.fact)


def meaning(command: AnyCommand | None, refused: Refused, backend: str) -> Advice | None:
    """What a refusal by Python means without a command; None if we do not know.

    ``command`` is what was asked, as far as it was one of ours; nothing of a session is looked at.
    """
    return _first(Asked(command, refused, backend))


def _first(asked: Asked) -> Advice | None:
    return next((advice for rule in RULES if (advice := rule(asked)) is not None), None)
