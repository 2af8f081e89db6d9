"""JSON of strangers: what Python's own reader lets pass or chokes on is refused, with its place and the reason.

Every search here takes time in proportion to the text, however it is made up.
"""

import codecs
import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from ..values.text import Text, text

DEEPEST = 64
"""Levels of nesting: far more than any experiment needs."""
LONGEST = 1000
"""Characters of a number: far more than any needs; turning digits into an int takes time by their square."""
MOST = 200_000
"""Lists and objects: with more of them a file of strangers takes longer than a second to look at."""
VALUES = 3 * MOST
"""Values that follow a comma, and keys."""
QUOTES = 4 * (VALUES + MOST)
ROW = 2000
"""Plain values side by side, with no list or object between them: the elements of a list, the keys of an object."""
SHOWN = 200
"""Characters of a value that a reason quotes."""
_AT_ONCE = 1 << 16
"""Bytes that are looked at together: what is cut out of them is never much, and a file of too much is soon left."""


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
    """The reader met something that it would let pass: the word, to find it again in the text, and what is wrong."""

    def __init__(self, what: str, reason: Text):
        super().__init__(what)
        self.what, self.reason = what, reason


class _Twice(ValueError):
    """A key stands twice: it is that of the pair so many in the object that is closed after so many others."""

    def __init__(self, key: str, closed: int, pair: int):
        super().__init__(key)
        self.closed, self.pair = closed, pair
        self.reason = text("the key {key} stands twice in one object", key=repr(key[:SHOWN]))


