"""What a worker tells, as the lines of ``run --json`` in their order: grouped calls, warnings and progress included."""

from collections.abc import Iterator
from time import monotonic

from ..lints import Warning, make_linter
from ..values.commands import UseBackend
from ..values.facts import Batch, Entry, Fact, GroupGrew, RunCall, one_by_one
from ..values.outcomes import Failed, Interrupted, Outcome, Returned, RunEnded
from .reasons import silences
from .run_lines import Line, entry_line, loop_line, printed, warning_line

OFTEN = 0.5
"""The least number of seconds between two lines about the progress of a run."""


class LineStream:
    """Lines of batches. ``why``: with the reasons of results and refusals. ``progress``: a long run also says now and
    then how many calls it has made. ``why_not``: without ``why``, only the reasons of what was not returned, and what
    was returned as Python prints it."""

    def __init__(self, why: bool = False, progress: bool = False, why_not: bool = False):
        self._why, self._progress, self._why_not = why, progress, why_not
        self._backend = ""
        self._row: RunCall | None = None
        self._grew: GroupGrew | None = None
        self._calls = 0
        self._linter = make_linter()
        self._warnings: list[Warning] = []
        self._told = monotonic()
        self._before = 0

    def notice(self, batch: Batch) -> None:
        """Look for troubles in the batch; their lines come with the others'."""
        self._warnings += self._linter.fold(batch).warnings

    def of_facts(self, batch: Batch) -> Iterator[Line]:
        """The lines of what happened."""
        if batch.status is not None and not self._backend:
            self._backend = batch.status.backend
        for fact in batch.facts:
            if isinstance(fact, Entry) and isinstance(fact.outcome, RunEnded):
                # What was noticed in a run is about its calls: the run's own line is its last.
                yield from self._finish_row()
                yield from self._warn()
            for one in one_by_one(fact):
                yield from self._of_fact(one)

    def after(self, step: int, calls: int, answered: bool) -> Iterator[Line]:
        """The lines that follow: progress if the step is not ``answered``, warnings. ``calls`` were made in all."""
        if self._progress and not answered:
            yield from self._so_far(step, calls)
        if answered:
            self._before = calls
        if self._row is None:  # a warning does not stand before the call that it is about
            yield from self._warn()

    def _of_fact(self, fact: Fact) -> Iterator[Line]:
        if isinstance(fact, GroupGrew):
            self._grew = fact
            return
        yield from self._finish_row()
        if isinstance(fact, RunCall):
            self._row = fact
            if not _may_repeat(fact):
                yield from self._finish_row()
        elif isinstance(fact, Entry):
            line = self._completed(entry_line(fact, self._backend, self._why), fact.outcome)
            if isinstance(fact.command, UseBackend):
                self._backend = line["backend"]
            self._calls = 0 if fact.during is None else self._calls
            yield line

    def _so_far(self, step: int, calls: int) -> Iterator[Line]:
        if calls > self._before and monotonic() - self._told >= OFTEN:
            self._told = monotonic()
            yield {"in_step": step, "so_far": calls - self._before}

    def _warn(self) -> Iterator[Line]:
        warnings, self._warnings = self._warnings, []
        yield from map(warning_line, warnings)

    def _finish_row(self) -> Iterator[Line]:
        row, grew = self._row, self._grew
        self._row = self._grew = None
        if row is not None:
            yield self._completed(loop_line(row, self._calls + 1, grew, self._why), row.outcome)
            self._calls += grew.count if grew is not None else 1

    def _completed(self, line: Line, outcome: Outcome) -> Line:
        if not self._why_not:
            return line
        if isinstance(outcome, Returned | Failed | Interrupted):
            line["why_not"] = silences(outcome)
        return line | printed(outcome)


def _may_repeat(row: RunCall) -> bool:
    """Whether identical calls may still join this row: then its line waits for the final count."""
    outcome = row.outcome
    return isinstance(outcome, Returned) and all(result.effect is None for result in outcome.call.results)
