"""What happened as cells that SQLite can hold: what it cannot hold is clipped, visibly, and never ends a recording.

SQLite's integers have 64 bits, its text is UTF-8; a person may ask for descriptor -2**70, or for half a surrogate pair.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import structs

from ..values.commands import AnyCommand, Note
from ..values.outcomes import Done, Outcome, Refused, RunEnded
from ..values.text import text
from ..values.watched import Turn

LONGEST = 100_000
"""Characters of a cell of words."""
LARGEST = 4 << 20
"""Bytes of a cell of JSON: command and outcome of a row together stay below what a reader takes."""
TOLD = 64 << 10
"""Bytes of a cell of JSON about one result, object, turn or warning, as a reader takes it."""
_MOST = (1 << 63) - 1


class Json(str):
    """JSON, which must not be cut."""

    __slots__ = ()


def cell(value: Any) -> Any:
    """The nearest number of 64 bits; words without halves of pairs, and no longer than they may be; JSON as it is."""
    if isinstance(value, int):
        return max(-_MOST - 1, min(value, _MOST))
    return words(value) if type(value) is str else value


def words(value: str) -> str:
    """The text as valid UTF-8, cut at LONGEST characters."""
    cut = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return cut if cut.isascii() else cut.encode(errors="backslashreplace").decode()


def told(tell: Callable[[], str]) -> str:
    """The text that ``tell`` returns, or the error that it raises: the event is recorded in either case."""
    try:
        return tell()
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
        return f"cannot be told: {type(error).__name__}: {error}"


def json(value: Any) -> Json:
    """The value as JSON, with integers of any size."""
    try:
        return Json(msgspec.json.encode(value, enc_hook=str), "utf-8")
    except UnicodeEncodeError:
        return Json(msgspec.json.encode(_clean(msgspec.to_builtins(value, enc_hook=str))), "utf-8")


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value


def command_json(command: AnyCommand, line: str) -> Json:
    """The command; one that is too large for a cell is replaced by a note that begins with its line."""
    found = json(command)
    return found if len(found) <= LARGEST else json(Note(text=f"too large to be recorded: {line[:1000]}…"))


def outcome_json(outcome: Outcome) -> Json:
    """The outcome under the name of its kind. One that is too large is written without its answer."""
    kind = "Looped" if isinstance(outcome, RunEnded) else type(outcome).__name__  # as files of format 1 have it
    found = json({kind: outcome})
    return found if len(found) <= LARGEST else json({kind: _small(outcome)})


def turn_json(turn: Turn) -> Json:
    """The turn; of those that waited as many as a reader takes."""
    found = json(turn)
    while len(found) > TOLD and turn.waited:
        few = len(turn.waited) // 2
        turn = structs.replace(turn, waited=turn.waited[:few], others=turn.others + len(turn.waited) - few)
        found = json(turn)
    return found


def _small(outcome: Outcome) -> Outcome:
    if isinstance(outcome, Refused):
        return Refused(words(outcome.type), words(outcome.message), outcome.errno, outcome.by)
    return Done({}, text("what it answered is too large to be recorded")) if isinstance(outcome, Done) else outcome
