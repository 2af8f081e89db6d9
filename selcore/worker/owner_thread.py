"""What happens on the worker's own thread: it alone touches the session, and handles one request after the other.

A bug of ours ends it loudly: the status becomes ``dead`` with the traceback, and nothing else is affected.
"""

import traceback
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from time import monotonic, monotonic_ns, thread_time

from msgspec import structs

from ..observe.sampling import look, sample_silent
from ..session.session import Session
from ..system.resolver import Resolver
from ..system.turns import Turns
from ..values.call_block import CallBlock
from ..values.commands import AnyCommand, Run, Select, Timeout, verb
from ..values.facts import Entry, Fact, Status, WorkerState
from ..values.observed import Looked
from ..values.timeouts import may_block
from ..world.owner import Owner
from .call_limits import CallLimits
from .inbox import Adjust, Do, Halt, Inbox, Look, Pause, Play, Record, Request, Sink, StopWorker
from .outbox import Outbox
from .status_board import StatusBoard

_NEVER = float("-inf")
ANSWERS = 16
"""Answers to ``Look`` requests that may wait; of more, the newest are kept."""


class OwnerThread(Owner):
    """The owner of a session. ``main`` is its thread's function; only what is said to may be called on another."""

    def __init__(self, notify: Callable[[], None], backend: str, capacity: int, lossless: bool, bound_runs: bool):
        self.inbox = Inbox(self.wake)
        self.outbox = Outbox(notify, capacity, lossless)
        self.limits = CallLimits(self.wake)
        self.resolver = Resolver()
        self.turns = Turns()
        self.session: Session | None = None
        self.handling = True
        """Whether a request is being handled. True until it has begun: its selector is opened on its own thread."""
        self.stopping = False
        """Set on another thread: end as soon as possible."""
        self.looked: deque[Looked] = deque(maxlen=ANSWERS)
        self._backend, self._bound_runs = backend, bound_runs
        self._status = StatusBoard()
        self._steps = 0
        self._sink: Sink | None = None
        self._called = self._played = _NEVER
        self.unplayed = 0
        """Commands of the last ``Play`` that were left, because it was halted."""
        self._halted = False

    def wake(self) -> None:
        """Wake the call that is blocked, if any. May be called on any thread."""
        session = self.session
        # Only a blocked call needs the wakeup: a signalled one would be in the way of the next call.
        if session is not None and session.world.in_call:
            try:
                session.world.wakeup.signal()
            except OSError:
                pass  # the call ended this moment, and the worker with it

    def main(self) -> None:
        """Own a session until ``stopping``."""
        died = False
        try:
            self._begin()
            self.handling = False
            while not self.stopping:
                self.inbox.wait()
                self.handling = True
                self._handle(self.inbox.pop())
                self.handling = False
        except BaseException:
            died = True
            self.outbox.put(None, status=self._status.dead(traceback.format_exc()))
        finally:
            self._end(died)

    def _begin(self) -> None:
        self.session = session = Session(self._backend, owner=self)
        session.world.resolve = self.resolver
        session.world.main.trace.blocking = self._blocked
        self.longest_run = self.max_wait if self._bound_runs else None
        self._tell("idle")

    def _end(self, died: bool) -> None:
        self.handling = False
        for request in self.inbox.end():
            if isinstance(request, Record) and request.sink is not None:
                request.sink.end()  # nothing will come, and whoever waits for its end must not wait for ever
        session = self.session
        if session is None:
            return
        try:
            self._end_sink()
        finally:
            session.close()
        if died:
            self.outbox.put(None, [session.world.state_of(one.name) for one in session.world.objects])

    def _end_sink(self) -> None:
        if self._sink is not None:
            try:
                self._own.journal.hand_over()
            finally:
                self._sink.end()

    @property
    def _own(self) -> Session:
        assert self.session is not None
        return self.session

    # Requests.

    def _handle(self, request: Request) -> None:
        if isinstance(request, Do):
            self._do(request)
        elif isinstance(request, Play):
            self._play(request.commands)
        elif isinstance(request, Halt):
            self._halted = True
        elif isinstance(request, Adjust):
            self._adjust(request)
        elif isinstance(request, Look):
            self.looked.append(self._look(request))
            self.outbox.put(None)
        elif isinstance(request, Record):
            self._record(request.sink)

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
            self.handling = True
        session.journal.hand_over()
        self.emit(entry, self._status.make(session.world, "idle") if blocking else None)

    def _number(self, request: Do) -> int:
        step = self._steps if request.step is None else request.step
        self._steps = step + 1
        return step

    def _prepare_call(self, command: AnyCommand) -> None:
        self._called = _NEVER
        self._own.world.main.trace.look_first = isinstance(command, Select)
        if isinstance(command, Run):
            # A run without a bound of its own has one of ours.
            self.limits.deadline_is = "max-wait" if command.seconds is None else "seconds"
            self._tell("running", command.timeout)
        elif isinstance(command, Select) and may_block(command.timeout):
            self._tell("waiting", command.timeout)

    def _play(self, commands: tuple[AnyCommand, ...]) -> None:
        session, self._halted = self._own, False
        for place, command in enumerate(commands):
            if not (session.world.in_call or session.calling.looping):
                self._stand_aside(command)
            if self.stopping:
                return
            if self._halted:
                self.unplayed = len(commands) - place
                self.outbox.put(None)  # whoever asked for it looks
                return
            if _calls(command):
                self._played = monotonic()
            self._do(Do(command))

    def _stand_aside(self, command: AnyCommand) -> None:
        """Before a command of ``Play``: handle other requests, give the window its turn, keep the pace of calls."""
        if monotonic_ns() >= self.turns.due:
            self.turns.give()
        while not self.stopping:
            while self.inbox and not self.stopping:
                self._handle(self.inbox.pop())
                self.handling = True
            # The pace may be another by now.
            pace = self._status.pace
            left = self._played + 1 / pace - monotonic() if pace and _calls(command) else 0.0
            if left <= 0 or self._halted:
                return
            self.inbox.wait(min(left, 60))

    def _adjust(self, request: Adjust) -> None:
        if request.pace != self._status.pace:
            self._own.journal.applied += 1  # calls at another pace are not grouped with those before
        self._status.pace, self._own.journal.grouping = request.pace, request.grouping
        self.spin(())  # slowed down, it is no busy loop any more; at full speed it will soon be one again
        self.outbox.put(None, status=self._status.news(self._own.world))

    def _look(self, request: Look) -> Looked:
        session = self._own
        viewed = session.world.nested.get(request.inside) if request.inside else session.world.main
        world, called = session.world, session.calling.target
        looked = look(world.objects, world.registry, request.names, viewed if request.kernel else None)
        if not request.silent:
            return looked
        silent, more = sample_silent(world.objects, called, [], world.pauses)
        return structs.replace(looked, silent=silent, unlooked=more, backend=called.backend.id)

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

    # What the session asks of its owner.

    def emit(self, fact: Fact, status: Status | None = None) -> None:
        """Pass on a fact, together with the states of the objects that it changed."""
        self._pass_on(fact, status or self._status.news(self._own.world))

    def _pass_on(self, fact: Fact | None, status: Status | None = None) -> None:
        objects, gone = self._own.world.changes()
        if self._sink is not None:
            self._sink.put(fact, objects, gone)
        self.outbox.put(fact, objects, gone, status)

    def _tell(self, state: WorkerState, timeout: Timeout = None, busy: tuple[str, ...] = ()) -> None:
        self._pass_on(None, self._status.make(self._own.world, state, timeout, busy))

    def tape(self, calls: CallBlock) -> None:
        if self._sink is not None:
            self._sink.put(calls)

    def ending(self) -> bool:
        return self.stopping or isinstance(self.inbox.peek(), Pause | StopWorker)

    def asked(self) -> bool:
        return bool(self.inbox.requests) or self.limits.reached is not None

    def _blocked(self) -> None:
        self.handling = False

    def attend(self) -> str | None:
        """The blocked call was woken: handle requests. Returns what ends the call, None to go on."""
        self.handling = True
        if self.limits.reached is not None:
            return self.limits.reached
        while not self.stopping and (request := self.inbox.peek()) is not None:
            if isinstance(request, Pause):
                self.inbox.pop()
                return "pause"
            if isinstance(request, Do) and self._own.calling.ends(request.command):
                return verb(request.command)
            self._handle(self.inbox.pop())
        return "stop" if self.stopping else None

    def between(self) -> str | None:
        """Between two calls of a run: as ``attend``, and keep the pace."""
        ended = None
        if self.inbox.requests or self._status.pace:
            ended = self.attend() or self._keep_pace()
        self.handling = ended is not None
        return ended

    def _keep_pace(self) -> str | None:
        while self._status.pace and (left := self._called + 1 / self._status.pace - monotonic()) > 0:
            self._own.journal.hand_over()
            self._own.calling.rested = self._own.journal.counters.calls
            self.handling = False
            self.inbox.wait(min(left, 60))
            if (ended := self.attend()) is not None:
                return ended
        self._called = monotonic()
        return None

    def guard(self, timeout: Timeout, deadline: float | None) -> AbstractContextManager[object]:
        """A context in which the watchdog ends the call at ``deadline`` (monotonic s) or after ``max_wait``."""
        return self.limits.guard(timeout, deadline, self.max_wait)

    def remind(self, seconds: float) -> None:
        """Wake the call that is blocked in ``seconds``, if any."""
        self.limits.remind(seconds)

    def spin(self, names: tuple[str, ...]) -> None:
        """A busy loop has begun, goes on or has ended (no names)."""
        status, self._own.journal.counters.cpu = self._status.last, thread_time()
        if status is not None and names != status.busy:
            self._tell("spinning" if names else "running", status.timeout, names)


def _calls(command: AnyCommand) -> bool:
    return isinstance(command, Select | Run)
