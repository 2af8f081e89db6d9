"""A filter: a checked expression, applied to columns or to rows."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..values.text import text
from .checking import Checker
from .rows import columns_of
from .syntax import BadFilter, tree
from .vectors import Columns, Truth


class Filter:
    """A checked expression. ``columns`` names the columns that it uses; no others need to be present."""

    def __init__(self, words: str):
        """Raises BadFilter."""
        checker, node = Checker(), tree(words)
        asked = checker.question(node)
        if not checker.columns:
            raise BadFilter(text("it looks at no column"), asked.start, asked.end)
        self.text = words
        self.columns = frozenset(checker.columns)
        self._of = asked.of

    def __call__(self, columns: Columns) -> Truth:
        """A bool array, one for each row. Never fails if the columns have their types (``names``)."""
        with np.errstate(all="ignore"):
            return np.asarray(self._of(columns), bool)

    def rows(self, rows: Iterable[Mapping[str, Any]]) -> Truth:
        """A bool array for these rows, which are dicts of values by column, without the missing ones."""
        return self(columns_of(list(rows), self.columns))

    def matches(self, row: Mapping[str, Any]) -> bool:
        """Whether this one row matches."""
        return bool(self.rows([row])[0])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filter) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Filter({self.text!r})"


def parse(words: str) -> Filter:
    """Compile the expression. Raises BadFilter, which points at the mistake."""
    return Filter(words)
