"""The facts of a session on their way to its owner: in order, the calls of a run by the thousand.

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
    """What has happened and was not reported yet."""

    def __init__(self, owner: Owner, objects: Objects, counters: Counters):
        self.owner = owner
        self._objects = objects
        self.counters = counters
        self.step = 0
        """Number of the command that is being applied."""
        self.rows = 0
        """How many calls of runs have a row of their own."""
        self.applied = 0
        """Commands applied plus changes of the pace. Calls are grouped only while this stays the same."""
        self.grouping = True
        """Whether consecutive equal calls become one row."""
        self.open_group: GroupGrew | None = None
        """The latest figures of the group that is growing, replaced after each call: other threads may read it."""
        self.calls: CallBlock | None = None
        """Calls that wait to be handed over together."""
        self.result_table = ResultTable()
        """The different results that those calls refer to."""
        self.keeps_ungrouped = False
        """Whether grouped calls are kept one by one as well."""
        self.ungrouped: CallBlock | None = None
        """Grouped calls that wait to be recorded."""

    def tell(self, fact: Fact) -> None:
        """Report a fact to the owner, after everything that happened before it."""
        self.hand_over()
        self.owner.emit(fact)

    def hand_over(self) -> None:
        """Report the waiting calls to the owner."""
        if self.ungrouped is not None:
            self.owner.tape(self.ungrouped)
            self.ungrouped = None
        if self.calls is not None:
            self.calls.until[len(self.calls) - 1] = monotonic_ns()  # the last call has been served by now
            for result, times in self.calls.kinds():
                self.count(result, times)
            self.owner.emit(self.calls)
            self.calls = None  # last: a reader must find the calls in one place or the other (Worker.quiet)

    def count(self, result: Result, times: int) -> None:
        """Add ``times`` times what a callback did to the counters."""
        if result.effect is not None:
            self._objects.touch(result.name)
            self.counters.received += times * result.effect.received
            self.counters.sent += times * result.effect.sent
