"""Finding in bytes: words as UTF-8, or pairs of hexadecimal digits."""

import re
from collections.abc import Sequence

from selcore.values.traffic import Moved

_HEX = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2}\s*)+)")


def wanted_bytes(words: str) -> tuple[bytes, ...]:
    """What these words may mean: themselves, and where they are pairs of digits the bytes of those."""
    found = [words.encode(errors="surrogateescape")]
    if match := _HEX.fullmatch(words.strip()):
        found.append(bytes.fromhex(match[1]))
    return tuple(found)


def find_piece(pieces: Sequence[Moved], words: str, start: int, step: int) -> int:
    """The place of the first piece from ``start`` on in which they stand, going round; -1 where they are in none."""
    wanted, count = wanted_bytes(words), len(pieces)
    places = ((start + step * distance) % count for distance in range(count))
    return next((place for place in places if any(one in pieces[place].data for one in wanted)), -1)
