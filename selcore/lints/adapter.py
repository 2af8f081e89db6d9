"""The one place that knows how the worker tells of calls: any fact becomes calls, each with how often it was repeated.

A fact of another shape (a block of many calls) is taught here, and nowhere else.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..facts import Entry, Fact, Grew, LoopCall
from ..outcomes import Failed, Interrupted, Returned


class Observed(NamedTuple):
    """A call of the step ``step`` that came ``times`` in a row."""

    step: int
    outcome: Returned | Failed | Interrupted
    times: int


class Calls:
    """Remembers the row that may grow: a Grew tells all that it stands for, and what is new in it is what counts."""

    def __init__(self) -> None:
        self._row: LoopCall | None = None
        self._count = 0

    def of(self, fact: Fact) -> Iterator[Observed]:
        """The calls that this fact tells of; none for what is no call."""
        if isinstance(fact, LoopCall):
            self._row, self._count = fact, 1
            yield Observed(fact.step, fact.outcome, 1)
        elif isinstance(fact, Grew):
            row = self._row
            if row is not None and row.row == fact.row and fact.count > self._count:
                more, self._count = fact.count - self._count, fact.count
                yield Observed(row.step, row.outcome, more)
        elif isinstance(fact, Entry) and isinstance(fact.outcome, Returned | Failed | Interrupted):
            yield Observed(fact.step, fact.outcome, 1)
