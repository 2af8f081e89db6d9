"""A run: ``select()`` again and again. Calls that are equal in every respect and had no effect become one row."""

from time import monotonic, monotonic_ns
from typing import TYPE_CHECKING, Any

from .calling import Ready, to_seconds
from .commands import Run
from .facts import Grew, LoopCall
from .outcomes import Failed, Interrupted, Looped, Returned
from .tracing import CallEnded

if TYPE_CHECKING:
    from .session import Session

SPIN = 1000
"""So many identical calls within a second are a busy loop."""


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
        self.mark = last

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
    """One run of a session."""

    def __init__(self, session: "Session", command: Run):
        self.session = session
        self.target = session.calling.target
        self.command = command
        self.timeout = to_seconds(command.timeout)
        self.group: Group | None = None
        self.ended: str | None = None
        self._bound, seconds = "seconds", command.seconds
        if command.calls is None and seconds is None:
            self._bound, seconds = "max-wait", session.owner.longest_run
        self._deadline = None if seconds is None else monotonic() + seconds

    def go(self) -> Looped:
        """Call until something ends it."""
        session, counters = self.session, self.session.counters
        calls, results = counters.calls, counters.results
        last = None if self.command.calls is None else calls + self.command.calls
        session.looping = True
        try:
            while (ended := self._over(last)) is None:
                self._call()
        finally:
            self._close_group()
            session.looping = False
        return Looped(counters.calls - calls, counters.results - results, ended, self.target.backend.id)

    def _over(self, last: int | None) -> str | None:
        if self.ended is not None:
            return self.ended
        if last is not None and self.session.counters.calls >= last:
            return "calls"
        if self._deadline is not None and monotonic() >= self._deadline:
            return self._bound
        return self.session.owner.between()

    def _call(self) -> None:
        session, calling = self.session, self.session.calling
        if self.group is not None and self.group.like[3] != session.applied:
            # A command stands between; and the call may block now, so that nothing else would end the group.
            self._close_group()
        started = monotonic_ns()
        calling.ended_by = None
        try:
            with session.owner.guard(self.command.timeout, self._deadline):
                ready = calling.ask(self.timeout)
        except CallEnded as ended:
            stopped = calling.stopped(self.command.timeout, started, ended)
            self.ended = stopped.by
            self._emit(stopped)
        except Exception as error:
            self.ended = "refused"
            self._emit(calling.failed(self.command.timeout, started, error))
        else:
            self._returned(ready)
        if calling.during:
            calling.give_late()

    def _returned(self, ready: Ready) -> None:
        session, trace = self.session, self.target.trace
        group = self.group
        waited = (trace.end - trace.start) / 1e9
        if group is not None and group.like == self._likeness(ready) and session.grouping:
            counters = session.counters
            counters.calls += 1
            counters.results += len(ready)
            group.grown(waited, trace.end)
            session.pulse = group.grew()
            if not group.count % SPIN:
                self._look_for_spin(group)
            return
        self._new_row(ready, waited)

    def _new_row(self, ready: Ready, waited: float) -> None:
        session, trace = self.session, self.target.trace
        like = self._likeness(ready)
        call = session.calling.served(self.command.timeout, ready)
        row = self._emit(Returned(call))
        # Only calls that nobody served can repeat: a callback must be called each time.
        end = trace.end
        if session.grouping and not trace.reentered and all(key.data is None for key, _ in ready):
            self.group = Group(row, like, waited, end)

    def _likeness(self, ready: Ready) -> Likeness:
        target = self.target
        return ready, target.trace.raw, target.registry.version, self.session.applied

    def _emit(self, outcome: Returned | Failed | Interrupted) -> int:
        self._close_group()
        self.session.rows += 1
        self.session.owner.emit(LoopCall(self.session.step, self.session.rows, outcome))
        return self.session.rows

    def _close_group(self) -> None:
        group, self.group = self.group, None
        if group is not None and group.count > 1:
            self.session.owner.emit(group.grew())
            self.session.pulse = None
            self.session.owner.spin(())

    def _look_for_spin(self, group: Group) -> None:
        within, group.mark = group.last - group.mark, group.last
        self.session.owner.spin(self._names(group) if within < 1e9 else ())

    def _names(self, group: Group) -> tuple[str, ...]:
        # Of what is no longer registered, or was never, only the number is known; select() returns nothing for it.
        names, (ready, raw, _, _) = self.target.registry.names, group.like
        fds = [key.fd for key, _ in ready] or [fd for fd, _ in raw]
        return tuple(dict.fromkeys(names.get(fd, f"fd {fd}") for fd in fds))
