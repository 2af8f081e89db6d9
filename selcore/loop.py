"""A run: ``select()`` again and again. Calls that are equal in every respect and had no effect become one row."""

from contextlib import AbstractContextManager
from time import monotonic, monotonic_ns
from typing import TYPE_CHECKING, Any

from .blocks import BLOCK, KINDS, SPAN, Calls, Results
from .calling import to_seconds
from .commands import Run
from .explain.looking import MOST, sample
from .facts import Grew, LoopCall
from .observed import Observed
from .outcomes import Failed, Interrupted, Looped, Returned
from .serving import Ready, Serve, serving
from .tracing import CallEnded, Trace

if TYPE_CHECKING:
    from .session import Session

SPIN = 1000
"""So many identical calls within a second are a busy loop."""
LOOKS = 100
"""Results of runs that are looked at in a second, and so many at once: a paced, slow or short run has all of them, and
a fast one stays fast."""
LOOK = 1_000_000_000 // LOOKS
"""Nanoseconds that one look is worth."""
MOMENT = 24
"""Bits of a nanosecond clock below a moment, 17 ms: how often a run looks whether descriptors are still their own."""


Likeness = tuple[Ready, list[Any], int, int]
"""What makes calls identical: results in order, raw flags, the registrations and the last command before them."""


class Group:
    """The row that grows while identical calls follow each other. Times in ns and seconds."""

    def __init__(self, row: int, like: Likeness, waited: float, last: int):
        self.row = row
        self.like = like
        self.count = 1
        self.last = last
        self.least = self.most = self.total = waited

    def grown(self, waited: float, last: int) -> None:
        """One more."""
        self.count += 1
        self.last = last
        self.total += waited
        if waited < self.least:
            self.least = waited
        elif waited > self.most:
            self.most = waited

    def grew(self) -> Grew:
        return Grew(self.row, self.count, self.last, self.least, self.most, self.total)


