"""Words as Markdown shows them, whatever they are: a stranger's stand in code only.

Only there does nothing in them mean anything: no HTML, no link, and neither a name after an @ nor a number after a # is
one that GitHub would look up, which it does after a backslash too (https://github.github.com/gfm/#code-spans).
"""

import json
import re
from collections.abc import Iterator, Sequence

from ..values.text import in_short
from ..wording.unseen import UNSEEN, coded

LONGEST = 300
"""Characters of what stands in a line or in a cell."""
_TICKS = re.compile("`+")
_UNSEEN = re.compile(f"[{UNSEEN}]")


def code(words: str, longest: int = LONGEST) -> str:
    """On one line, as code: between more backticks than stand together in it."""
    line = in_short(coded(" ".join(words.split())), longest)
    if not line:
        return ""
    ticks = "`" * (_most_ticks(line) + 1)
    space = " " if "`" in (line[0], line[-1]) else ""  # else it would join them; Markdown takes one blank away again
    return f"{ticks}{space}{line}{space}{ticks}"


def cell(words: str, longest: int = LONGEST) -> str:
    """The same in a table, where a line would end its column (https://github.github.com/gfm/#tables-extension-)."""
    return code(words, longest).replace("|", "\\|")


def block(text: str, language: str = "text") -> Iterator[str]:
    """A fenced block of code, whose fence is longer than any in it. What cannot be seen stands as its code."""
    fence = "`" * max(3, _most_ticks(text) + 1)
    yield f"{fence}{language}\n"
    yield "".join(f"{coded(line)}\n" for line in text.split("\n"))
    yield f"{fence}\n"


def json_block(text: str) -> Iterator[str]:
    """The same of JSON, which stays what it is: what cannot be seen is in its strings, where JSON has codes for it."""
    yield from block(_UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text), "json")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table of cells that are Markdown already."""
    yield f"| {' | '.join(head)} |\n"
    yield f"|{'---|' * len(head)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _most_ticks(words: str) -> int:
    return max(map(len, _TICKS.findall(words)), default=0)
