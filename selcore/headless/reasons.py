"""Why a result is there, and another is not, as the lines of ``run --json --why`` say it."""

from typing import Any

from ..explain.why_not import how_of, why_not
from ..explain.why_ready import why
from ..values.masks import to_events
from ..values.outcomes import Call, Failed, Interrupted, Result, Returned


def reasons(call: Call, result: Result) -> list[dict[str, Any]]:
    """One for each bit of the mask: its cause, ``next`` the call that is announced, ``says`` that in words.

    ``event`` is null for a mask of nothing; ``next`` is missing where nothing is announced.
    """
    answer = why(result, call.backend, result.seen, call.selector)
    return [
        {"event": next(iter(to_events(cause.event)), None), "cause": str(cause.cause)}
        | ({} if cause.claim is None else {"next": cause.claim.line()})
        | {"says": str(cause.next)}
        for cause in answer.causes
    ]


def silences(outcome: Returned | Failed | Interrupted) -> list[dict[str, Any]]:
    """One for each event that was watched and not returned, and for what waits unasked; ``next`` where it says
    something, ``says`` that in words."""
    call = outcome.call
    return [
        {"name": one.name, "event": next(iter(to_events(one.event)), None), "cause": str(one.cause)}
        | ({} if one.claim is None else {"next": one.claim.line()})
        | ({} if one.next is None else {"says": str(one.next)})
        for one in why_not(call.silent or (), call.backend, how_of(outcome))
    ]
