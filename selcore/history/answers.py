"""Long answers as they grow old: a map of thousands of keys, asked for again and again, would take all memory."""

from collections import deque

from ..values.outcomes import Done, size_of
from ..values.text import text
from .row import Row

MOST = 64 << 20
"""Bytes, about, that all long answers of a history take."""
LONG = 1000
"""Bytes of one that is counted: the history has so many rows at most that others do not matter."""


class Answers:
    """The long ones of a history, the oldest first. Of what is too much the row keeps the words, and says so."""

    def __init__(self) -> None:
        self._rows: deque[tuple[Row, int]] = deque()
        self._held = 0

    def keep(self, row: Row) -> None:
        """A new row has come; the newest answer stays, however long it is."""
        size = size_of(row.outcome)
        if size < LONG:
            return
        self._rows.append((row, size))
        self._held += size
        while self._held > MOST and len(self._rows) > 1:
            old, size = self._rows.popleft()
            self._held -= size
            old.told, old.did = old.answer, text("its answer was long: no more than these words of it is kept")
            old.outcome = Done({}, old.did)

    def clear(self) -> None:
        """The rows are no more."""
        self._rows.clear()
        self._held = 0
