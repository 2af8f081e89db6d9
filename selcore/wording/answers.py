"""Every outcome in a few words."""

from typing import Any

from ..values.masks import mask_words
from ..values.outcomes import Call, Done, Failed, Interrupted, Outcome, Refused, RunEnded
from ..values.text import Text, text
from ..verbs import ANSWERS
from .durations import duration


def answer(outcome: Outcome) -> Text:
    """What came of it, in a few words."""
    if isinstance(outcome, Refused):
        return text("{error}", error=str(outcome))
    if isinstance(outcome, Failed):
        return text("{error}", error=str(outcome.error))
    if isinstance(outcome, Interrupted):
        return stopped(outcome)
    if isinstance(outcome, RunEnded):
        return _run(outcome)
    return _done(outcome.value) if isinstance(outcome, Done) else returned(outcome.call)


ROUNDING = 0.005
"""Seconds by which a call may end before its timeout and still have timed out: clocks and rounding."""


def returned(call: Call) -> Text:
    """What a call returned, as the header of its rows says it."""
    waited = duration(call.waited)
    if call.results:
        return text("{n} {n:result|results}, waited {waited}", n=len(call.results), waited=waited)
    if isinstance(call.timeout, str) or (call.timeout is not None and call.timeout <= 0):
        return text("[] nothing ready now")
    if call.timeout is None or call.waited + ROUNDING < call.timeout:
        # It has not timed out: what the kernel reported is registered no longer, or is masked away.
        return text("[] after {waited}: what was reported has no key", waited=waited)
    return text("[] timed out after {waited}", waited=waited)


def returned_by_all(call: Call, longest: float) -> Text:
    """The same of many that are alike, of which the longest waited so many seconds."""
    waited = duration(longest)
    if call.results:
        return text("{n} {n:result|results}, waited at most {waited}", n=len(call.results), waited=waited)
    if isinstance(call.timeout, str) or (call.timeout is not None and call.timeout <= 0):
        return text("[] nothing ready now")
    if call.timeout is None or longest + ROUNDING < call.timeout:
        return text("[] after {waited} at most: what was reported has no key", waited=waited)
    return text("[] timed out, after {waited} at most", waited=waited)


def plainly(call: Call) -> Text | None:
    """What a program with a plain select() or poll() would have seen instead of this call; None where it is the same.

    A call that was entered again returns what was registered meanwhile; that program's waits for what was registered
    when it was called, and of what was not asked for then it hears at its next call.
    """
    if not call.unseen:
        return None
    new = dict(call.unseen)
    left = [one for one in call.results if one.mask & ~new.get(one.name, 0)]
    if left:
        seen = ", ".join(f"{one.name} {mask_words(one.mask & ~new.get(one.name, 0), '|')}" for one in left)
        return text("plain {backend}() would have returned {seen} alone", backend=call.backend, seen=seen)
    if call.timeout is None:
        return text("plain {backend}() would wait on, for ever: it was not told of {names}",
                    backend=call.backend, names=", ".join(new))  # fmt: skip
    return text("plain {backend}() would wait on and return [] at the timeout: it was not told of {names}",
                backend=call.backend, names=", ".join(new))  # fmt: skip


def _run(outcome: RunEnded) -> Text:
    words = (
        text("{calls} {calls:call|calls}, {results} {results:result|results}; stopped by you")
        if outcome.bounded_by == "pause"
        else text("{calls} {calls:call|calls}, {results} {results:result|results}; ended by {by}")
    )
    values = {"calls": f"{outcome.calls:,}", "results": f"{outcome.results:,}", "by": outcome.bounded_by}
    return Text(words.template, values)


def stopped(outcome: Interrupted) -> Text:
    """A call that had not returned."""
    waited = duration(outcome.call.waited)
    if outcome.by == "pause":
        return text("stopped by you after {waited}; it had not returned", waited=waited)
    return text("ended by {by} after {waited}; it had not returned", by=outcome.by, waited=waited)


def _done(value: dict[str, Any]) -> Text:
    return next((one.words(value) for field, one in ANSWERS.items() if field in value), text("None"))
