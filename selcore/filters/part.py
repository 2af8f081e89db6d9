"""A checked part of an expression: its type, and what computes it on whole columns."""

from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

from ..values.text import Text
from .syntax import BadFilter
from .vectors import Columns


class Part(NamedTuple):
    """A part of an expression: its type, what computes it, where it stands.

    ``kind`` is one of number, word, set, flag, none, list. ``value`` is that of a constant, ``name`` of a column.
    """

    kind: str
    of: Callable[[Columns], Any]
    start: int
    end: int
    value: Any = None
    name: str = ""
    constant: bool = False
    event: bool = False

    def refuse(self, message: Text) -> NoReturn:
        raise BadFilter(message, self.start, self.end)
