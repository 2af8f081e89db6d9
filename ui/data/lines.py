"""Bytes as lines that one can read: offset, hexadecimal, and beside it what they are as UTF-8."""

from typing import NamedTuple

NEWLINE, NOT_TEXT = "⏎", "·"


class Line(NamedTuple):
    """``offset`` in the stream; ``hex`` of so many bytes; ``text``: each character in the line that it begins in."""

    offset: int
    hex: str
    text: str


def lines_of(data: bytes, offset: int, width: int) -> list[Line]:
    """The lines of a piece that begins at that offset, ``width`` bytes each, in groups of eight."""
    characters = _characters(data)
    return [
        Line(offset + start, _hex(data[start : start + width]), "".join(characters[start : start + width]))
        for start in range(0, len(data), width)
    ]


def _hex(data: bytes) -> str:
    return "  ".join(data[start : start + 8].hex(" ") for start in range(0, len(data), 8))


def _characters(data: bytes) -> list[str]:
    """For each byte the character that begins there: nothing for those that continue one."""
    found, place = [""] * len(data), 0
    while place < len(data):
        length = _length(data, place)
        try:
            character = data[place : place + length].decode()
        except UnicodeDecodeError:
            character, length = NOT_TEXT, 1
        found[place] = _shown(character)
        place += length
    return found


def _length(data: bytes, place: int) -> int:
    """Of the character that this byte begins, as its first bits say."""
    first = data[place]
    return 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4


def _shown(character: str) -> str:
    """What takes room on the line and can do nothing to it: no mark that turns its direction, nothing of no width."""
    if character == "\n":
        return NEWLINE
    return character if character == " " or (character.isprintable() and not _combines(character)) else NOT_TEXT


def _combines(character: str) -> bool:
    from unicodedata import combining, east_asian_width

    return bool(combining(character)) or (not east_asian_width(character) and not character.isascii())
