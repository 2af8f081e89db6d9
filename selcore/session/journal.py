"""The facts of a session on their way to its owner: in their order, calls of a run by the thousand.

A run makes calls faster than facts can be told one by one. Plain calls are collected as numbers in one ``CallBlock``
and reported together; anything else that happens is reported at once, after the block. Consecutive calls that are equal
extend one row, ``open_group``, which is read and not sent. During a recording, grouped calls are kept one by one too.
"""

from time import monotonic_ns

from ..values.call_block import CallBlock, ResultTable
from ..values.facts import Fact, GroupGrew
from ..values.outcomes import Result
from ..world.counters import Counters
from ..world.objects import Objects
from ..world.owner import Owner


class Journal:
    """What happened and was not told yet."""

    def __init__(self, owner: Owner, objects: Objects, counters: Counters):
        self.owner = owner
        self._objects = objects
        self.counters = counters
        self.step = 0
        """The command that is being applied."""
        self.rows = 0
        """Calls of runs that got a row of their own."""
        self.applied = 0
        """Commands applied, and changes of the pace: calls with one between them are not grouped."""
        self.grouping = True
        """Whether consecutive equal calls become one row."""
        self.open_group: GroupGrew | None = None
        """The row that grows while equal calls follow each other, replaced at each call."""
        self.calls: CallBlock | None = None
        """Calls that wait to be told together."""
        self.result_table = ResultTable()
        """The different results that those calls are made of."""
        self.keeps_ungrouped = False
        """Whether grouped calls are kept one by one too."""
        self.ungrouped: CallBlock | None = None
        """Grouped calls that wait to be recorded."""

    def tell(self, fact: Fact) -> None:
        """Tell the owner, after everything that happened before."""
        self.hand_over()
        self.owner.emit(fact)

    def hand_over(self) -> None:
        """Tell the owner of the calls that wait to be told together."""
        if self.ungrouped is not None:
            self.owner.tape(self.ungrouped)
            self.ungrouped = None
        if self.calls is not None:
            self.calls.until[len(self.calls) - 1] = monotonic_ns()  # by now the last one was served too
            for result, times in self.calls.kinds():
                self.count(result, times)
            self.owner.emit(self.calls)
            self.calls = None  # only now: what leaves one place is already in the next

    def count(self, result: Result, times: int) -> None:
        """Count what callbacks did, ``times`` times the same."""
        if result.effect is not None:
            self._objects.touch(result.name)
            self.counters.received += times * result.effect.received
            self.counters.sent += times * result.effect.sent
