"""How far something is, on one line of stderr that is written anew: only where somebody sees it."""

import shutil
import sys

from ..console import one_line

WIDE = 160
"""Characters of a line where no terminal tells how many it has."""


def show(words: str) -> None:
    """In place of what was shown before; with no words, the line is empty again."""
    if sys.stderr is not None and sys.stderr.isatty():
        width = shutil.get_terminal_size((WIDE, 24)).columns
        print(f"\r\x1b[K{one_line(words)[: width - 1]}", end="", file=sys.stderr, flush=True)
