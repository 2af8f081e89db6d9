"""What a recording may hold: the numbers, words and shapes that this program writes. Anything else raises ValueError or
the like.

Values are checked where they are read, so that whoever shows a recording can trust it as much as a worker.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import structs

from ..callbacks.key_data import refused_data
from ..files.strict_json import DEEPEST, is_crowded
from ..values.commands import AnyCommand, Note
from ..values.facts import ObjectState
from ..values.outcomes import Attached, Done, Effect, Interrupted, Outcome, Refused, RunEnded
from ..values.text import Text
from ..verbs import ANSWERS, VERBS
from ..wording.answers import answer
from ..wording.python_line import python_line
from .cells import LARGEST, LONGEST
from .own_sentences import safe_sentence

LATEST = 10**18
"""Nanoseconds: no machine runs for thirty years."""
NUMBERS = 1 << 53
"""Calls and positions: what is exact as a float too."""
SMALL = 1 << 31
"""Steps, descriptors, flags: what a column of the history holds."""
DIGITS = 3400
"""Bits of a number, some thousand digits: as many as an experiment may have."""
WORDS, JSON, MOST = 20_000, 64 << 10, 1_000_000
"""Characters of words within JSON, which are cut; of JSON about one result or object; values in all."""

ODD = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What code raises that meets values of a shape that it does not expect."""

T = TypeVar("T")


class _Unseen(msgspec.Struct):
    unseen: tuple[tuple[str, int], ...]


class _Command(msgspec.Struct):
    """Wraps a command: msgspec caches the decoder of a structure, but works out that of a union anew each time."""

    command: AnyCommand


class _Outcome(msgspec.Struct, forbid_unknown_fields=True):
    """The outcome of a command as the file has it: exactly one of these fields is set."""

    done: Done | None = msgspec.field(default=None, name="Done")
    refused: Refused | None = msgspec.field(default=None, name="Refused")
    looped: RunEnded | None = msgspec.field(default=None, name="Looped")

    def one(self) -> Outcome:
        for found in (self.done, self.refused, self.looped):
            if found is not None:
                return found
        raise ValueError("an outcome that says nothing")


def command_of(words: Any, line: Any) -> AnyCommand:
    """A command. One that no experiment may hold is shown as a note with its Python line."""
    value = plain(words)
    try:
        command = msgspec.convert({"command": value}, _Command).command
        python_line(command)
    except (msgspec.ValidationError, *ODD):
        # A person may try what no experiment may hold (a name with a blank): then its line is what can be shown.
        return Note(text=word(line, LONGEST + 1)[:1000])
    return command


def outcome_of(words: Any, command: AnyCommand) -> Outcome:
    """The outcome of this command."""
    found = _own(msgspec.convert(plain(words), _Outcome).one())
    if isinstance(found, Done):
        _check_answer(found.value, command)
    if isinstance(found, RunEnded):
        whole(found.calls, NUMBERS)
        whole(found.results, NUMBERS)
    answer(found)
    return found


def _check_answer(value: dict[str, Any], command: AnyCommand) -> None:
    found = VERBS[type(command)]
    if found.always and found.answers[0].field not in value:
        raise ValueError(f"an answer without its {found.answers[0].field}")
    if not isinstance(value.get("eof", False), bool):
        raise ValueError("an end that is none")
    for field in ANSWERS.keys() & value.keys():
        msgspec.convert(value, ANSWERS[field].shape)


def refused_of(words: Any) -> Refused:
    """Why a call failed."""
    return _own(msgspec.convert(plain(words, JSON), Refused))


def unseen_of(words: Any) -> tuple[tuple[str, int], ...] | None:
    """What a plain program would not have seen of a call that returned; None where this tells why one failed."""
    if type(words) is not str or not words.startswith('{"unseen":'):
        return None
    found = msgspec.convert(plain(words, JSON), _Unseen).unseen
    return tuple((word(name), whole(mask, 4)) for name, mask in found)


def effect_of(words: Any) -> Effect | Attached | None:
    """What a callback did, or the key's data, where that is a value; None where nothing is known of either."""
    if words is None:
        return None
    found = plain(words, JSON)
    if isinstance(found, dict) and found.keys() == {"data"}:
        return Attached(_data(found["data"]))
    effect = _own(msgspec.convert(found, Effect))
    whole(effect.received, LATEST)
    whole(effect.sent, LATEST)
    word(effect.opened)
    return _from_words(effect)


