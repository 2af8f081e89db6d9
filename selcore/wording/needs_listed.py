"""What is asked for as lines of plain words: the dangerous first, each whole, with nothing in them that cannot be seen.

Where there are more than anybody can be shown, the least dangerous are left out; the last line says how many, and what
they would do. Whether anything worse than an address or an option is among them is told, for nobody can agree to that.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..values.needs import ACTS, Act, Need
from ..values.text import Text, text
from .unseen import UNSEEN

LISTED = 20_000
"""Needs that are listed: as many as a window shows within a second."""
CHARACTERS = 1 << 23
"""Characters that are listed in all, unless the first need alone has more."""
MARKS = 2
"""Combining marks in a row that are shown as such: a pile of them covers the lines around."""

_SPACES = re.compile(" {5,}")
_UNSEEN = re.compile(f"[{UNSEEN}]")


class Listed(NamedTuple):
    """A line a need; ``more`` tells of those left out; ``hides``: whether one of these is worse than an address."""

    lines: list[str]
    more: str = ""
    hides: bool = False


def listed(
    needs: Sequence[Need],
    say: Callable[[Text], str] = str,
    most: int = LISTED,
    characters: int = CHARACTERS,
) -> Listed:
    """The needs said by ``say``, which translates. One is listed at least."""
    ordered = sorted(needs, key=lambda need: need.act)
    lines = list[str]()
    for line in every_line(ordered[:most], say):
        characters -= len(line)
        if characters < 0 and lines:
            break
        lines.append(line)
    left = ordered[len(lines) :]
    return Listed(lines, _more(left, say), left[0].act < Act.NETWORK) if left else Listed(lines)


def every_line(needs: Iterable[Need], say: Callable[[Text], str] = str) -> Iterator[str]:
    """A line for each of them, whole."""
    for need in needs:
        line = visible(say(need.words))
        yield line if need.count == 1 else line + " " + say(text("({count} times)", count=f"{need.count:,}"))


def _more(left: Sequence[Need], say: Callable[[Text], str]) -> str:
    counts = Counter(need.act for need in left)
    acts = ", ".join(f"{say(ACTS[act])} ({count:,})" for act, count in sorted(counts.items()))
    return say(text("and {count} more, which would {acts}", count=f"{len(left):,}", acts=acts))


def visible(words: str) -> str:
    """The words on one line, with the codes of characters that cannot be seen as they are.

    These are controls, turns of direction, blanks that are no space, and marks upon marks. A backslash stays one. Many
    spaces in a row, which would carry the rest out of sight, are counted.
    """
    words = _SPACES.sub(lambda found: rf" \x20×{len(found[0]):,} ", words)
    if words.isascii() and words.isprintable():
        return words
    found, marks = list[str](), 0
    for one in words:
        marks = marks + 1 if unicodedata.combining(one) else 0
        seen = one.isprintable() and marks <= MARKS and not _UNSEEN.match(one)
        found.append(one if seen else ascii(one)[1:-1])
    return "".join(found)
