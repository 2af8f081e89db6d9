"""The rows of a history as they are at one moment, for another thread: what is folded in later does not change them."""

from collections.abc import Iterator

from .kept_rows import KeptRows
from .row import Row
from .tables import Tables

AT_ONCE = 4096
"""Rows that are made at once."""


class HistorySnapshot(KeptRows):
    """Numbers and commands that do not change are shared with the history. How an object was seen is not in it."""

    def __init__(self, rows: KeptRows):
        super().__init__(rows.capacity)
        self.tables = _copied(rows.tables)
        self.ring, self._old = rows.ring.copy(), rows._old.copy()
        self.kept, self.evicted = list(rows.kept), rows.evicted
        self._made = dict(rows._made)

    def _looked(self, row: Row) -> Row:
        return row  # it is shared with the history, whose thread fills it in

    def portions(self) -> Iterator[list[Row]]:
        """All rows in order, some at a time."""
        for start in range(0, len(self.kept), AT_ONCE):
            yield list(self.rows_of(self.kept[start : start + AT_ONCE]).values())
        for start in range(self.ring.first, self.ring.next, AT_ONCE):
            yield list(self.rows_of([*range(start, min(start + AT_ONCE, self.ring.next))]).values())


def _copied(tables: Tables) -> Tables:
    """The words alone, by which rows are made: codes that are used anew mean something else."""
    copy = Tables()
    for column in ("name", "did", "error", "how", "do"):
        getattr(copy, column).words = list(getattr(tables, column).words)
    return copy