_EOF, _ACCEPTED = "EOF: unregistered, closed", "accepted {name}"
"""What the first recordings have in the place of ``Effect.eof`` and ``opened``, which they do not know."""


def _from_words(effect: Effect) -> Effect:
    eof = effect.eof or any(did.template == _EOF for did in effect.did)
    opened = effect.opened or next((str(did.values["name"]) for did in effect.did if did.template == _ACCEPTED), "")
    return structs.replace(effect, eof=eof, opened=opened)


def _data(value: Any) -> Any:
    if (reason := refused_data(value)) is not None:
        raise ValueError(str(reason))
    return value


def state_of(words: Any) -> ObjectState:
    """An object as it was last seen."""
    state = msgspec.convert(plain(words, JSON), ObjectState)
    for figure in (state.received, state.sent, state.pending):
        whole(figure, LATEST)
    _data(state.data)
    return state


def interrupted_by(words: Any) -> Any:
    """Who ended a call."""
    return msgspec.convert(words, Interrupted.__annotations__["by"])


def whole(value: Any, beyond: int, least: int = 0) -> int:
    """A whole number from ``least`` to before ``beyond``."""
    if type(value) is not int or not least <= value < beyond:
        raise ValueError(f"a number that is none: {str(value)[:40]}")
    return value


def optional(value: Any, beyond: int, least: int = 0) -> int | None:
    """The same, or None."""
    return None if value is None else whole(value, beyond, least)


def word(value: Any, longest: int = 1000) -> str:
    """Text of bounded length."""
    if type(value) is not str or len(value) > longest:
        raise ValueError("words that are none, or too many")
    return value


def check_calls(rows: Sequence[tuple[Any, ...]]) -> None:
    """That rows of the table ``calls`` are made of what they should be: positions, numbers, times, words, a list.

    SQLite keeps anything in any column. A column at once: there are thousands.
    """
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    for place, beyond in _NUMBERS.items():
        if set(map(type, columns[place])) - {int}:
            raise ValueError("a call whose numbers are none")
        if min(columns[place]) < 0 or max(columns[place]) >= beyond:
            raise ValueError("a call whose numbers are out of range")
    for place in (5, 6, 7):
        if set(map(type, columns[place])) - {str}:
            raise ValueError("a call whose words are none")
        if max(map(len, set(columns[place]))) > DIGITS:
            raise ValueError("a call whose words are too many")
    if any(start > end for start, end in zip(columns[3], columns[4], strict=True)):
        raise ValueError("a call that ended before it began")


_NUMBERS = {0: NUMBERS, 1: NUMBERS, 2: SMALL, 3: LATEST, 4: LATEST, 9: NUMBERS}
"""The columns of a call that hold a number: position, number, step, start, end, list; and what none is beyond."""


def plain(words: Any, longest: int = LARGEST) -> Any:
    """JSON as Python's own values, with bounded depth and count; text that is too long is cut."""
    if type(words) is not str or len(words) > longest or is_crowded(words):
        raise ValueError("JSON that is none, or too much")
    return _Bounded().value(msgspec.json.decode(words), DEEPEST)


class _Bounded:
    def __init__(self) -> None:
        self._count = 0

    def value(self, value: Any, depth: int) -> Any:
        self._count += 1
        if depth < 0 or self._count > MOST:
            raise ValueError("JSON that is nested too deep, or too much")
        if isinstance(value, dict):
            return {self.value(key, 0): self.value(one, depth - 1) for key, one in value.items()}
        if isinstance(value, list):
            return [self.value(one, depth - 1) for one in value]
        if isinstance(value, str) and len(value) > WORDS:
            return f"{value[:WORDS]}…"
        if isinstance(value, int) and value.bit_length() > DIGITS:
            raise ValueError("a number that is larger than any")
        return value


def _own(value: T) -> T:
    """The same value with every sentence in it made safe to show, whichever field it is in, and without a remedy."""
    if isinstance(value, Text):
        return safe_sentence(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(_own, value))  # type: ignore[return-value]
    if isinstance(value, Refused):
        optional(value.errno, SMALL, -SMALL)
        value = structs.replace(value, remedy=None)  # a recording is only looked at
    if isinstance(value, msgspec.Struct):
        changed = {name: _own(getattr(value, name)) for name in value.__struct_fields__}
        return structs.replace(value, **changed)
    return value
