"""Which parts of a line of Python have a colour: Python's own ``tokenize`` says what they are."""

import io
import keyword
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LINES = 4096
"""Lines whose colours are kept: those in sight, many times over."""
EVENTS = {"EVENT_READ": "read", "EVENT_WRITE": "write"}
"""Names that have the colour which they have everywhere here."""
KINDS = {tokenize.STRING: "literal", tokenize.NUMBER: "literal", tokenize.COMMENT: "quiet"}


class TokenSpan(NamedTuple):
    """Characters ``start`` to ``end`` of a line, in the colour of a meaning; keywords are bold too."""

    start: int
    end: int
    meaning: str

    @property
    def bold(self) -> bool:
        return self.meaning == "accent"


@lru_cache(LINES)
def spans(line: str) -> tuple[TokenSpan, ...]:
    """Of one line that stands for itself, in their order; of what is no whole statement, as far as it is read."""
    return tuple(span for _, span in _found(line))


@lru_cache(4)
def spans_by_line(source: str) -> dict[int, tuple[TokenSpan, ...]]:
    """Of several lines that belong together, a string over some of them too: by line, from 0."""
    found: dict[int, tuple[TokenSpan, ...]] = {}
    for line, span in _found(source):
        found[line] = (*found.get(line, ()), span)
    return found


def _found(source: str) -> Iterator[tuple[int, TokenSpan]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            meaning = _meaning(token)
            if meaning:
                yield from _by_line(token, meaning)
    except (tokenize.TokenError, SyntaxError):
        return  # a line of a bracket that is still open, or what is cut


def _meaning(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME:
        return "accent" if keyword.iskeyword(token.string) else EVENTS.get(token.string, "")
    return KINDS.get(token.type, "")


def _by_line(token: tokenize.TokenInfo, meaning: str) -> Iterator[tuple[int, TokenSpan]]:
    (first, start), (last, end) = token.start, token.end
    words = token.string.split("\n")
    for line in range(first, last + 1):
        begin = start if line == first else 0
        yield line - 1, TokenSpan(begin, end if line == last else begin + len(words[line - first]), meaning)
