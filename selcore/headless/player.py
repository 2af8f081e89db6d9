"""Plays an experiment without a window: the same worker, one command after the other, each answer as it comes."""

import threading
from collections.abc import Callable, Iterator
from time import monotonic

from ..backends import find_backend
from ..experiment.file import Experiment
from ..lints import Warning, make_linter
from ..recording import Recorder
from ..values.commands import UseBackend
from ..values.facts import Entry, Fact, GroupGrew, RunCall, one_by_one
from ..values.outcomes import Returned, RunEnded
from ..worker.worker import Worker
from .run_lines import Line, entry_line, loop_line, warning_line

OFTEN = 0.5
"""The least number of seconds between two lines about the progress of a run."""


class Died(Exception):
    """The worker was ended by a bug of this program; ``str()`` is the traceback."""


class NotHere(Died):
    """The requested selector class is not available on this system; ``str()`` is the reason."""


class Player:
    """Plays each command and yields its lines. ``max_wait`` (s) ends calls that block longer.

    ``recorder`` is given everything that happens; it is complete when the lines have come to their end. With
    ``progress`` a long run also tells now and then how many calls it has made. ``why``: the lines explain each result
    and each refusal, for which every result's object is looked at.
    """

    def __init__(
        self,
        experiment: Experiment,
        backend: str | None = None,
        max_wait: float = 10.0,
        recorder: Recorder | None = None,
        progress: bool = False,
        why: bool = False,
    ):
        self._experiment = experiment
        self._selector_class = find_backend(backend or experiment.backend)
        self._arrived = threading.Event()
        self._worker = Worker(
            self._arrived.set,
            backend=backend or experiment.backend,
            max_wait=max_wait,
            lossless=True,
            bound_runs=True,
            capacity=4096,
            looks_at_all=why,
        )
        self._recorder = recorder
        self._backend = ""
        self._row: RunCall | None = None
        self._grew: GroupGrew | None = None
        self._calls = 0
        self._linter = make_linter()
        self._warnings: list[Warning] = []
        self._stopped = False
        self._progress = progress
        self._why = why
        self._told = monotonic()
        self._before = 0

    def play(self) -> Iterator[Line]:
        """The lines as they come. Everything that was opened is closed at the end.

        Raises Died; NotHere and Unwritable before anything is done.
        """
        missing = self._selector_class.missing() if self._selector_class else None
        if missing is not None:
            raise NotHere(str(missing))
        self._begin()
        try:
            for step, command in enumerate(self._experiment.commands):
                if self._stopped:
                    return
                self._worker.submit(command, step)
                if self._stopped:
                    self._worker.pause()  # stop() may have come before there was anything to pause
                yield from self._lines_of(step)
        finally:
            self._worker.stop()
            if self._recorder is not None:
                self._recorder.end()  # a worker that has died may not have said so
                self._recorder.wait()

    def _begin(self) -> None:
        if self._recorder is not None:
            self._recorder.start()
            self._worker.record(self._recorder)
        self._worker.start()

    def stop(self) -> None:
        """End it, from another thread or a signal handler: the blocked call and then the lines come to an end."""
        self._stopped = True
        self._worker.pause()

    def _lines_of(self, step: int) -> Iterator[Line]:
        done = False
        while not done:
            # Waking now and then lets Python see Ctrl-C, which a wait without a timeout would hold back on Windows.
            self._arrived.wait(1.0)
            self._arrived.clear()
            with self._worker.turns.taken():
                batch = self._worker.take()
                self._warnings += self._linter.fold(batch).warnings
            if batch.status is not None and not self._backend:
                self._backend = batch.status.backend
            for fact in batch.facts:
                if isinstance(fact, Entry) and isinstance(fact.outcome, RunEnded):
                    # What was noticed in a run is about its calls: the run's own line is its last.
                    yield from self._finish_row()
                    yield from self._warn()
                for one in one_by_one(fact):
                    yield from self._lines(one)
                done = done or (isinstance(fact, Entry) and fact.step == step and fact.during is None)
            if self._progress and not done:
                yield from self._so_far(step, batch.totals.calls)
            if done:
                self._before = batch.totals.calls
            if self._row is None:  # a warning does not stand before the call that it is about
                yield from self._warn()
            if batch.status is not None and batch.status.state == "dead":
                raise Died(batch.status.problem)

    def _lines(self, fact: Fact) -> Iterator[Line]:
        if isinstance(fact, GroupGrew):
            self._grew = fact
            return
        yield from self._finish_row()
        if isinstance(fact, RunCall):
            self._row = fact
            if not _may_repeat(fact):
                yield from self._finish_row()
        elif isinstance(fact, Entry):
            line = entry_line(fact, self._backend, self._why)
            if isinstance(fact.command, UseBackend):
                self._backend = line["backend"]
            self._calls = 0 if fact.during is None else self._calls
            yield line

    def _so_far(self, step: int, calls: int) -> Iterator[Line]:
        if calls > self._before and monotonic() - self._told >= OFTEN:
            self._told = monotonic()
            yield {"in_step": step, "so_far": calls - self._before}

    def _warn(self) -> Iterator[Line]:
        said, self._warnings = self._warnings, []
        yield from map(warning_line, said)

    def _finish_row(self) -> Iterator[Line]:
        row, grew = self._row, self._grew
        self._row = self._grew = None
        if row is not None:
            yield loop_line(row, self._calls + 1, grew, self._why)
            self._calls += grew.count if grew is not None else 1


def _may_repeat(row: RunCall) -> bool:
    """Whether identical calls may still join this row: then its line waits for the final count."""
    outcome = row.outcome
    return isinstance(outcome, Returned) and all(result.effect is None for result in outcome.call.results)


def play(
    experiment: Experiment, tell: Callable[[Line], None], backend: str | None = None, max_wait: float = 10.0
) -> None:
    """Play the whole experiment and pass on each line."""
    for line in Player(experiment, backend, max_wait).play():
        tell(line)
