"""What a key's ``data`` may hold in place of a callback: any JSON value, within bounds, as Python's own objects."""

from typing import Any

from ..values.text import Text, text

CHARACTERS = 2000
"""Characters of it as Python prints it: it is told with each ``(key, mask)``."""
DEEPEST = 16
"""Levels of lists and objects in each other."""


def refused_data(data: Any) -> Text | None:
    """Why this is not taken for a key's ``data``; None where it is."""
    if _left(data, DEEPEST) < 0:
        return text("data is nested deeper than {most} levels", most=DEEPEST)
    count = len(repr(data))
    if count > CHARACTERS:
        return text("data has {n} characters; at most {most}", n=f"{count:,}", most=f"{CHARACTERS:,}")
    return None


def _left(value: Any, left: int) -> int:
    """How many levels are left below it; negative where there are too many, and then nobody goes on."""
    if left < 0 or not isinstance(value, dict | list | tuple):
        return left
    inner = value.values() if isinstance(value, dict) else value
    return min((_left(one, left - 1) for one in inner), default=left)
