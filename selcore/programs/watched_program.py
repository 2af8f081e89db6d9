"""A watched program in the place of a worker: the window takes batches of what it does, but no command can be given.

A thread of its own starts the program, follows it, and ends it; all else belongs to the one thread that takes.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from time import monotonic_ns, time_ns

from ..experiment.transcript import Going
from ..system.turns import Turns
from ..values.commands import AnyCommand
from ..values.facts import Batch, ObjectState, Status, Totals
from ..values.text import Text
from ..values.watched import Turn
from ..watching.facts import MoreCalls, WatchedCall, WatchedFact
from ..watching.ring_reader import MOST as ONE_READING
from ..worker.inbox import Full, Sink
from .fact_queue import FactQueue
from .output_lines import OutputLines
from .own_streams import OwnStreams
from .program import CannotRun, Prepared
from .program_state import ProgramState, StateKeeper
from .running import RunningProgram
from .source_lines import SourceLines
from .story import ProgramStory

OFTEN = 1 / 60
"""Seconds between two looks at the program."""
SHOWN_OFTEN = 100_000_000
"""Nanoseconds between two looks whether it has ended, while much is read."""
LAST_GRACE = 0.4
"""Seconds that it has to end by itself when the window, or its session, ends."""
LONGEST = 3.0
"""Seconds that whoever stops it waits: to kill it takes none, but a machine may be busy."""


class WatchedProgram:
    """``state`` is how it is, ``lines`` what it prints. As a worker has it: ``start``, ``take``, ``stop``."""

    def __init__(self, notify: Callable[[], None], prepared: Prepared, name: str, grouping: bool = True):
        self._notify = notify
        self._prepared = prepared
        self.lines = OutputLines()
        self.streams = OwnStreams(self.lines)
        self._queue = FactQueue(grouping)
        self.sources = SourceLines(prepared.folder, 0)
        """Of the functions in its long turns."""
        self._keeper = StateKeeper(name, prepared)
        self.state: ProgramState = self._keeper.state(monotonic_ns())
        self.max_wait: float | None = None
        self.turns = Turns()
        """Those of the window: it is not held up by what is to be read here."""
        self._running: RunningProgram | None = None
        self._shown = 0
        self._told = 0
        """Until when what the program did has been told (ns); 0: all that it has written."""
        self._story: ProgramStory | None = None
        self._copies: list[Sink | None] = []
        self._wake = threading.Event()
        self._asks = 0
        self._leaves = self._closed = self._done = False
        self._last: Status | None = None
        self._thread = threading.Thread(target=self._main, name="watching", daemon=True)

    # As a worker has it.

    @property
    def alive(self) -> bool:
        return not self._done

    def start(self) -> None:
        """Start the program."""
        self._thread.start()

    def submit(self, command: AnyCommand, step: int | None = None) -> None:
        """Raises Full."""
        raise Full("a program is watched: end it, and begin a new session, to do something")

    def play(self, commands: Sequence[AnyCommand]) -> None:
        """Raises Full."""
        self.submit(commands[0])

    def pause(self) -> None:
        """Nothing of ours runs."""

    def adjust(self, pace: float | None, grouping: bool) -> None:
        """Whether calls that are alike and follow each other at once are one row; the program has no pace of ours."""
        self._queue.grouping = grouping

    def look(self, *names: str, kernel: bool = False, inside: str = "", silent: bool = False) -> None:
        """Does nothing: the descriptors are the program's."""

    def record(self, sink: Sink | None) -> None:
        """Give everything from now on to this one too; None: to none any more."""
        self._copies.append(sink)
        self._wake.set()
        if self._done:
            self._share(())

    going: Going | None = None

    @property
    def more(self) -> bool:
        return self._queue.more

    def quiet(self) -> bool:
        """Whether everything that was told has been taken."""
        return not self.more and (self._done or self._last is not None)

    def stop(self, timeout: float = LONGEST) -> bool:
        """Ask the program to end, and end it; whether that was done within ``timeout`` (s)."""
        if self._thread.ident is None:
            self._done = True
            return True
        self._leaves = True
        self._wake.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def take(self, most: int | None = None) -> Batch:
        """What was told since."""
        taken = self._queue.take(1 << 40 if most is None else most)
        totals = Totals(calls=self._queue.calls, results=self._queue.results)
        status = self._status()
        changed, self._last = status if status != self._last else None, status
        dropped = self._queue.dropped + self.state.lost
        return Batch(taken.facts, taken.objects, taken.gone, status=changed, totals=totals, dropped=dropped)

    # What a window asks of the program.

    def behind(self, now: int) -> float:
        """Seconds by which what can be taken next is old: a fast program does more than can be told of it."""
        waits = [at for at in (self._queue.since, self._told) if at]
        return max(now - min(waits), 0) / 1e9 if waits else 0.0

    def end(self) -> None:
        """Ask it to end: each time more firmly, and by itself after some seconds."""
        self._asks += 1
        self._wake.set()

    # On its own thread.

    def _main(self) -> None:
        try:
            self._run()
        except CannotRun as why:
            self._keeper.problem = str(why)
            self.lines.say(str(why), monotonic_ns())
        except BaseException:
            self._keeper.problem = "a fault of this program"
            raise
        finally:
            self.streams.close()
            self.state, self._done = self._keeper.state(monotonic_ns()), True
            self._share(())
            self._notify()

    def _run(self) -> None:
        self.sources = SourceLines(self._prepared.folder, time_ns())
        running = RunningProgram(self._prepared, self.streams.open(), self._say)
        self.streams.begun()
        running.watcher.between = self._stand_aside
        self._running = running
        self._keeper.pid = running.pid
        story = self._story = ProgramStory(running, self._queue, self._prepared)
        try:
            self._follow(running, story)
        finally:
            rest = list(running.close())
            self._keeper.status = running.status
            self._tell(rest, story)
            self._told = 0
            self._keeper.lost = running.watcher.lost
        if running.status is not None:
            story.end(running.status)

    def _follow(self, running: RunningProgram, story: ProgramStory) -> None:
        asked, patience = 0, 0
        while running.status is None:
            while asked < self._asks:
                asked += 1
                running.stop()
            if self._leaves:
                patience = patience or self._leave(running)
                if monotonic_ns() > patience:
                    return
            self._tell_new(running, story)
            now = monotonic_ns()
            story.look(now)
            self._show(running, now)
            self._wake.wait(OFTEN)
            self._wake.clear()

    def _leave(self, running: RunningProgram) -> int:
        """The window leaves: until when it is waited for."""
        if not running.asked:
            running.stop()
        return monotonic_ns() + int(LAST_GRACE * 1e9)

    def _tell_new(self, running: RunningProgram, story: ProgramStory) -> None:
        before = running.watcher.records
        self._tell(running.poll(), story)
        if running.watcher.records - before < ONE_READING:
            self._told = 0

    def _tell(self, facts: Iterable[WatchedFact], story: ProgramStory) -> None:
        self._share(story.states())
        for fact in facts:
            self._stand_aside()
            if isinstance(fact, Turn) and fact.longest is not None:
                self.sources.learn(fact.longest.function)
            if isinstance(fact, WatchedCall | MoreCalls):
                self._told = fact.end if isinstance(fact, WatchedCall) else fact.ends[-1]
            for _ in story.put(fact):
                pass  # a note of each is among the facts
            self._keeper.fold(fact)

    def _stand_aside(self) -> None:
        """Until the window has painted, if it wants to; and how the program is stays no older than it can be read."""
        now = monotonic_ns()
        if self._running is not None and now - self._shown > SHOWN_OFTEN:
            self._show(self._running, now)
        if now >= self.turns.due:
            self.turns.give()

    def _share(self, states: Sequence[ObjectState]) -> None:
        """Begin and end recordings, as it was asked for; none goes on when the program has ended."""
        while self._copies:
            self._queue.share(self._copies.pop(0), states)
            if self._story is not None:
                self._story.anew()
        if self._done:
            self._queue.share(None, ())

    def _show(self, running: RunningProgram, now: int) -> None:
        self._shown = now
        self._keeper.status = running.peek()
        read = self.streams.look()
        lost = self._keeper.lost
        self._keeper.lost = running.watcher.lost
        self._keeper.asked, self._keeper.asked_at = running.asked, running.asked_at
        self.state = self._keeper.state(now)
        if read or self.more or self._last is None or running.watcher.lost != lost:
            self._notify()

    def _say(self, words: Text) -> None:
        self.lines.say(str(words), monotonic_ns())
        if self._story is not None:
            self._story.say(words)

    def _status(self) -> Status:
        state = self.state
        return Status("idle" if self._done else "running", state.backend, state.selector_class, state.began)
