"""JSON of strangers: what Python's own reader lets pass or chokes on is refused, with its place and the reason.

Every search here takes time in proportion to the text, however it is made up.
"""

import json
import math
import re
from itertools import islice
from typing import Any, NoReturn

from .text import Text, text

DEEPEST = 64
"""Levels of nesting: far more than any experiment needs."""
LONGEST = 1000
"""Characters of a number: far more than any needs; turning digits into an int takes time by their square."""
MOST = 250_000
"""Lists and objects: with more of them a file of strangers takes longer than a second to look at."""
SHOWN = 300
"""Characters of a value that a reason quotes."""


class Unreadable(Exception):
    """The file is refused: ``place`` in it (``line 3, column 7`` or ``commands[2].timeout``) and ``reason``."""

    def __init__(self, place: str, reason: Text):
        self.place = short(place)
        self.reason = Text(reason.template, {name: short(value) for name, value in reason.values.items()})
        super().__init__(f"{self.place}: {self.reason}" if place else str(self.reason))


def short(value: Any) -> Any:
    """Strangers' words on one line of a bearable length, with nothing in them that a terminal obeys."""
    if not isinstance(value, str):
        return value
    cut = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
    return cut if cut.isprintable() else "".join(one if one.isprintable() else ascii(one)[1:-1] for one in cut)


class _Found(ValueError):
    """The reader met something that it would let pass: how to find it again in the text, and what is wrong with it."""

    def __init__(self, what: str, reason: Text, *, key: bool = False):
        super().__init__(what)
        self.what, self.reason, self.key = what, reason, key


def decode(data: bytes) -> Any:
    """The value in these bytes. Raises Unreadable."""
    source = _decode_utf8(data)
    # Without escapes each quote begins or ends a string; what replaces them is as long, so places stay.
    flat = source.replace("\\\\", "..").replace('\\"', "..")
    if (place := _too_deep(flat)) is not None:
        raise Unreadable(_line_column(source, place), text("it is nested too deep: at most {n} levels", n=DEEPEST))
    if (place := _too_many(flat)) is not None:
        raise Unreadable(
            _line_column(source, place), text("it has too many values: at most {n} lists and objects", n=f"{MOST:,}")
        )
    try:
        value = json.loads(
            source, object_pairs_hook=_unique, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"line {error.lineno}, column {error.colno}", text("{why}", why=error.msg.removesuffix(" at"))
        ) from error
    except _Found as found:
        place = _place_of_key(source, flat, found.what) if found.key else _place_of_word(flat, found.what)
        raise Unreadable(_line_column(source, place), found.reason) from found
    if (place := _lone_surrogate(source)) is not None:
        raise Unreadable(_line_column(source, place), text("half a surrogate pair is no character"))
    return value


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = text("it is not UTF-8: byte {value} ({why})", value=hex(error.object[error.start]), why=error.reason)
        raise Unreadable(f"byte {error.start}", reason) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # The last one would win in silence, as msgspec lets it too.
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Found(key, text("the key {key} stands twice in one object", key=repr(key)), key=True)
            seen.add(key)
    return found


def _constant(word: str) -> NoReturn:
    raise _Found(word, text('{word} is no JSON; write "nan", "inf" or "-inf"', word=word))


def _integer(digits: str) -> int:
    return int(_not_too_long(digits))


def _float(digits: str) -> float:
    number = float(_not_too_long(digits))
    if math.isinf(number):
        raise _Found(digits, text('{number} is larger than any number here; write "inf"', number=digits))
    return number


def _not_too_long(digits: str) -> str:
    if len(digits) > LONGEST:
        raise _Found(digits, text("a number has too many digits: {count}", count=f"{len(digits):,}"))
    return digits


_BRACKETS = re.compile(r"[^\[\]{}]+")
_TOKENS = re.compile(r'"[^"]*"|[\[\]{}:]')
_ESCAPES = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


def _line_column(source: str, position: int) -> str:
    line = source.count("\n", 0, position) + 1
    return f"line {line}, column {position - source.rfind(chr(10), 0, position)}"


def _too_deep(flat: str) -> int | None:
    """Where the first bracket beyond DEEPEST stands. Python's reader takes a thousand levels, C's stack willing."""
    depth = 0
    # First without the places, which are seldom asked for: the rest runs at the speed of the libraries' own loops.
    for bracket in _BRACKETS.sub("", "".join(flat.split('"')[::2])):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            return _place_of_depth(flat)
    return None


def _too_many(flat: str) -> int | None:
    """Where the first bracket beyond MOST stands."""
    outside = flat.split('"')[::2]
    if sum(part.count("[") + part.count("{") for part in outside) <= MOST:
        return None
    opening = (token.start() for token in _TOKENS.finditer(flat) if token[0] in "[{")
    return next(islice(opening, MOST, None))


def _place_of_depth(flat: str) -> int:
    depth = 0
    for token in _TOKENS.finditer(flat):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            return token.start()
    return 0


def _place_of_word(flat: str, word: str) -> int:
    """Where ``word`` stands first outside of strings, and not as a part of another number."""
    place = counted = quotes = 0
    while (place := flat.find(word, place)) >= 0:
        quotes += flat.count('"', counted, place)
        counted = place
        if quotes % 2 == 0 and flat[max(place - 1, 0)] not in "0123456789.+-":
            return place
        place += 1
    return 0


def _place_of_key(source: str, flat: str, key: str) -> int:
    """Where ``key`` stands for the second time in one object."""
    levels: list[set[str]] = []
    before = None
    for token in _TOKENS.finditer(flat):
        if token[0] in "[{":
            levels.append(set())
        elif token[0] in "]}":
            levels.pop()
        elif token[0] == ":" and before is not None:
            name = _unquoted(source[before.start() : before.end()])
            if name == key and name in levels[-1]:
                return before.start()
            levels[-1].add(name)
        before = token if token[0].startswith('"') else None
    return 0


def _unquoted(string: str) -> str:
    return str(json.loads(string)) if "\\" in string else string[1:-1]


def _lone_surrogate(source: str) -> int | None:
    """Where half a surrogate pair is written as an escape: Python reads it, and nobody can write it again."""
    if "\\ud" not in source and "\\uD" not in source:
        return None
    return next((escape.start() for escape in _ESCAPES.finditer(source) if escape[1]), None)
