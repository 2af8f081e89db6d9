"""The owner thread: it alone touches the session. Requests come in through the inbox, facts go out through the outbox.

A bug of ours ends it loudly: the status becomes ``dead`` with the traceback, and nothing else is affected.
"""

import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic, monotonic_ns, thread_time

from msgspec import structs

from ..observe.sampling import look, sample_silent
from ..session.session import Session
from ..system.resolver import Resolver, hosts_of
from ..system.turns import Turns
from ..values.call_block import CallBlock
from ..values.commands import AnyCommand, Run, Select, Timeout, verb
from ..values.facts import Batch, Entry, Fact, Status, Totals, WorkerState
from ..values.observed import Looked
from ..values.timeouts import may_block, to_seconds
from ..world.owner import Owner
from .inbox import Adjust, Do, Ended, Full, Inbox, Look, Pause, Play, Record, Request, Sink, StopWorker
from .lookups import Lookups
from .outbox import CAPACITY, Outbox
from .watchdog import Watchdog

_NO_GUARD = nullcontext()
_NEVER = float("-inf")
ANSWERS = 16
"""Answers to ``Look`` requests that may wait; of more, the newest are kept."""


class Worker(Owner):
    """Applies commands on a thread of its own. ``notify`` is called, on that thread, when there is something to take.

    ``max_wait`` (s) ends calls that block longer; None lets them. ``lossless`` makes a run wait for whoever takes;
    ``bound_runs`` ends a run without a bound of its own after ``max_wait``; ``looks_at_all``: every result's object is
    looked at when its call has returned.
    """

    def __init__(
        self,
        notify: Callable[[], None] = lambda: None,
        *,
        backend: str = "default",
        max_wait: float | None = None,
        lossless: bool = False,
        bound_runs: bool = False,
        capacity: int = CAPACITY,
        looks_at_all: bool = False,
    ):
        self._backend = backend
        self.max_wait = max_wait
        self.looks_at_all = looks_at_all
        self._bound_runs = bound_runs
        self._outbox = Outbox(notify, capacity, lossless)
        self._inbox = Inbox(self._wake)
        self._resolver = Resolver()
        self._lookups = Lookups(self._resolver)
        self._watchdog = Watchdog(self._bite)
        self._bitten: str | None = None
        self._reminder = threading.Timer(0, self._wake)
        self._session: Session | None = None
        self._status: Status | None = None
        self._steps = 0
        self._pace: float | None = None
        self._looked: deque[Looked] = deque(maxlen=ANSWERS)
        self._sink: Sink | None = None
        self.turns = Turns()
        self._called = self._played = _NEVER
        self._deadline_is = "seconds"
        self._handling = True  # until it has begun: its selector is opened on its own thread
        self._stopping = False
        self._thread = threading.Thread(target=self._main, name="selector", daemon=True)

    # What other threads may call.

    def start(self) -> None:
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def submit(self, command: AnyCommand, step: int | None = None) -> None:
        """Ask for a command to be applied. Raises Full. Host names are looked up first, on a helper thread."""
        hosts = hosts_of(command)
        if hosts:
            self._lookups.begin(hosts, lambda: self._looked_up(Do(command, step)))
        else:
            self._inbox.put(Do(command, step))

    def _looked_up(self, request: Do) -> None:
        try:
            self._inbox.put(request, always=True)
        except Ended:
            pass  # the worker was stopped meanwhile, and with it everything that was asked of it

    def play(self, commands: Sequence[AnyCommand]) -> None:
        """Ask for commands to be applied one after the other, calls at the pace of runs.

        What is asked meanwhile comes between them. None may hold a host name. Raises Full.
        """
        self._inbox.put(Play(tuple(commands)))

    def pause(self) -> None:
        """End the blocked call and the run."""
        self._inbox.put(Pause())

    def adjust(self, pace: float | None, grouping: bool) -> None:
        """Set the pace of runs (calls per second, None: full speed) and whether identical calls are grouped."""
        self._inbox.put(Adjust(pace, grouping))

    def look(self, *names: str, kernel: bool = False, inside: str = "", silent: bool = False) -> None:
        """Ask for the present state of these file objects, for what the kernel watches, and with ``silent`` for the
        state of all that is watched. A batch has the answer.

        Where too much waits already nothing is asked.
        """
        try:
            self._inbox.put(Look(names, kernel, inside, silent))
        except Full:
            pass  # whoever looks may look again

    def record(self, sink: Sink | None) -> None:
        """From now on, pass everything that happens to ``sink`` as well, calls ungrouped; None ends that."""
        self._inbox.put(Record(sink))

    def take(self, most: int | None = None) -> Batch:
        """What came since the last time: everything, or about ``most`` rows (then more may be left, see ``more``)."""
        session = self._session
        if session is None:
            return self._outbox.take(Totals, lambda: None, most)
        batch = self._outbox.take(lambda: _totals(session), lambda: session.journal.open_group, most)
        # After the facts, so that no piece is older than the object it belongs to.
        moved, looked = session.world.objects.traffic.take(session.calling.looping), self._answers()
        return structs.replace(batch, moved=moved, looked=looked) if moved or looked else batch

    def _answers(self) -> tuple[Looked, ...]:
        found = []
        while self._looked:
            found.append(self._looked.popleft())
        return tuple(found)

    def quiet(self) -> bool:
        """Whether nothing waits in either queue and the worker is idle, blocked in a call or between two calls."""
        if not self.answered():
            return False
        session = self._session
        return not ((session is not None and session.journal.calls is not None) or self._outbox.pending)

    def answered(self) -> bool:
        """Whether every request has been handled; its answer is in the outbox by then, or its run is in progress."""
        # In this order: what leaves one of these is already in the next.
        return not (self._lookups or self._inbox or self._handling)

    @property
    def rests(self) -> bool:
        """Whether the run has nothing to do: its call blocks, or the next call is not due yet."""
        session = self._session
        return session is not None and session.calling.rested == session.journal.counters.calls

    @property
    def told(self) -> tuple[int, int]:
        """How many facts were reported so far, and how many of them were taken."""
        return self._outbox.told, self._outbox.taken

    @property
    def more(self) -> bool:
        """Whether something can be taken; the last ``take`` may have left a part."""
        return self._outbox.pending

    def stop(self, timeout: float = 5.0) -> bool:
        """End call, run and thread, and close everything. Returns whether the thread ended within ``timeout`` (s)."""
        self._stopping = True
        self._outbox.close()
        self._inbox.put(StopWorker())
        if self._thread.ident is not None:
            self._thread.join(timeout)
        self._watchdog.close()
        self._reminder.cancel()
        if self._reminder.ident is not None:
            self._reminder.join(timeout)
        return not self._thread.is_alive()

    def _wake(self) -> None:
        session = self._session
        # Only a blocked call needs the wakeup: a signalled one would be in the way of the next call.
        if session is not None and session.world.in_call:
            try:
                session.world.wakeup.signal()
            except OSError:
                pass  # the call ended this moment, and the worker with it

    def _bite(self, why: str) -> None:
        self._bitten = why
        self._wake()

    # What happens on the worker's own thread.

    def _main(self) -> None:
        died = False
        try:
            self._begin()
            self._handling = False
            while not self._stopping:
                self._inbox.wait()
                self._handling = True
                self._handle(self._inbox.pop())
                self._handling = False
        except BaseException:
            died = True
            self._die(traceback.format_exc())
        finally:
            self._end(died)

    def _begin(self) -> None:
        self._session = session = Session(self._backend, owner=self)
        session.world.resolve = self._resolver
        session.world.main.trace.blocking = self._blocked
        self.longest_run = self.max_wait if self._bound_runs else None
        self._tell("idle")

    def _handle(self, request: Request) -> None:
        if isinstance(request, Do):
            self._do(request)
        elif isinstance(request, Play):
            self._play(request.commands)
        elif isinstance(request, Adjust):
            self._adjust(request)
        elif isinstance(request, Look):
            self._looked.append(self._look(request))
            self._outbox.put(None)
        elif isinstance(request, Record):
            self._record(request.sink)

    def _look(self, request: Look) -> Looked:
        session = self._own
        viewed = session.world.nested.get(request.inside) if request.inside else session.world.main
        world, called = session.world, session.calling.target
        looked = look(world.objects, world.registry, request.names, viewed if request.kernel else None)
        if not request.silent:
            return looked
        silent, more = sample_silent(world.objects, called, [], world.pauses)
        return structs.replace(looked, silent=silent, unlooked=more, backend=called.backend.id)

    def _do(self, request: Do) -> None:
        session, command = self._own, request.command
        nested = session.world.in_call or session.calling.looping
        step, parent = self._number(request), session.journal.step if nested else None
        blocking = isinstance(command, Select | Run) and not nested
        if not nested:
            session.journal.step = step
        if blocking:
            self._prepare_call(command)
        at, blocked = monotonic_ns(), session.world.in_call
        made = session.journal.counters.calls - session.calling.loop_began if session.calling.looping else None
        entry = Entry(step, command, session.apply(command), at, parent=parent, made=made, blocked=blocked)
        if blocking:
            self._handling = True
        session.journal.hand_over()
        self.emit(entry, self._make_status("idle") if blocking else None)

    def _play(self, commands: tuple[AnyCommand, ...]) -> None:
        session = self._own
        for command in commands:
            if not (session.world.in_call or session.calling.looping):
                self._stand_aside(command)
            if self._stopping:
                return
            if _calls(command):
                self._played = monotonic()
            self._do(Do(command))

    def _stand_aside(self, command: AnyCommand) -> None:
        """Before a command of ``Play``: handle other requests, give the window its turn, keep the pace of calls."""
        if monotonic_ns() >= self.turns.due:
            self.turns.give()
        while not self._stopping:
            while self._inbox and not self._stopping:
                self._handle(self._inbox.pop())
                self._handling = True
            # The pace may be another by now.
            left = self._played + 1 / self._pace - monotonic() if self._pace and _calls(command) else 0.0
            if left <= 0:
                return
            self._inbox.wait(min(left, 60))

    def _number(self, request: Do) -> int:
        step = self._steps if request.step is None else request.step
        self._steps = step + 1
        return step

    @property
    def _own(self) -> Session:
        assert self._session is not None
        return self._session

    def _adjust(self, request: Adjust) -> None:
        if request.pace != self._pace:
            self._own.journal.applied += 1  # calls at another pace are not grouped with those before
        self._pace, self._own.journal.grouping = request.pace, request.grouping
        self.spin(())  # slowed down, it is no busy loop any more; at full speed it will soon be one again
        self._outbox.put(None, status=self._news())

    def _record(self, sink: Sink | None) -> None:
        session = self._own
        session.journal.hand_over()
        self._pass_on(None)  # what changed until now is not of the new one
        if self._sink is not None:
            self._sink.end()
        self._sink, session.journal.keeps_ungrouped = sink, sink is not None
        if sink is not None:
            world = session.world
            sink.begin([world.state_of(one.name) for one in world.objects], world.main.backend.id)

    def _die(self, problem: str) -> None:
        self._status = Status("dead", self._status.backend if self._status else "", "", monotonic_ns(), problem=problem)
        self._outbox.put(None, status=self._status)

    def _end(self, died: bool) -> None:
        self._handling = False
        for request in self._inbox.end():
            if isinstance(request, Record) and request.sink is not None:
                request.sink.end()  # nothing will come, and whoever waits for its end must not wait for ever
        session = self._session
        if session is None:
            return
        try:
            self._end_sink()
        finally:
            session.close()
        if died:
            self._outbox.put(None, [session.world.state_of(one.name) for one in session.world.objects])

    def _end_sink(self) -> None:
        if self._sink is not None:
            try:
                self._own.journal.hand_over()
            finally:
                self._sink.end()

    # What the session asks of its owner.

    def emit(self, fact: Fact, status: Status | None = None) -> None:
        """Pass on a fact, together with the states of the objects that it changed."""
        self._pass_on(fact, status or self._news())

    def _pass_on(self, fact: Fact | None, status: Status | None = None) -> None:
        objects, gone = self._own.world.changes()
        if self._sink is not None:
            self._sink.put(fact, objects, gone)
        self._outbox.put(fact, objects, gone, status)

    def tape(self, calls: CallBlock) -> None:
        if self._sink is not None:
            self._sink.put(calls)

    def ending(self) -> bool:
        return self._stopping or isinstance(self._inbox.peek(), Pause | StopWorker)

    def asked(self) -> bool:
        return bool(self._inbox.requests) or self._bitten is not None

    def _blocked(self) -> None:
        self._handling = False

    def attend(self) -> str | None:
        """The blocked call was woken: handle requests. Returns what ends the call, None to go on."""
        self._handling = True
        if self._bitten is not None:
            return self._bitten
        while not self._stopping and (request := self._inbox.peek()) is not None:
            if isinstance(request, Pause):
                self._inbox.pop()
                return "pause"
            if isinstance(request, Do) and self._own.calling.ends(request.command):
                return verb(request.command)
            self._handle(self._inbox.pop())
        return "stop" if self._stopping else None

    def between(self) -> str | None:
        """Between two calls of a run: as ``attend``, and keep the pace."""
        ended = None
        if self._inbox.requests or self._pace:
            ended = self.attend() or self._keep_pace()
        self._handling = ended is not None
        return ended

    def _keep_pace(self) -> str | None:
        while self._pace and (left := self._called + 1 / self._pace - monotonic()) > 0:
            self._own.journal.hand_over()
            self._own.calling.rested = self._own.journal.counters.calls
            self._handling = False
            self._inbox.wait(min(left, 60))
            if (ended := self.attend()) is not None:
                return ended
        self._called = monotonic()
        return None

    def guard(self, timeout: Timeout, deadline: float | None) -> AbstractContextManager[object]:
        """A context in which the watchdog ends the call at ``deadline`` (monotonic s) or after ``max_wait``."""
        longest = self.max_wait  # once: another thread may set it meanwhile
        if not may_block(timeout) or (longest is None and deadline is None):
            return _NO_GUARD
        seconds, now = to_seconds(timeout), monotonic()
        waits = [(now + longest, "max-wait")] if longest is not None else []
        waits += [(deadline, self._deadline_is)] if deadline is not None else []
        when, why = min(waits)
        return self._guarded(when, why) if seconds is None or seconds > when - now else _NO_GUARD

    def remind(self, seconds: float) -> None:
        """Wake the call that is blocked in ``seconds``, if any."""
        self._reminder.cancel()
        self._reminder = threading.Timer(seconds, self._wake)
        self._reminder.daemon = True
        if not self._stopping:
            self._reminder.start()

    @contextmanager
    def _guarded(self, when: float, why: str) -> Iterator[None]:
        try:
            with self._watchdog.until(when, why):
                yield
        finally:
            self._bitten = None  # a call that returned all the same was not ended by it

    def spin(self, names: tuple[str, ...]) -> None:
        """A busy loop has begun, goes on or has ended (no names)."""
        status, self._own.journal.counters.cpu = self._status, thread_time()
        if status is not None and names != status.busy:
            self._tell("spinning" if names else "running", status.timeout, names)

    # Telling how the worker is.

    def _prepare_call(self, command: AnyCommand) -> None:
        self._called = _NEVER
        self._own.world.main.trace.look_first = isinstance(command, Select)
        if isinstance(command, Run):
            # A run without a bound of its own has one of ours.
            self._deadline_is = "max-wait" if command.seconds is None else "seconds"
            self._tell("running", command.timeout)
        elif isinstance(command, Select) and may_block(command.timeout):
            self._tell("waiting", command.timeout)

    def _tell(self, state: WorkerState, timeout: Timeout = None, busy: tuple[str, ...] = ()) -> None:
        self._pass_on(None, self._make_status(state, timeout, busy))

    def _make_status(self, state: WorkerState, timeout: Timeout = None, busy: tuple[str, ...] = ()) -> Status:
        backend, watched = self._own.world.main.backend, len(self._own.world.registry)
        self._status = Status(state, backend.id, backend.class_name, monotonic_ns(), timeout, watched, busy, self._pace)
        return self._status

    def _news(self) -> Status | None:
        """The new status if the selector, the number watched or the pace has changed; else None."""
        status, backend, watched = self._status, self._own.world.main.backend, len(self._own.world.registry)
        if status is None or (status.backend, status.watched, status.pace) == (backend.id, watched, self._pace):
            return None
        self._status = structs.replace(
            status, backend=backend.id, selector_class=backend.class_name, watched=watched, pace=self._pace
        )
        return self._status


def _calls(command: AnyCommand) -> bool:
    return isinstance(command, Select | Run)


def _totals(session: Session) -> Totals:
    counters = session.journal.counters
    moved = counters.received, counters.sent
    return Totals(counters.calls, counters.results, *moved, session.world.objects.forgotten, counters.cpu)
