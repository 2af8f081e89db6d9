"""A worker as other threads see it: requests go in through the inbox, facts come out through the outbox.

Only its own thread (``owner_thread``) touches the session; what is read here across the boundary are plain counters.
"""

import threading
from collections.abc import Callable, Sequence

from msgspec import structs

from ..session.session import Session
from ..system.resolver import hosts_of
from ..system.turns import Turns
from ..values.commands import AnyCommand
from ..values.facts import Batch, Totals
from ..values.observed import Looked
from .inbox import Adjust, Do, Ended, Full, Halt, Look, Pause, Play, Record, Sink, StopWorker
from .lookups import Lookups
from .outbox import CAPACITY
from .owner_thread import OwnerThread


class Worker:
    """Applies commands on a thread of its own. ``notify`` is called, on that thread, when there is something to take.

    ``max_wait`` (s) ends calls that block longer; None lets them. ``lossless`` makes a run wait for whoever takes;
    ``bound_runs`` ends a run without a bound of its own after ``max_wait``; ``looks_at_all``: every result's object is
    looked at when its call has returned; ``prints``: keys are told as Python prints them too.
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
        prints: bool = False,
    ):
        self._owner = OwnerThread(notify, backend, capacity, lossless, bound_runs)
        self._owner.max_wait, self._owner.looks_at_all, self._owner.prints = max_wait, looks_at_all, prints
        self._inbox, self._outbox = self._owner.inbox, self._owner.outbox
        self._lookups = Lookups(self._owner.resolver)
        self._thread = threading.Thread(target=self._owner.main, name="selector", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def turns(self) -> Turns:
        """When a run yields to the window. May be set before it starts."""
        return self._owner.turns

    @turns.setter
    def turns(self, turns: Turns) -> None:
        self._owner.turns = turns

    @property
    def max_wait(self) -> float | None:
        """Seconds after which a blocked call is ended; None: never. May be set at any time."""
        return self._owner.max_wait

    @max_wait.setter
    def max_wait(self, seconds: float | None) -> None:
        self._owner.max_wait = seconds

    # Requests.

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
        self._owner.unplayed = 0  # by now whatever was played before has ended
        self._inbox.put(Play(tuple(commands)))

    def halt(self) -> None:
        """Have it leave what it has not played yet; a call that is blocked goes on. ``unplayed`` tells how many."""
        self._inbox.put(Halt())

    @property
    def unplayed(self) -> int:
        """How many commands of the last ``play`` were left; what was played of it has been told before."""
        return self._owner.unplayed

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

    def stop(self, timeout: float = 5.0) -> bool:
        """End call, run and thread, and close everything. Returns whether the thread ended within ``timeout`` (s)."""
        self._owner.stopping = self._owner.limits.ending = True
        self._outbox.close()
        self._inbox.put(StopWorker())
        if self._thread.ident is not None:
            self._thread.join(timeout)
        self._owner.limits.close(timeout)
        return not self._thread.is_alive()

    # What came of them.

    def take(self, most: int | None = None) -> Batch:
        """What came since the last time: everything, or about ``most`` rows (then more may be left, see ``more``)."""
        session = self._owner.session
        if session is None:
            return self._outbox.take(Totals, lambda: None, most)
        batch = self._outbox.take(lambda: _totals(session), lambda: session.journal.open_group, most)
        # After the facts, so that no piece is older than the object it belongs to.
        moved, looked = session.world.objects.traffic.take(session.calling.looping), self._answers()
        return structs.replace(batch, moved=moved, looked=looked) if moved or looked else batch

    def _answers(self) -> tuple[Looked, ...]:
        answers = []
        while self._owner.looked:
            answers.append(self._owner.looked.popleft())
        return tuple(answers)

    def quiet(self) -> bool:
        """Whether nothing waits in either queue and the worker is idle, blocked in a call or between two calls."""
        if not self.answered():
            return False
        session = self._owner.session
        return not ((session is not None and session.journal.calls is not None) or self._outbox.pending)

    def answered(self) -> bool:
        """Whether every request has been handled; its answer is in the outbox by then, or its run is in progress."""
        # In this order: what leaves one of these is already in the next.
        return not (self._lookups or self._inbox or self._owner.handling)

    @property
    def rests(self) -> bool:
        """Whether the run has nothing to do: its call blocks, or the next call is not due yet."""
        session = self._owner.session
        return session is not None and session.calling.rested == session.journal.counters.calls

    @property
    def told(self) -> tuple[int, int]:
        """How many facts were reported so far, and how many of them were taken."""
        return self._outbox.told, self._outbox.taken

    @property
    def more(self) -> bool:
        """Whether something can be taken; the last ``take`` may have left a part."""
        return self._outbox.pending


def _totals(session: Session) -> Totals:
    counters = session.journal.counters
    moved = counters.received, counters.sent
    return Totals(counters.calls, counters.results, *moved, session.world.objects.forgotten, counters.cpu)
