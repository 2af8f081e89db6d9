"""The run whose end is missing in a recording: recording was stopped, or the program killed, during the run."""

from ..values.call_block import CallBlock
from ..values.commands import Run
from ..values.facts import Entry, Fact, GroupGrew, RunCall
from .transcript import Going


class Unfinished:
    """Follows the facts of a recording in order; ``going`` is the run that has calls and no end yet."""

    def __init__(self) -> None:
        self._step: int | None = None
        self._run = Run()
        self._calls = 0
        self._group = (-1, 0)

    @property
    def going(self) -> Going | None:
        """The run, with the number of its recorded calls; None if every run has ended."""
        return None if self._step is None else Going(self._run, self._calls)

    def take(self, fact: Fact) -> None:
        if isinstance(fact, CallBlock):
            self._add(fact.step, Run(timeout=fact.timeout, inside=fact.selector or None), len(fact))
        elif isinstance(fact, RunCall):
            call = fact.outcome.call
            self._add(fact.step, Run(timeout=call.timeout, inside=call.selector or None), 1)
        elif isinstance(fact, GroupGrew):
            row, count = self._group
            self._calls += fact.count - (count if fact.row == row else 1)
            self._group = fact.row, fact.count
        elif isinstance(fact, Entry) and fact.step == self._step and fact.parent is None:
            self._step = None

    def _add(self, step: int, run: Run, calls: int) -> None:
        if step != self._step:
            self._step, self._run, self._calls = step, run, 0
        self._calls += calls
