"""A recording in place of a worker: the window takes batches from it, but no command can be given."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from time import monotonic_ns
from typing import NamedTuple

from ..backends import find_backend
from ..experiment.transcript import Going
from ..experiment.unfinished import Unfinished
from ..values.call_block import CallBlock
from ..values.commands import AnyCommand
from ..values.facts import Batch, Fact, ObjectState, RunCall, Status, Totals
from ..worker.inbox import Full, Sink
from .reader import Recording, UnreadableRecording
from .row_facts import SHOWN

FRAME = 0.010
"""Seconds that one ``take`` may wait for the reader."""
LONGEST = 0.5
"""Seconds that whoever stops it waits for the reader, on a window's thread: a disk, or a FIFO that was put beside the
file at the wrong moment, may hold that for ever. It closes the file when it goes on."""
AHEAD = 4
"""Slices that are read ahead."""
OBJECTS, ENTRIES, BLOCKS = 1000, 2000, 400
"""File objects, and commands, and blocks of calls, in one batch: each costs something, however little is in it."""


class _Portion(NamedTuple):
    """The content of one batch: facts up to a position, or some objects; the objects come first."""

    at: int
    facts: Sequence[Fact]
    objects: tuple[ObjectState, ...] = ()


class Playback:
    """Gives what a recording holds. ``problem`` is why it could not be read to its end; ``progress`` is from 0 to 1.

    A thread of its own reads and checks, a few slices ahead; all else belongs to the one thread that takes.
    """

    def __init__(self, notify: Callable[[], None], recording: Recording, grouping: bool = True):
        self._notify = notify
        self.recording = recording
        self.max_wait: float | None = None
        self.problem = ""
        self.progress = 0.0
        self._grouping = grouping
        self._status: Status | None = None
        self._done = False
        self._changed = threading.Condition()
        self._portions: deque[_Portion] = deque()
        self._why = ""
        self._ended = self._torn = False
        self._unfinished = Unfinished()
        self._thread = threading.Thread(target=self._main, name="playback", daemon=True)

    # As a worker has it.

    @property
    def alive(self) -> bool:
        return not self._done

    def start(self) -> None:
        """Start reading. The first batches hold all objects."""
        self._status = self._idle()
        self._thread.start()

    def submit(self, command: AnyCommand, step: int | None = None) -> None:
        """Raises Full."""
        raise Full("a recording is shown: close it to do something")

    def play(self, commands: Sequence[AnyCommand]) -> None:
        """Raises Full."""
        self.submit(commands[0])

    def pause(self) -> None:
        """Nothing runs."""

    def adjust(self, pace: float | None, grouping: bool) -> None:
        """Nothing runs."""

    def look(self, *names: str, kernel: bool = False, inside: str = "", silent: bool = False) -> None:
        """Does nothing: the recorded objects no longer exist."""

    def record(self, sink: Sink | None) -> None:
        """Does nothing: nothing happens that could be recorded."""
        if sink is not None:
            sink.end()

    @property
    def going(self) -> Going | None:
        """The run that was still going on when the recording ended."""
        return self._unfinished.going

    more = False

    def quiet(self) -> bool:
        """Whether everything has been taken."""
        return self._done

    def stop(self, timeout: float = LONGEST) -> bool:
        """Stop reading, and close the file. Returns whether that was done within ``timeout`` (s)."""
        self._done = True
        with self._changed:
            self._torn = True
            self._portions.clear()
            self._changed.notify_all()
        if self._thread.ident is None:
            self.recording.close()
            return True
        self.recording.interrupt()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def take(self, most: int | None = None) -> Batch:
        """What has been read by now, after a wait too short to notice."""
        if self._done:
            return self._batch([], ())
        with self._changed:
            self._changed.wait_for(lambda: self._portions or self._ended, FRAME)
            portions, ended = self._some(), self._ended and not self._portions
            self._changed.notify_all()
        facts = [fact for portion in portions for fact in portion.facts]
        for fact in facts:
            self._unfinished.take(fact)
        objects = tuple(state for portion in portions for state in portion.objects)
        if portions:
            self.progress = portions[-1].at / max(self.recording.last, 1)
        if ended:
            self._done, self.problem = True, self._why
            self.progress = self.progress if self.problem else 1.0
        return self._batch(facts, objects)

    def _some(self) -> list[_Portion]:
        """The waiting portions, until they hold enough for one frame."""
        found: list[_Portion] = []
        shown = 0
        while self._portions and shown < SHOWN:
            found.append(self._portions.popleft())
            shown += sum(_weight(fact) for fact in found[-1].facts)
            shown += SHOWN // OBJECTS * len(found[-1].objects)
        return found

    # On the thread that reads.

    def _main(self) -> None:
        try:
            for portion in self._read():
                if not self._put(portion):
                    break
        except UnreadableRecording as error:
            self._why = str(error)
        except BaseException:
            self._why = "a fault of this program"
            raise
        finally:
            self.recording.close()
            with self._changed:
                self._ended = True
                self._changed.notify_all()
            self._notify()

    def _read(self) -> Iterator[_Portion]:
        objects = self.recording.objects()
        for start in range(0, len(objects), OBJECTS):
            yield _Portion(0, (), objects[start : start + OBJECTS])
        for at, facts in self.recording.slices(self._grouping):
            yield from (_Portion(at, some) for some in _shared_out(facts))

    def _put(self, portion: _Portion) -> bool:
        """Wait until there is room for the portion. Returns False if reading was stopped."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._portions) < AHEAD or self._torn)
            if not self._torn:
                self._portions.append(portion)
                self._changed.notify_all()
        self._notify()
        return not self._torn

    def _batch(self, facts: list[Fact], objects: tuple[ObjectState, ...]) -> Batch:
        recording, status = self.recording, self._status
        self._status = None
        totals = Totals(calls=recording.calls, results=recording.results)
        return Batch(
            tuple(facts), objects, status=status, totals=totals, dropped=recording.lost + recording.lost_records
        )

    def _idle(self) -> Status:
        backend = find_backend(self.recording.about.get("backend", "")) or find_backend("select")
        assert backend is not None
        return Status("idle", backend.id, backend.class_name, monotonic_ns())


def _shared_out(facts: list[Fact]) -> Iterator[list[Fact]]:
    """The same facts, as many together as one frame can show: a slice may hold thousands of blocks of one call each."""
    begin, shown = 0, 0
    for place, fact in enumerate(facts):
        shown += _weight(fact)
        if shown >= SHOWN:
            yield facts[begin : place + 1]
            begin, shown = place + 1, 0
    if begin < len(facts) or not facts:
        yield facts[begin:]


def _weight(fact: Fact) -> int:
    """What it costs to show it, in results."""
    if isinstance(fact, CallBlock):
        return max(len(fact.ids), SHOWN // BLOCKS)
    return max(len(fact.outcome.call.results) if isinstance(fact, RunCall) else 0, SHOWN // ENTRIES)
