"""Why a result is there, as the lines of ``run --json --why`` say it."""

from typing import Any

from ..explain.why_ready import why
from ..values.masks import to_events
from ..values.outcomes import Call, Result


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
