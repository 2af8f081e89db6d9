"""What came of a command of an experiment, so small that the answers of thousands can be kept beside their commands."""

from typing import Literal, NamedTuple

from ..values.facts import Entry
from ..values.masks import mask_words
from ..values.outcomes import Call, Failed, Interrupted, Outcome, Refused, Returned
from ..values.text import Text, in_short, text
from ..wording.answers import answer

How = Literal["done", "refused", "stopped"]
NAMED = 3
"""Results of a call that are named; the others are counted."""
LONGEST = 200
"""Characters of an answer that is kept."""


class Reply(NamedTuple):
    """``step`` is the number under which the history has it."""

    step: int
    how: How
    words: Text


def reply_of(entry: Entry) -> Reply:
    """The answer that this is."""
    return Reply(entry.step, how(entry.outcome), _words(entry.outcome))


def how(outcome: Outcome) -> How:
    """Whether it was done, was refused, or was ended before it had returned."""
    if isinstance(outcome, Refused | Failed):
        return "refused"
    return "stopped" if isinstance(outcome, Interrupted) else "done"


def _words(outcome: Outcome) -> Text:
    if isinstance(outcome, Returned) and outcome.call.results:
        return returned_names(outcome.call)
    found = answer(outcome)
    whole = str(found)
    return found if len(whole) <= LONGEST else text("{words}", words=in_short(whole, LONGEST))


def returned_names(call: Call) -> Text:
    """What a call returned: which file objects, for which events."""
    named = ", ".join(f"{one.name} {mask_words(one.mask, '|')}" for one in call.results[:NAMED])
    more = len(call.results) - NAMED
    return text("{named}", named=named) if more <= 0 else text("{named} and {n} more", named=named, n=f"{more:,}")
