"""Plays an experiment without a window: the same worker, one command after the other, each answer as it comes."""

import threading
from collections.abc import Callable, Iterator

from ..backends import find_backend
from ..experiment.file import Experiment
from ..experiment.playing import Playing
from ..recording import Recorder
from ..values.facts import Batch, Entry
from ..worker.worker import Worker
from .line_stream import LineStream
from .run_lines import Line

LONGEST = 3.0
"""Seconds that one who ends it early waits for what is still to be recorded: another program may hold the file."""


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
        why_not: bool = False,
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
            prints=why or why_not,
        )
        self._recorder = recorder
        self._lines = LineStream(why, progress, why_not)
        self._stopped = False

    def play(self) -> Iterator[Line]:
        """The lines as they come. Everything that was opened is closed at the end.

        Raises Died; NotHere and Unwritable before anything is done.
        """
        missing = self._selector_class.missing() if self._selector_class else None
        if missing is not None:
            raise NotHere(str(missing))
        patience: float | None = None
        self._begin()
        try:
            playing = Playing(self._experiment.commands, keep_going=True)
            while not self._stopped and (request := playing.next()) is not None:
                self._worker.submit(request.commands[0], request.step)
                if self._stopped:
                    self._worker.pause()  # stop() may have come before there was anything to pause
                yield from self._answers(playing, request.step)
        except BaseException:
            patience = LONGEST
            raise
        finally:
            self._worker.stop()
            if self._recorder is not None:
                self._recorder.end()  # a worker that has died may not have said so
                self._recorder.wait(patience)

    def _begin(self) -> None:
        if self._recorder is not None:
            self._recorder.start()
            self._worker.record(self._recorder)
        self._worker.start()

    def stop(self) -> None:
        """End it, from another thread or a signal handler: the blocked call and then the lines come to an end."""
        self._stopped = True
        self._worker.pause()

    def _answers(self, playing: Playing, step: int) -> Iterator[Line]:
        """The lines of what comes until the step is answered."""
        answered = False
        while not answered:
            batch = self._take()
            yield from self._lines.of_facts(batch)
            answered = playing.answered(fact for fact in batch.facts if isinstance(fact, Entry))
            yield from self._lines.after(step, batch.totals.calls, answered)
            if batch.status is not None and batch.status.state == "dead":
                raise Died(batch.status.problem)

    def _take(self) -> Batch:
        # Waking now and then lets Python see Ctrl-C, which a wait without a timeout would hold back on Windows.
        self._arrived.wait(1.0)
        self._arrived.clear()
        with self._worker.turns.taken():
            batch = self._worker.take()
            self._lines.notice(batch)
        return batch


def play(
    experiment: Experiment, tell: Callable[[Line], None], backend: str | None = None, max_wait: float = 10.0
) -> None:
    """Play the whole experiment and pass on each line."""
    for line in Player(experiment, backend, max_wait).play():
        tell(line)
