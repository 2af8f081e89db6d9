"""Cells that a spreadsheet takes for what they are: words, and no formula that a stranger has written."""

import re
from collections.abc import Iterable
from typing import Any

_BEGINS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""What a formula begins with in some spreadsheet (in full width too), or what is stripped before that is looked at."""
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
"""What begins another cell or another line where the cells of a line are separated by tabs."""


def plain_cell(value: Any) -> Any:
    """The value; words that would be a formula have an apostrophe before them, as one types it there. Numbers stay."""
    if not isinstance(value, str) or not value.startswith(_BEGINS) or _is_number(value):
        return value
    return f"'{value}"


def tabbed(cells: Iterable[str]) -> str:
    """A line of cells separated by tabs, each on its one line."""
    return "\t".join(plain_cell(_BREAKS.sub(" ", cell)) for cell in cells)


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
