"""Cells of CSV that a spreadsheet takes for what they are: words, and no formula that a stranger has written."""

from typing import Any

_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a formula begins with in some spreadsheet, or what is stripped before that is looked at."""


def plain_cell(value: Any) -> Any:
    """The value; words that would be a formula have an apostrophe before them, as one types it there. Numbers stay."""
    if not isinstance(value, str) or not value.startswith(_BEGINS) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
