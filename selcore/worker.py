"""The owner thread: it alone touches the session. Requests come in through the inbox, facts go out through the outbox.

A fault of ours ends it loudly: the status says ``dead`` and why; nothing else is hurt.
"""

import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import monotonic, monotonic_ns

from .calling import ends_call, may_block, to_seconds
from .commands import AnyCommand, Run, Select, Timeout, verb
from .facts import Batch, Entry, Fact, Status, Totals, WorkerState
from .inbox import Adjust, Do, Inbox, Pause, Request, Stop
from .outbox import CAPACITY, Outbox
from .resolver import Resolver
from .session import Owner, Session
from .watchdog import Watchdog


_NO_GUARD = nullcontext()


class Worker(Owner):
    """Plays commands on a thread of its own. ``notify`` is called, on that thread, when there is something to take.

    ``max_wait`` (s) ends calls that block longer; None lets them. ``lossless`` makes a run wait for whoever takes.
    """

    def __init__(
        self,
        notify: Callable[[], None] = lambda: None,
        *,
        backend: str = "default",
        max_wait: float | None = None,
        lossless: bool = False,
        capacity: int = CAPACITY,
    ):
        self._backend = backend
        self.max_wait = max_wait
        self._outbox = Outbox(notify, capacity, lossless)
        self._inbox = Inbox(self._wake)
        self._resolver = Resolver()
        self._watchdog = Watchdog(self._bite)
        self._bitten: str | None = None
        self._session: Session | None = None
        self._steps = 0
        self._pace: float | None = None
        self._stopping = False
        self._lookups: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._main, name="selector", daemon=True)

    # What other threads may call.

    def start(self) -> None:
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def submit(self, command: AnyCommand, step: int | None = None) -> None:
        """Ask for a command to be applied. Raises Full. A host name is looked up first, on a helper thread."""
        host = self._resolver.wanted(command)
        if host is None:
            self._inbox.put(Do(command, step))
            return
        helper = threading.Thread(target=self._look_up, args=(host, Do(command, step)), name=f"lookup {host}", daemon=True)
        self._lookups = [*(one for one in self._lookups if one.is_alive()), helper]
        helper.start()

    def _look_up(self, host: str, request: Do) -> None:
        self._resolver.lookup(host)
        self._inbox.put(request)

    def pause(self) -> None:
        """End the blocked call and the run."""
        self._inbox.put(Pause())

    def adjust(self, pace: float | None, grouping: bool) -> None:
        """Set the pace of runs (calls a second, None: full speed) and whether identical calls are grouped."""
        self._inbox.put(Adjust(pace, grouping))

    def take(self) -> Batch:
        """Everything since the last time."""
        session = self._session
        if session is None:
            return self._outbox.take(Totals(), lambda: None)
        return self._outbox.take(_totals(session), lambda: session.pulse)

    def quiet(self) -> bool:
        """Whether nothing waits on either side and the worker is idle or blocked in a call."""
        if any(helper.is_alive() for helper in self._lookups):
            return False
        return not self._inbox and not self._handling and not self._outbox.pending

    def stop(self, timeout: float = 5.0) -> bool:
        """End the blocked call, the run, the thread; close everything. Whether the thread has ended in time (s)."""
        self._outbox.close()
        if self._thread.ident is not None:
            self._inbox.put(Stop())
            self._thread.join(timeout)
        self._watchdog.close()
        return not self._thread.is_alive()

    def _wake(self) -> None:
        session = self._session
        # Only a blocked call needs the wakeup: a signalled one would be in the way of the next call.
        if session is not None and session.calling.active:
            session.wakeup.signal()

    def _bite(self, why: str) -> None:
        self._bitten = why
        self._wake()

    # What happens on the worker's own thread.

    _handling = False

    def _main(self) -> None:
        try:
            self._session = session = Session(self._backend, owner=self)
            session.resolve = self._resolver
            session.trace.blocking = self._blocked
            self.longest_run = self.max_wait
            self._tell("idle")
            while not self._stopping:
                self._inbox.wait()
                self._handling = True
                self._handle(self._inbox.pop())
                self._handling = False
        except BaseException:
            self._die(traceback.format_exc())
        finally:
            self._handling = False
            self._close()

    def _handle(self, request: Request) -> None:
        if isinstance(request, Do):
            self._do(request)
        elif isinstance(request, Stop):
            self._stopping = True
        elif isinstance(request, Adjust):
            self._adjust(request)

    def _do(self, request: Do) -> None:
        session = self._own
        nested = session.calling.active or session.looping
        step, parent = self._number(request), session.step if nested else None
        blocking = isinstance(request.command, Select | Run) and not nested
        if not nested:
            session.step = step
        if blocking:
            self._tell_call(request.command)
            session.trace.look_first = isinstance(request.command, Select)
        at = monotonic_ns()
        outcome = session.apply(request.command)
        if blocking:
            self._handling = True
            self._tell("idle")
        self.emit(Entry(step, request.command, outcome, at, parent=parent))

    def _number(self, request: Do) -> int:
        step = self._steps if request.step is None else request.step
        self._steps = step + 1
        return step

    @property
    def _own(self) -> Session:
        assert self._session is not None
        return self._session

    def _adjust(self, request: Adjust) -> None:
        self._pace, self._own.grouping = request.pace, request.grouping

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()

    # What the session asks of its owner.

    def emit(self, fact: Fact) -> None:
        """Pass a fact on, the objects it changed before it is seen."""
        session = self._own
        if session.objects.changed or session.objects.gone:
            self._outbox.put_state(*session.changes(), None)
        self._outbox.put(fact)

    def asked(self) -> bool:
        return bool(self._inbox)

    def _blocked(self) -> None:
        self._handling = False

    def attend(self) -> str | None:
        """The blocked call was woken."""
        self._handling = True
        if self._bitten is not None:
            return self._bitten
        while (request := self._inbox.peek()) is not None:
            if isinstance(request, Stop):
                return "stop"
            if isinstance(request, Pause):
                self._inbox.pop()
                return "pause"
            if isinstance(request, Do) and ends_call(request.command):
                return verb(request.command)
            self._handle(self._inbox.pop())
        return None

    def between(self) -> str | None:
        """Between two calls of a run: the same, and the pace is kept."""
        ended = None
        if self._inbox or self._pace:
            ended = self.attend() or (self._keep_pace() if self._pace else None)
        self._handling = ended is not None
        return ended

    def _keep_pace(self) -> str | None:
        due = monotonic() + 1 / (self._pace or 1)
        while self._pace and (left := due - monotonic()) > 0:
            self._inbox.wait(left)
            if (ended := self.attend()) is not None:
                return ended
        return None

    def guard(self, timeout: Timeout, deadline: float | None) -> AbstractContextManager[object]:
        """See to it that the call ends by ``deadline`` (monotonic s) and within ``max_wait``."""
        self._bitten = None
        seconds = to_seconds(timeout)
        longest = float("inf") if seconds is None else seconds
        if not may_block(timeout) or (self.max_wait is None and deadline is None):
            return _NO_GUARD
        now = monotonic()
        waits = [(now + self.max_wait, "max-wait")] if self.max_wait is not None else []
        waits += [(deadline, "seconds")] if deadline is not None else []
        when, why = min(waits)
        return self._watchdog.until(when, why) if now + longest > when else _NO_GUARD

    def spin(self, names: tuple[str, ...]) -> None:
        """A busy loop begins, goes on or ends."""
        busy = self._status.busy if self._status else ()
        if names != busy:
            self._tell("spinning" if names else "running", busy=names, timeout=self._status.timeout if self._status else None)

    # Telling how the worker is.

    _status: Status | None = None

    def _tell_call(self, command: AnyCommand) -> None:
        if isinstance(command, Run):
            self._tell("running", timeout=command.timeout)
        elif isinstance(command, Select) and may_block(command.timeout):
            self._tell("waiting", timeout=command.timeout)

    def _tell(self, state: WorkerState, timeout: Timeout = None, busy: tuple[str, ...] = (), problem: str = "") -> None:
        session = self._session
        backend = session.backend if session else None
        self._status = Status(
            state,
            backend.id if backend else "",
            backend.class_name if backend else "",
            monotonic_ns(),
            timeout,
            len(session.registry) if session else 0,
            busy,
            self._pace,
            problem,
        )
        changed, gone = session.changes() if session and state != "dead" else ([], [])
        self._outbox.put_state(changed, gone, self._status)

    def _die(self, problem: str) -> None:
        self._tell("dead", problem=problem)


def _totals(session: Session) -> Totals:
    counters = session.counters
    return Totals(counters.calls, counters.results, counters.received, counters.sent, session.objects.forgotten)
