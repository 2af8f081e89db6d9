"""Finding in bytes: words as UTF-8, or pairs of hexadecimal digits."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from selcore.values.traffic import Moved

_HEX = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2}\s*)+)")


def wanted_bytes(words: str) -> tuple[bytes, ...]:
    """What these words may mean: themselves, and where they are pairs of digits the bytes of those.

    Half a pair of surrogates, as one may paste it, is no character and has no bytes.
    """
    found = []
    try:
        found.append(words.encode(errors="surrogateescape"))
    except UnicodeEncodeError:
        return ()
    if match := _HEX.fullmatch(words.strip()):
        found.append(bytes.fromhex("".join(match[1].split())))  # it knows fewer kinds of space
    return tuple(found)


def find_piece(pieces: Sequence[Moved], words: str, start: int, step: int) -> int:
    """The place of the first piece from ``start`` on in which they begin, going round; -1 where they do in none.

    They may go on in the next piece of the same direction, if nothing is missing between the two.
    """
    wanted, count = wanted_bytes(words), len(pieces)
    found = {place for run in _runs(pieces) for one in wanted for place in _beginnings(pieces, run, one)}
    places = ((start + step * distance) % count for distance in range(count))
    return next((place for place in places if place in found), -1)


def _runs(pieces: Sequence[Moved]) -> Iterator[list[int]]:
    """The places of pieces that follow each other in one direction, with no gap between them."""
    for sent in (False, True):
        run: list[int] = []
        for place in (place for place, piece in enumerate(pieces) if piece.sent is sent):
            if run and not _goes_on(pieces[run[-1]], pieces[place]):
                yield run
                run = []
            run.append(place)
        if run:
            yield run


def _goes_on(piece: Moved, following: Moved) -> bool:
    return len(piece.data) == piece.size and not piece.cut and following.offset == piece.offset + piece.size


def _beginnings(pieces: Sequence[Moved], run: list[int], wanted: bytes) -> Iterator[int]:
    """The places of this run in which the bytes begin."""
    ends = [*accumulate(len(pieces[place].data) for place in run)]
    stream, at = b"".join(pieces[place].data for place in run), 0
    while (at := stream.find(wanted, at)) >= 0:
        one = bisect_right(ends, at)
        if one == len(run):
            return  # nothing at all is found at the very end too
        yield run[one]
        at = ends[one]
