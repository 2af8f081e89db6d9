"""What is asked for as lines of plain words: the dangerous first, each whole, with nothing in them that cannot be seen.

Only the least dangerous are left out where there are too many; the last line says how many, and what they would do.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from .needs import ACTS, Need
from .text import Text, text
from .unseen import UNSEEN

LISTED = 200
"""Needs that are listed; nobody reads more."""
CHARACTERS = 1 << 19
"""Characters that are listed in all, unless the first need alone has more."""
MARKS = 2
"""Combining marks in a row that are shown as such: a pile of them covers the lines around."""

_SPACES = re.compile(" {5,}")
_UNSEEN = re.compile(f"[{UNSEEN}]")


def listed(
    needs: Sequence[Need],
    say: Callable[[Text], str] = str,
    most: int = LISTED,
    characters: int = CHARACTERS,
) -> tuple[list[str], str]:
    """A line a need, said by ``say``, which translates; and a last one of what is left out. One is listed at least."""
    ordered = sorted(needs, key=lambda need: need.act)
    lines = list[str]()
    for need in ordered[:most]:
        line = visible(say(need.words))
        if need.count > 1:
            line += " " + say(text("({count} times)", count=f"{need.count:,}"))
        characters -= len(line)
        if characters < 0 and lines:
            break
        lines.append(line)
    left = ordered[len(lines) :]
    return lines, _more(left, say) if left else ""


def _more(left: Sequence[Need], say: Callable[[Text], str]) -> str:
    counts = Counter(need.act for need in left)
    acts = ", ".join(f"{say(ACTS[act])} ({count:,})" for act, count in sorted(counts.items()))
    return say(text("and {count} more, which would {acts}", count=f"{len(left):,}", acts=acts))


def in_short(words: str, most: int) -> str:
    """At most about ``most`` characters: the middle gives way, for the end may be what matters."""
    if len(words) <= most:
        return words
    return f"{words[: most // 2]} … {len(words) - most // 2 * 2:,} characters … {words[-(most // 2) :]}"


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
