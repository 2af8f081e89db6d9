"""A recording in the place of a worker: the window takes batches from it as from one; nothing can be asked of it."""

from collections.abc import Callable, Iterator
from time import monotonic, monotonic_ns

from ..backends import find_backend
from ..commands import AnyCommand
from ..facts import Batch, Fact, ObjectState, Status, Totals
from ..inbox import Full, Sink
from .reader import Recording, Unreadable

FRAME = 0.010
"""Seconds that one look may take."""


class Playback:
    """Gives what a recording holds. ``problem`` is why it could not be read to its end; ``progress`` is from 0 to 1.

    Belongs to one thread: the one that takes.
    """

    def __init__(self, notify: Callable[[], None], recording: Recording, grouping: bool = True):
        self._notify = notify
        self.recording = recording
        self.max_wait: float | None = None
        self.problem = ""
        self.progress = 0.0
        self._grouping = grouping
        self._slices: Iterator[tuple[int, list[Fact]]] | None = None
        self._status: Status | None = None
        self._done = False

    # As a worker has it.

    @property
    def alive(self) -> bool:
        return not self._done

    def start(self) -> None:
        """The first look gives all objects."""
        self._status = self._idle()
        self._notify()

    def submit(self, command: AnyCommand, step: int | None = None) -> None:
        """Raises Full."""
        raise Full("a recording is shown: close it to do something")

    def pause(self) -> None:
        """Nothing runs."""

    def adjust(self, pace: float | None, grouping: bool) -> None:
        """Nothing runs."""

    def look(self, *names: str, kernel: bool = False, inside: str = "") -> None:
        """What was recorded is no more: there is nothing to look at."""

    def record(self, sink: Sink | None) -> None:
        """Nothing happens that could be recorded."""
        if sink is not None:
            sink.end()

    more = False

    def quiet(self) -> bool:
        """Whether all has been taken."""
        return self._done

    def stop(self, timeout: float = 5.0) -> bool:
        """Close the file."""
        self._done = True
        self.recording.close()
        return True

    def take(self, most: int | None = None) -> Batch:
        """Some of it: as much as can be read while nobody notices the wait."""
        if self._done:
            return self._batch([], ())
        facts: list[Fact] = []
        objects: tuple[ObjectState, ...] = ()
        try:
            if self._slices is None:
                objects = self.recording.objects()
                self._slices = self.recording.slices(self._grouping)
            self._read(facts, self._slices)
        except Unreadable as error:
            self.problem, self._done = str(error), True
        return self._batch(facts, objects)

    def _read(self, facts: list[Fact], slices: Iterator[tuple[int, list[Fact]]]) -> None:
        due = monotonic() + FRAME
        while monotonic() < due:
            found = next(slices, None)
            if found is None:
                self._done, self.progress = True, 1.0
                return
            self.progress = found[0] / max(self.recording.last, 1)
            facts += found[1]

    def _batch(self, facts: list[Fact], objects: tuple[ObjectState, ...]) -> Batch:
        recording, status = self.recording, self._status
        self._status = None
        totals = Totals(calls=recording.calls, results=recording.results)
        return Batch(tuple(facts), objects, status=status, totals=totals, dropped=recording.lost)

    def _idle(self) -> Status:
        backend = find_backend(self.recording.about.get("backend", "")) or find_backend("select")
        assert backend is not None
        return Status("idle", backend.id, backend.class_name, monotonic_ns())
