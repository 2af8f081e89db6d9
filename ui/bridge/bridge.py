"""The only crossing between the worker and the window: commands go in, batches come out, at most once a frame.

The worker's ``notify`` becomes one queued signal; whatever arrives before that is handled joins it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal

from selcore.experiment.transcript import Going
from selcore.history.store import Change, Store
from selcore.values.commands import AnyCommand, Run
from selcore.values.facts import Batch
from selcore.worker.inbox import Full

from ..kit.throttle import GROWING
from .frames import Frames
from .settling import GoesOn

if TYPE_CHECKING:
    from selcore.lints import Linter, News
    from selcore.programs.watched_program import WatchedProgram
    from selcore.recording import Playback, Recorder
    from selcore.timeline.deferred_feed import DeferredFeed
    from selcore.timeline.feed import TimelineFeed
    from selcore.worker.worker import Worker

AT_ONCE = 4096
"""Rows, about, that are folded in one frame; more wait for the next, so that a frame stays short."""
PLAYED = 10
"""Calls of a run that the worker could make in the time of one that is played: for so many rows it counts as much."""
MakeWorker = Callable[[Callable[[], None], str], "Worker"]
"""``(notify, backend) -> worker``."""
MakePlayback = Callable[[Callable[[], None]], "Playback"]
"""``(notify) -> playback``: a recording in the place of a worker."""
MakeProgram = Callable[[Callable[[], None]], "WatchedProgram"]
"""``(notify) -> program``: a program that is watched in the place of a worker."""


class Bridge(QObject):
    """Sends commands to a worker and folds what it tells into a store.

    ``changed`` carries a Change, ``linted`` the linter's News after it; ``state_changed`` the worker's state;
    ``settled_changed`` whether everything that was asked has been answered and shown; ``looked`` a Looked, the answer
    to ``look``.
    """

    _arrived = Signal()
    changed = Signal(object)
    linted = Signal(object)
    state_changed = Signal(str)
    settled_changed = Signal(bool)
    refused = Signal(str)
    looked = Signal(object)

    def __init__(self, store: Store, make_worker: MakeWorker, backend: str = "default", parent: QObject | None = None):
        super().__init__(parent)
        self.store = store
        self.lanes_in_sight: Callable[[], bool] = lambda: True
        self._make_worker, self._first_backend = make_worker, backend
        self._playback: Playback | None = None
        self._program: WatchedProgram | None = None
        self._state = "idle"
        self._settled = False  # it has to be started, and to answer
        self._grown = self._fed = 0.0
        self._calls = -1
        self.frames = Frames(lambda: self._worker.more, self)
        self.frames.due.connect(self._drain)
        self._arrived.connect(self._soon, Qt.ConnectionType.QueuedConnection)
        self._run: Run | None = None
        self._run_from = 0
        self._goes_on = GoesOn()
        self._resting = False
        self._played: AnyCommand | None = None
        self.pace: float | None = None
        self.grouping = True
        self._closed = False
        self._started: Worker | Playback | WatchedProgram | None = None

    # Made when they are first asked for: a window is shown sooner than these are imported.

    @cached_property
    def _worker(self) -> "Worker | Playback | WatchedProgram":
        return self._new_worker(self._first_backend)

    @cached_property
    def linter(self) -> "Linter":
        from selcore.lints import make_linter

        return make_linter()

    @cached_property
    def _feed(self) -> "TimelineFeed":
        from selcore.timeline.feed import TimelineFeed
        from selcore.timeline.lanes import Lanes

        return TimelineFeed(Lanes())

    @cached_property
    def _late(self) -> "DeferredFeed":
        from selcore.timeline.deferred_feed import DeferredFeed

        return DeferredFeed(self._feed)

    @property
    def state(self) -> str:
        return self._state

    @property
    def feed(self) -> "TimelineFeed":
        """What feeds the lanes, all that has come until now among them."""
        self._late.flush()
        return self._feed

    @property
    def settled(self) -> bool:
        return self._settled

    @property
    def resting(self) -> bool:
        """Whether it is settled and nothing goes on meanwhile: what was shown last is what there is."""
        return self._resting

    @property
    def is_live(self) -> bool:
        """Whether a worker works: else a recording or a program is looked at, and no command can be given."""
        return self._playback is None and self._program is None

    @property
    def playback(self) -> "Playback | None":
        """The recording that is shown; None where none is."""
        return self._playback

    @property
    def program(self) -> "WatchedProgram | None":
        """The program that is watched, or was until it ended; None where none is."""
        return self._program

    @property
    def shows_program(self) -> bool:
        """Whether a program of somebody's is told of, as it runs or in a recording."""
        return self._program is not None or (self._playback is not None and bool(self._playback.recording.watched))

    @property
    def closed(self) -> bool:
        return self._closed

    def start(self) -> None:
        """Start the worker."""
        self._set_settled(False)
        if self._started is not self._worker:  # what was asked for in the first moment may have begun it
            self._started = self._worker
            self._worker.start()

    def send(self, *commands: AnyCommand) -> bool:
        """Ask the worker to apply these; False (and ``refused``) where it cannot take more.

        In this order; but while a host name is looked up, what was asked after it goes on.
        """
        for command in commands:
            try:
                self._worker.submit(command)
            except Full as error:
                self.refused.emit(str(error))
                self._asked()  # those before it were taken
                return False
            self.store.asked(command)
            if isinstance(command, Run) and self._run is None:
                self._run, self._run_from = command, self.store.totals.calls
        self._asked()
        return True

    def play(self, commands: Sequence[AnyCommand]) -> bool:
        """Ask the worker to apply these, each when the one before was answered; False as of ``send``.

        There must be no run among them, and no host name.
        """
        try:
            self._worker.play(commands)
        except Full as error:
            self.refused.emit(str(error))
            return False
        self._played = commands[-1]
        self._asked()
        return True

    def halt(self) -> None:
        """Ask the worker to leave what it has not played yet; a call that is blocked goes on."""
        worker = self._live()
        if worker is not None:
            worker.halt()
            self._asked(changes=False)

    @property
    def unplayed(self) -> int:
        """How many commands of the last ``play`` were left, because it was halted."""
        worker = self._live()
        return 0 if worker is None else worker.unplayed

    def going(self) -> Going | None:
        """The run that goes on, as far as it has been told; of a recording, the one whose end it does not have."""
        if self._playback is not None:
            return self._playback.going
        return None if self._run is None else Going(self._run, self.store.totals.calls - self._run_from)

    def pause(self) -> None:
        """End the blocked call and the run."""
        self._worker.pause()
        self._asked()

    def adjust(self, pace: float | None, grouping: bool) -> None:
        """Set the pace of runs (calls a second) and whether identical calls are grouped: of every later worker too."""
        self.pace, self.grouping = pace, grouping
        self._worker.adjust(pace, grouping)
        self._asked()

    def look(self, *names: str, kernel: bool = False, inside: str = "", silent: bool = False) -> None:
        """Ask how these file objects are now, what the kernel watches, and with ``silent`` all that is watched;
        ``looked`` brings the answer."""
        self._worker.look(*names, kernel=kernel, inside=inside, silent=silent)
        self._asked(changes=False)

    def record(self, recorder: "Recorder | None") -> None:
        """Give everything that happens from now on to this one too; None: to none any more."""
        self._worker.record(recorder)
        self._asked()

    def set_longest_wait(self, seconds: float | None) -> None:
        """End calls that block longer; None lets them. In force from the next call on."""
        self._worker.max_wait = seconds

    def close(self) -> bool:
        """End the worker; whether it ended in time."""
        if self._closed:
            return True
        self._closed = True
        self.frames.stop()
        if "_worker" not in self.__dict__:
            return True
        ended = self._worker.stop()
        if ended:
            self._fold()
        return ended

    def restart(
        self,
        backend: str = "default",
        keep_history: bool = False,
        source: MakePlayback | None = None,
        program: MakeProgram | None = None,
    ) -> None:
        """A new worker, a recording or a program in place of the old one; what that had open is closed."""
        self.frames.stop()
        self._worker.stop()
        self._fold()
        self._run = self._played = None
        if keep_history:
            self.store.forget_objects()
        else:
            self.store.reset()
            self.feed.reset()
        self.linter.reset()
        self._playback = None if source is None else source(self._tell)
        self._program = None if program is None else program(self._tell)
        if self._program is not None:
            self._program.turns = self.frames.turns
        self._worker = self._playback or self._program or self._new_worker(backend)
        self.start()
        self.adjust(self.pace, self.grouping)

    def _new_worker(self, backend: str) -> "Worker":
        worker = self._make_worker(self._tell, backend)
        worker.turns = self.frames.turns
        return worker

    def _tell(self) -> None:
        """On the worker's thread: something is there to be taken."""
        if not self.frames.turns.wanted:  # or it is looked at anyway
            self._arrived.emit()

    def _asked(self, changes: bool = True) -> None:
        self._set_settled(False)
        self._goes_on.asked(changes)
        # Not only when something arrives: a request may leave no trace (a pause while idle).
        self._soon()

    def _soon(self) -> None:
        if not self._closed:
            self.frames.soon()

    @property
    def _running(self) -> bool:
        return self._state in ("running", "spinning")

    def take_turn(self) -> None:
        """Have a run that goes on wait until what is in hand now is done, painting too."""
        if self._running:
            self.frames.take_turn()

    def _drain(self) -> None:
        if self._only_grows():
            self.frames.after()
            return
        self._goes_on.begin(self._live() if self._is_endless() else None)
        self._fold(AT_ONCE)
        calls, self._calls = self._calls, self.store.totals.calls
        # In a run there is a moment between a call that returned and the next: it is over when no call was added and
        # the next one blocks. Calls that never wait are added all the time, each told as soon as it has returned.
        worker = self._live()
        rests = calls == self._calls and (worker is None or worker.rests)
        between = self._state == "running" and not rests and self._goes_on_to() and self._program is None
        quiet = self._worker.quiet() and not between
        if not quiet or self._running:
            self._look_again(quiet)
        self._set_settled(self._goes_on.is_shown(self._calls - calls) or quiet, quiet)

    def _live(self) -> "Worker | None":
        """The worker; None where a recording or a program stands in its place."""
        return cast("Worker", self._worker) if self.is_live else None

    def _is_endless(self) -> bool:
        """Whether a run goes on that has no bound: whoever waits for its end waits for ever."""
        return self._state == "running" and self._run is not None and not self._is_bounded()

    def _is_bounded(self) -> bool:
        run = self._run
        return run is not None and (run.calls is not None or run.seconds is not None)

    def _goes_on_to(self) -> bool:
        """Whether the run comes to a call that blocks, or to its end: without either it is never at rest."""
        return self._is_bounded() or self._waits()

    def _waits(self) -> bool:
        timeout = self.store.status.timeout if self.store.status is not None else None
        return timeout is None or isinstance(timeout, str) or timeout > 0

    def _look_again(self, quiet: bool) -> None:
        """The worker may be between its last word and its rest, or a row may be growing without a word."""
        if self._playback is not None:
            self.frames.after(0.001)  # each look is short, and between two of them the window does what it has to
        elif quiet and self._state == "running":
            self.frames.after(GROWING, turn=False)
        else:
            self.frames.after()

    def _only_grows(self) -> bool:
        """Whether a row of a busy loop grows, which was looked at a moment ago: it is given its turn, and no more."""
        now = self.frames.begun
        if self._state == "spinning" and self._settled and not self._worker.more and now < self._grown + GROWING:
            return True
        self._grown = now
        return False

    def _fold(self, most: int | None = None) -> None:
        batch = self._worker.take(most)
        serial = self.store.next_serial
        change = self.store.fold(batch)
        self.frames.rows = change.added * (PLAYED if self._played is not None else 1)
        if self._played is not None and (self.unplayed or any(one.command is self._played for one in change.entries)):
            self._played = None
        if any(entry.command is self._run for entry in change.entries):
            self._run = None
        self._late.fold(batch, serial)
        self._feed_lanes()
        self.changed.emit(change)
        news = self._news(batch)
        if news.told:
            self.linted.emit(news)
        self._tell_state(change)
        for looked in batch.looked:
            self.looked.emit(looked)

    def _news(self, batch: Batch) -> "News":
        """Warnings: of a program those that came with it, from what only who watched it had seen."""
        if not self.shows_program:
            return self.linter.fold(batch)
        from selcore.programs.warning_words import news_of

        return news_of(batch)

    def _feed_lanes(self) -> None:
        if not self._running or self.lanes_in_sight() or self.frames.begun > self._fed + GROWING:
            self._fed = self.frames.begun
            self._late.flush()

    def _tell_state(self, change: Change) -> None:
        status = self.store.status
        if change.status and status is not None and status.state != self._state:
            self._state = status.state
            self.frames.spinning = status.state == "spinning"
            self.state_changed.emit(self._state)

    def _set_settled(self, settled: bool, resting: bool = False) -> None:
        self._resting = resting
        if settled != self._settled:
            self._settled = settled
            self.settled_changed.emit(settled)
