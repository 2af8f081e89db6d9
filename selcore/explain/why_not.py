"""Why was this not returned? A sentence for each event that was asked for, and for what waits unasked."""

from collections.abc import Iterable

from ..values.commands import Close
from ..values.masks import READ, WRITE
from ..values.observed import Silent
from ..values.outcomes import Failed, Interrupted, Returned
from ..values.text import text
from .silences import RULES
from .silences.late import not_asked_for
from .silent_case import End, How, Silence, SilentCase

__all__ = ["UNKNOWN", "UNSEEN", "End", "How", "Silence", "best", "how_of", "why_not"]

UNSEEN = text("the kernel did not report it; nobody looked when the call returned")
UNKNOWN = text("the kernel did not report it, and says nothing of why")
"""Where no rule knows what it is: no more is claimed than that."""


def why_not(silent: Iterable[Silent], backend: str, how: How = "returned") -> tuple[Silence, ...]:
    """Explain what a call of ``backend`` did not return, in the order of its map."""
    return tuple(
        found for one in silent for event in (READ, WRITE) if (found := _silence(one, backend, event, how)) is not None
    )


def _silence(silent: Silent, backend: str, event: int, how: How) -> Silence | None:
    asked = silent.events & event
    if silent.mask & event or (not asked and event == WRITE):
        return None
    case = SilentCase(silent, backend, event, how)
    if not asked:
        return not_asked_for(case) if how != "raised" else None
    if not case.known:
        return case.silent("", UNSEEN)
    return _first(case) or case.silent("", UNKNOWN)


def _first(case: SilentCase) -> Silence | None:
    return next((found for rule in RULES if (found := rule(case)) is not None), None)


def how_of(outcome: object) -> How:
    """What became of the call that this is the outcome of."""
    hows: dict[type, How] = {Returned: "returned", Failed: "raised", Interrupted: "stopped"}
    return hows.get(type(outcome), "returned")


def best(silences: Iterable[Silence]) -> Silence | None:
    """The one to be said first while a call waits: what a command ends, what is asked for, what is there."""
    return min(silences, key=_rank, default=None)


def _rank(one: Silence) -> tuple[bool, ...]:
    """What closes something comes after all else that a command can do."""
    end = one.end or End(text(""))
    return end.by is None and not end.to, isinstance(end.by, Close), not one.asked, not one.holds, end.never