def decode(data: bytes) -> Any:
    """The value in these bytes. Raises Unreadable."""
    source = _decode_utf8(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    flat = _flat(data)  # places stay
    try:
        marks = _marks(flat)
        value = json.loads(
            source, object_pairs_hook=_Keys(), parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"line {error.lineno}, column {error.colno}", text("{why}", why=error.msg.removesuffix(" at"))
        ) from error
    except _TooMuch as error:
        raise Unreadable(_line_column(data, error.place), error.reason) from error
    except _Found as error:
        raise Unreadable(_line_column(data, _place_of_word(flat, error.what)), error.reason) from error
    except _Twice as error:
        raise Unreadable(_line_column(data, _place_of_key(flat, marks, error)), error.reason) from error
    if (place := _lone_surrogate(source)) is not None:
        raise Unreadable(
            _line_column(data, len(source[:place].encode())), text("half a surrogate pair is not a character")
        )
    return value


def is_crowded(source: str) -> bool:
    """Whether this JSON has more than ``MOST`` lists and objects: to make them would hold the interpreter's lock."""
    if source.count("[") + source.count("{") <= MOST:
        return False
    opened = 0
    for _, inside, pieces in _parts(_flat(source.encode(errors="surrogatepass"))):
        opened += sum(piece.count(b"[") + piece.count(b"{") for piece in pieces[inside::2])
    return opened > MOST


def _flat(data: bytes) -> bytes:
    """As long and without escapes, so that each quote begins or ends a string."""
    return data.replace(b"\\\\", b"..").replace(b'\\"', b"..") if b"\\" in data else data


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = text("it is not UTF-8: byte {value} ({why})", value=hex(error.object[error.start]), why=error.reason)
        raise Unreadable(f"byte {error.start}", reason) from error


class _Keys:
    """Makes the objects, in the order in which they are closed. Raises _Twice."""

    def __init__(self) -> None:
        self._closed = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # The last one would win in silence, as msgspec lets it too.
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            for pair, (key, _) in enumerate(pairs):
                if key in seen:
                    raise _Twice(key, self._closed, pair)
                seen.add(key)
        self._closed += 1
        return found


def _constant(word: str) -> NoReturn:
    raise _Found(word, text('{word} is not JSON; write "nan", "inf" or "-inf"', word=word))


def _integer(digits: str) -> int:
    return int(_not_too_long(digits))


def _float(digits: str) -> float:
    number = float(_not_too_long(digits))
    if math.isinf(number):
        raise _Found(digits, text('{number} is too large for a number here; write "inf"', number=digits))
    return number


def _not_too_long(digits: str) -> str:
    if len(digits) > LONGEST:
        # So much of it stands nowhere before: it would have been refused there.
        raise _Found(digits[: LONGEST + 1], text("a number has too many digits: {count}", count=f"{len(digits):,}"))
    return digits


# What stands outside of strings: its brackets, commas and colons, and where they are.


class _TooMuch(ValueError):
    """There is more than a bound; the place is the byte where the first of it stands."""

    def __init__(self, place: int, reason: Text):
        super().__init__(place)
        self.place, self.reason = place, reason


_MARKS = b"[]{},:"
_OTHERS = bytes(set(range(256)) - set(_MARKS))
_ROWS = bytes.maketrans(b"[]{}", b"    ")


def _marks(flat: bytes) -> bytes:
    """All of them, in their order. Raises _TooMuch."""
    if flat.count(b'"') > QUOTES:
        raise _TooMuch(0, text("it has too many strings: at most {n}", n=f"{QUOTES // 2:,}"))
    found, opened, parted, named = list[bytes](), 0, 0, 0
    for _, inside, pieces in _parts(flat):
        marks = b"".join(pieces[inside::2]).translate(None, _OTHERS)
        found.append(marks)
        opened += marks.count(b"[") + marks.count(b"{")
        parted += marks.count(b",")
        named += marks.count(b":")
        if opened > MOST or parted > VALUES or named > VALUES:
            raise _too_many(flat, opened, parted)
    whole = b"".join(found)
    _check_depth(flat, whole)
    _check_rows(flat, whole)
    return whole


def _too_many(flat: bytes, opened: int, parted: int) -> _TooMuch:
    marks, most = (b"[{", MOST) if opened > MOST else (b",", VALUES) if parted > VALUES else (b":", VALUES)
    reason = text(
        "it has too many values: at most {n} lists and objects, and {m} others", n=f"{MOST:,}", m=f"{VALUES:,}"
    )
    return _TooMuch(_place_of(flat, marks, most), reason)


def _check_depth(flat: bytes, marks: bytes) -> None:
    """Python's reader takes a thousand levels, C's stack willing."""
    depth, step = 0, {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
    for place, mark in enumerate(brackets := marks.translate(None, b",:")):
        depth += step[mark]
        if depth > DEEPEST:
            before = sum(brackets[:place].count(one) for one in (b"[", b"{"))
            reason = text("it is nested too deeply: at most {n} levels", n=DEEPEST)
            raise _TooMuch(_place_of(flat, b"[{", before), reason)


def _check_rows(flat: bytes, marks: bytes) -> None:
    commas = marks.translate(_ROWS, b":")
    before = 0
    for row in commas.split():
        before += len(row)
        if len(row) >= ROW:
            reason = text("it has too many values side by side: at most {n} in a list or an object", n=f"{ROW:,}")
            raise _TooMuch(_place_of(flat, b",", before - len(row) + ROW - 1), reason)


def _parts(flat: bytes) -> Iterator[tuple[int, int, list[bytes]]]:
    """Parts of the text: the byte where each begins, its pieces between quotes, and the first that is no string."""
    inside = 0
    for start in range(0, len(flat), _AT_ONCE):
        pieces = flat[start : start + _AT_ONCE].split(b'"')
        yield start, inside, pieces
        inside = (inside + len(pieces) - 1) % 2


def _place_of(flat: bytes, marks: bytes, number: int) -> int:
    """The byte at which the first of these marks stands that has ``number`` before it, outside of strings."""
    others = bytes(set(range(256)) - set(marks))
    for start, inside, pieces in _parts(flat):
        here = len(b"".join(pieces[inside::2]).translate(None, others))
        if here > number:
            return start + _place_in(pieces, inside, marks, number)
        number -= here
    return 0


def _place_in(pieces: list[bytes], inside: int, marks: bytes, number: int) -> int:
    at = 0
    for place, piece in enumerate(pieces):
        found = [] if place % 2 != inside else [at + one for one, byte in enumerate(piece) if byte in marks]
        if len(found) > number:
            return found[number]
        number -= len(found)
        at += len(piece) + 1
    return 0


def _place_of_word(flat: bytes, word: str) -> int:
    """Where ``word`` stands first outside of strings, and not as a part of another number."""
    pattern = rb'"[^"]*"|(?<![0-9.+-])' + re.escape(word.encode())
    return next((found.start() for found in re.finditer(pattern, flat) if flat[found.start()] != ord('"')), 0)


def _place_of_key(flat: bytes, marks: bytes, twice: _Twice) -> int:
    """Where a key stands for the second time in one object."""
    end = next(islice(re.finditer(rb"}", marks), twice.closed, None)).start()
    depth, begin = 1, end
    while depth:
        begin -= 1
        depth += {ord("}"): 1, ord("{"): -1}.get(marks[begin], 0)
    left = twice.pair
    for colon in range(begin, end):
        depth += {ord("{"): 1, ord("}"): -1}.get(marks[colon], 0)
        if depth == 1 and marks[colon] == ord(":"):
            left -= 1
            if left < 0:
                break
    place = _place_of(flat, b":", marks.count(b":", 0, colon))
    return flat.rfind(b'"', 0, flat.rfind(b'"', 0, place))


def _line_column(data: bytes, place: int) -> str:
    line = data.count(b"\n", 0, place) + 1
    return f"line {line}, column {len(data[data.rfind(10, 0, place) + 1 : place].decode()) + 1}"


_ESCAPES = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


def _lone_surrogate(source: str) -> int | None:
    """Where half a surrogate pair is written as an escape: Python reads it, and nobody can write it again."""
    if "\\ud" not in source and "\\uD" not in source:
        return None
    return next((escape.start() for escape in _ESCAPES.finditer(source) if escape[1]), None)