class Loop:
    """One run of a session. Its way from one call to the next is short: see docs/performance.md."""

    def __init__(self, session: "Session", command: Run):
        self.session = session
        self.target = session.calling.target
        self.trace = self.target.trace
        self.command = command
        self.timeout = to_seconds(command.timeout)
        self.group: Group | None = None
        self.ended: str | None = None
        self._guard: AbstractContextManager[object] | None = None
        self._bound, seconds = "seconds", command.seconds
        if command.calls is None and seconds is None:
            self._bound, seconds = "max-wait", session.owner.longest_run
        self._deadline = None if seconds is None else monotonic() + seconds
        self._like: Likeness | None = None
        self._serve: Serve = lambda ready, moment: []
        self._ids: list[int] = []
        self._alike = 0
        self._mark = self._mark_spin = 0
        self._paid_until = 0

    def go(self) -> Looped:
        """Call until something ends it."""
        session, counters = self.session, self.session.counters
        calls, results = counters.calls, counters.results
        last = None if self.command.calls is None else calls + self.command.calls
        session.looping, session.loop_began, session.calling.ended_by = True, calls, None
        try:
            while (ended := self._some(last)) is None:
                pass
        finally:
            self.trace.resting = None
            self._end_alike()
            session.hand_over()
            session.looping = False
        return Looped(counters.calls - calls, counters.results - results, ended, self.target.backend.id)

    def _some(self, last: int | None) -> str | None:
        """Calls, until something ends them all or something happens that may have changed what is called."""
        session, calling, counters = self.session, self.session.calling, self.session.counters
        registry, wakeup, paused = self.target.registry, session.wakeup, session.pauses.paused
        trace, timeout, deadline, turns = self._begin(), self.timeout, self._deadline, session.owner.turns
        select, between = registry.selector.select, session.owner.between
        while True:
            if last is not None and counters.calls >= last:
                return "calls"
            if deadline is not None and monotonic() >= deadline:
                return self._bound
            if trace.end >= turns.due:
                session.hand_over()
                turns.give()
            if (ended := between()) is not None:
                return ended
            if self._like is not None and self._like[3] != session.applied:
                # A command stands between; and the call may block now, so that nothing else would end the group.
                self._end_alike()
            if paused:
                session.pauses.look()
            trace.start = trace.reentered = 0  # select() may refuse before it comes to the poller
            calling.active = True
            try:
                ready = select(timeout)
            except (CallEnded, Exception) as error:
                return self._raised(error)
            finally:
                calling.active = False
                if self._guard is not None:
                    self._unguard()
                if wakeup.signalled:
                    wakeup.clear()
            like = self._like
            if like is not None and (ready, trace.raw, registry.version, session.applied) == like:
                self._another_like(like)
            else:
                self._another(ready)
            if calling.during:
                calling.give_late()
                return self.ended

    def _begin(self) -> Trace:
        """What may be another after a command: the selector, and with it what records its calls."""
        self.trace.resting = None
        self.trace = self.target.trace
        self.trace.resting = self._rest
        self._serve = serving(self.session, self.target, self.session.kinds)
        return self.trace

    def _rest(self) -> None:
        """The call is about to block: what happened is told; and whoever asked before it began did not wake it."""
        session = self.session
        session.hand_over()
        session.rested = session.counters.calls
        if self._deadline is not None or session.owner.max_wait is not None:
            self._guard = session.owner.guard(self.command.timeout, self._deadline)
            self._guard.__enter__()
        if session.calling.during or session.owner.asked() or session.pauses.due():
            session.wakeup.signal()

    def _unguard(self) -> None:
        """The call is no longer blocked. Only one that was about to block has a guard: it costs as much as the call."""
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.__exit__(None, None, None)

    def _raised(self, error: BaseException) -> str | None:
        """The call did not return."""
        calling, timeout = self.session.calling, self.command.timeout
        started = self.trace.start or monotonic_ns()
        if isinstance(error, CallEnded):
            stopped = calling.stopped(timeout, started, error)
            self.ended = stopped.by
            self._emit(stopped)
        else:
            assert isinstance(error, Exception)
            self.ended = "refused"
            self._emit(calling.failed(timeout, started, error))
        if calling.during:
            calling.give_late()
        return self.ended

    def _another_like(self, like: Likeness) -> None:
        """A call that is like the one before it, which nobody serves."""
        session, counters = self.session, self.session.counters
        counters.calls += 1
        counters.results += len(self._ids)
        if self.group is not None and session.grouping:
            self._grow(self.group)
        else:
            if self.group is not None:
                self._close_group()
            self._record(self._ids, self.trace.start, self.trace.end)
            if session.grouping:  # from now on
                waited = (self.trace.end - self.trace.start) / 1e9
                self.group = Group(session.rows, like, waited, self.trace.end)
        self._alike += 1
        if not self._alike % SPIN:
            self._look_for_spin(like)

    def _another(self, ready: Ready) -> None:
        """A call that is not like the one before it."""
        session, trace = self.session, self.trace
        if (self.group is not None or session.calls is None or trace.reentered or self._alike) and self._breaks(ready):
            return
        seen = self._look(ready) if ready and self._paid_until <= trace.end + LOOKS * LOOK else None
        counters, end = session.counters, trace.end
        counters.calls += 1
        ids: list[int] = []
        if ready:
            counters.results += len(ready)
            registry = self.target.registry
            version = registry.version
            ids = self._serve(ready, (end >> MOMENT) ^ session.applied << 44)
            self._record(ids, trace.start, end, seen)
            if version != registry.version:
                # What was opened is told before what it receives; what was closed is told at once.
                session.hand_over()
            elif ready[0][0].data is None and not _served(ready):
                self._may_repeat(ready, version, ids)
        else:
            self._record(ids, trace.start, end)
            self._may_repeat(ready, self.target.registry.version, ids)

    def _look(self, ready: Ready) -> dict[int, Observed]:
        """How the objects of these results are before they are served, by their places."""
        self._paid_until = max(self._paid_until, self.trace.end) + min(len(ready), MOST) * LOOK
        found = sample(self.session.objects, self.target.registry.names, ready)
        return {place: found[key.fd] for place, (key, _) in enumerate(ready[:MOST])}

    def _breaks(self, ready: Ready) -> bool:
        """What was alike is over. Whether the call is told by itself: it was woken and went on."""
        self._end_alike()
        if self.session.calls is None and len(self.session.kinds) > KINDS:
            self.session.kinds = Results()
            self._serve = serving(self.session, self.target, self.session.kinds)
        if self.trace.reentered:
            self._emit(Returned(self.session.calling.served(self.command.timeout, ready)))
        return self.trace.reentered > 0

    def _may_repeat(self, ready: Ready, version: int, ids: list[int]) -> None:
        """Only calls that nobody served can repeat: a callback must be called each time."""
        session, trace = self.session, self.trace
        self._like, self._ids, self._mark_spin = (ready, trace.raw, version, session.applied), ids, trace.end
        if session.grouping:
            self.group = Group(session.rows, self._like, (trace.end - trace.start) / 1e9, trace.end)

    def _record(self, ids: list[int], start: int, end: int, seen: dict[int, Observed] | None = None) -> None:
        """Note one call among those that are told together."""
        session = self.session
        calls = session.calls
        session.rows += 1
        if calls is None:
            calls = session.calls = self._new_calls()
            self._mark = end + SPAN
        calls.starts.append(start)
        calls.sizes.append(len(ids))
        if seen is not None:
            calls.seen.update((len(calls.ids) + place, one) for place, one in seen.items())
        calls.ids += ids
        calls.ends.append(end)
        if end > self._mark or len(calls.ends) >= BLOCK:
            session.hand_over()

    def _new_calls(self) -> Calls:
        session, target = self.session, self.target
        number = session.counters.calls
        return Calls(
            session.step, session.rows, number, target.backend.id, self.command.timeout, target.name, session.kinds
        )

    def _grow(self, group: Group) -> None:
        session, trace = self.session, self.trace
        if session.calls is not None:
            session.hand_over()
        if session.taping:
            self._tape()
        group.grown((trace.end - trace.start) / 1e9, trace.end)
        session.pulse = group.grew()

    def _tape(self) -> None:
        """Keep a call that is grouped also by itself: a recording has every one."""
        session, trace = self.session, self.trace
        calls = session.taped
        if calls is None:
            calls = session.taped = self._new_calls()
            self._mark = trace.end + SPAN
        calls.starts.append(trace.start)
        calls.sizes.append(len(self._ids))
        calls.ids += self._ids
        calls.ends.append(trace.end)
        if trace.end > self._mark or len(calls.ends) >= BLOCK:
            session.hand_over()

    def _emit(self, outcome: Returned | Failed | Interrupted) -> None:
        self._end_alike()
        self.session.rows += 1
        self.session.tell(LoopCall(self.session.step, self.session.rows, outcome))

    def _close_group(self) -> None:
        group, self.group = self.group, None
        if group is not None and group.count > 1:
            self.session.tell(group.grew())
            self.session.pulse = None

    def _end_alike(self) -> None:
        """What comes is not like what was: a busy loop, if it was one, is over."""
        self._close_group()
        self._like = None
        if self._alike:
            self._alike = 0
            self.session.owner.spin(())

    def _look_for_spin(self, like: Likeness) -> None:
        within, self._mark_spin = self.trace.end - self._mark_spin, self.trace.end
        self.session.owner.spin(self._names(like) if within < 1e9 else ())

    def _names(self, like: Likeness) -> tuple[str, ...]:
        # Of what is no longer registered, or was never, only the number is known; select() returns nothing for it.
        names, (ready, raw, _, _) = self.target.registry.names, like
        fds = [key.fd for key, _ in ready] or [fd for fd, _ in raw]
        return tuple(dict.fromkeys(names.get(fd, f"fd {fd}") for fd in fds))


def _served(ready: Ready) -> bool:
    for key, _ in ready:  # noqa: SIM110 - any() with a generator takes three times as long
        if key.data is not None:
            return True
    return False
