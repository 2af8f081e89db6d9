"""The one place that knows how the worker tells of calls: any fact becomes calls, each with how often it was repeated.

A fact of another shape (a block of many calls) is taught here, and nowhere else.
"""

from ..facts import Entry, Fact, Grew, LoopCall
from ..outcomes import Failed, Interrupted, Returned

Observed = tuple[int, Returned | Failed | Interrupted, int]
"""The step, a call of it, and how many times it came in a row."""


class Calls:
    """Remembers the row that may grow: a Grew tells all that it stands for, and what is new in it is what counts."""

    def __init__(self) -> None:
        self._row: LoopCall | None = None
        self._count = 0

    def of(self, fact: Fact) -> tuple[Observed, ...]:
        """The calls that this fact tells of; none for what is no call."""
        if isinstance(fact, LoopCall):
            self._row, self._count = fact, 1
            return ((fact.step, fact.outcome, 1),)
        if isinstance(fact, Grew):
            return self._grown(fact)
        if isinstance(fact, Entry) and isinstance(fact.outcome, Returned | Failed | Interrupted):
            return ((fact.step, fact.outcome, 1),)
        return ()

    def _grown(self, grew: Grew) -> tuple[Observed, ...]:
        row = self._row
        if row is None or row.row != grew.row or grew.count <= self._count:
            return ()
        more, self._count = grew.count - self._count, grew.count
        return ((row.step, row.outcome, more),)
