"""A run: ``select()`` again and again. Calls that are equal in every respect and had no effect become one row."""

from contextlib import AbstractContextManager
from time import monotonic, monotonic_ns
from typing import Any

from ..observe.sampling import MOST, sample
from ..tracing import CallEnded, Trace
from ..values.call_block import BLOCK, KINDS, SPAN, CallBlock, ResultTable
from ..values.commands import Run
from ..values.facts import GroupGrew, RunCall
from ..values.names import unnamed
from ..values.observed import Observed
from ..values.outcomes import Failed, Interrupted, Returned, RunEnded
from ..values.timeouts import to_seconds
from .dispatch import Ready, Serve, make_dispatcher
from .select_call import SelectCaller

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

    def grew(self) -> GroupGrew:
        return GroupGrew(self.row, self.count, self.last, self.least, self.most, self.total)


class RunLoop:
    """One run of a session. Its way from one call to the next is short: see docs/performance.md."""

    def __init__(self, calling: SelectCaller, command: Run):
        self.calling = calling
        self.world, self.journal = calling.world, calling.journal
        self.owner = self.journal.owner
        self.target = calling.target
        self.trace = self.target.trace
        self.command = command
        self.timeout = to_seconds(command.timeout)
        self.group: Group | None = None
        self.ended: str | None = None
        self._guard: AbstractContextManager[object] | None = None
        self._bound, seconds = "seconds", command.seconds
        if command.calls is None and seconds is None:
            self._bound, seconds = "max-wait", self.owner.longest_run
        self._deadline = None if seconds is None else monotonic() + seconds
        self._like: Likeness | None = None
        self._serve: Serve = lambda ready, moment: []
        self._ids: list[int] = []
        self._alike = 0
        self._mark = self._mark_spin = 0
        self._paid_until = 0

    def go(self) -> RunEnded:
        """Call until something ends it."""
        calling, counters = self.calling, self.journal.counters
        calls, results = counters.calls, counters.results
        last = None if self.command.calls is None else calls + self.command.calls
        calling.looping, calling.loop_began, calling.ended_by = True, calls, None
        try:
            while (ended := self._run_until_change(last)) is None:
                pass
        finally:
            self.trace.resting = None
            self._end_repeats()
            self.journal.hand_over()
            calling.looping = False
        return RunEnded(counters.calls - calls, counters.results - results, ended, self.target.backend.id)

    def _run_until_change(self, last: int | None) -> str | None:
        """Calls, until something ends them all or something happens that may have changed what is called."""
        calling, journal, counters = self.calling, self.journal, self.journal.counters
        world, pauses = self.world, self.world.pauses
        registry, wakeup, paused = self.target.registry, world.wakeup, pauses.paused
        trace, timeout, deadline, turns = self._attach(), self.timeout, self._deadline, self.owner.turns
        select, between = registry.selector.select, self.owner.between
        while True:
            if last is not None and counters.calls >= last:
                return "calls"
            if deadline is not None and monotonic() >= deadline:
                return self._bound
            if trace.end >= turns.due:
                journal.hand_over()
                turns.give()
            if (ended := between()) is not None:
                return ended
            if self._like is not None and self._like[3] != journal.applied:
                # A command stands between; and the call may block now, so that nothing else would end the group.
                self._end_repeats()
            if paused:
                pauses.look()
            trace.start = trace.reentered = 0  # select() may refuse before it comes to the poller
            world.in_call = True
            try:
                ready = select(timeout)
            except (CallEnded, Exception) as error:
                return self._record_end(error)
            finally:
                world.in_call = False
                if self._guard is not None:
                    self._unguard()
                if wakeup.signalled:
                    wakeup.clear()
            like = self._like
            if like is not None and (ready, trace.raw, registry.version, journal.applied) == like:
                self._count_repeat(like)
            else:
                self._record_call(ready)
            if calling.during:
                calling.apply_leftovers()
                return self.ended

    def _attach(self) -> Trace:
        """What may be another after a command: the selector, and with it what records its calls."""
        self.trace.resting = None
        self.trace = self.target.trace
        self.trace.resting = self._before_blocking
        self._serve = self._new_serve()
        return self.trace

    def _new_serve(self) -> Serve:
        calling, world = self.calling, self.world
        return make_dispatcher(
            self.target, calling.context, world.objects.by_name, calling.serve_one, self.journal.result_table
        )

    def _before_blocking(self) -> None:
        """The call is about to block: what happened is told; and whoever asked before it began did not wake it."""
        owner, world = self.owner, self.world
        self.journal.hand_over()
        self.calling.rested = self.journal.counters.calls
        if self._deadline is not None or owner.max_wait is not None:
            self._guard = owner.guard(self.command.timeout, self._deadline)
            self._guard.__enter__()
        if self.calling.during or owner.asked() or world.pauses.due():
            world.wakeup.signal()

    def _unguard(self) -> None:
        """The call is no longer blocked. Only one that was about to block has a guard: it costs as much as the call."""
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.__exit__(None, None, None)

    def _record_end(self, error: BaseException) -> str | None:
        """The call did not return."""
        calling, timeout = self.calling, self.command.timeout
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
            calling.apply_leftovers()
        return self.ended

    def _count_repeat(self, like: Likeness) -> None:
        """A call that is like the one before it, which nobody serves."""
        journal, counters = self.journal, self.journal.counters
        counters.calls += 1
        counters.results += len(self._ids)
        if self.group is not None and journal.grouping:
            self._grow_group(self.group)
        else:
            if self.group is not None:
                self._report_group()
            self._append(self._ids, self.trace.start, self.trace.end)
            if journal.grouping:  # from now on
                waited = (self.trace.end - self.trace.start) / 1e9
                self.group = Group(journal.rows, like, waited, self.trace.end)
        self._alike += 1
        if not self._alike % SPIN:
            self._check_busy_loop(like)

    def _record_call(self, ready: Ready) -> None:
        """A call that is not like the one before it."""
        journal, trace = self.journal, self.trace
        if (self.group is not None or journal.calls is None or trace.reentered or self._alike) and self._end_group(
            ready
        ):
            return
        seen = self._sample(ready) if ready and self._paid_until <= trace.end + LOOKS * LOOK else None
        counters, end = journal.counters, trace.end
        counters.calls += 1
        ids: list[int] = []
        if ready:
            counters.results += len(ready)
            registry = self.target.registry
            version = registry.version
            ids = self._serve(ready, (end >> MOMENT) ^ journal.applied << 44)
            self._append(ids, trace.start, end, seen)
            if version != registry.version:
                # What was opened is told before what it receives; what was closed is told at once.
                journal.hand_over()
            elif ready[0][0].data is None and not _served(ready):
                self._expect_repeat(ready, version, ids)
        else:
            self._append(ids, trace.start, end)
            self._expect_repeat(ready, self.target.registry.version, ids)

    def _sample(self, ready: Ready) -> dict[int, Observed]:
        """How the objects of these results are before they are served, by their places."""
        self._paid_until = max(self._paid_until, self.trace.end) + min(len(ready), MOST) * LOOK
        found = sample(self.world.objects, self.target.registry.names, ready)
        return {place: found[key.fd] for place, (key, _) in enumerate(ready[:MOST])}

    def _end_group(self, ready: Ready) -> bool:
        """End the current group. True if the call was re-entered, and has been reported on its own."""
        self._end_repeats()
        if self.journal.calls is None and len(self.journal.result_table) > KINDS:
            self.journal.result_table = ResultTable()
            self._serve = self._new_serve()
        if self.trace.reentered:
            self._emit(Returned(self.calling.served(self.command.timeout, ready)))
        return self.trace.reentered > 0

    def _expect_repeat(self, ready: Ready, version: int, ids: list[int]) -> None:
        """Only calls that nobody served can repeat: a callback must be called each time."""
        journal, trace = self.journal, self.trace
        self._like, self._ids, self._mark_spin = (ready, trace.raw, version, journal.applied), ids, trace.end
        if journal.grouping:
            self.group = Group(journal.rows, self._like, (trace.end - trace.start) / 1e9, trace.end)

    def _append(self, ids: list[int], start: int, end: int, seen: dict[int, Observed] | None = None) -> None:
        """Note one call among those that are told together."""
        journal = self.journal
        calls = journal.calls
        journal.rows += 1
        if calls is None:
            calls = journal.calls = self._new_calls()
            self._mark = end + SPAN
        calls.starts.append(start)
        calls.sizes.append(len(ids))
        if seen is not None:
            calls.seen.update((len(calls.ids) + place, one) for place, one in seen.items())
        calls.ids += ids
        calls.ends.append(end)
        if end > self._mark or len(calls.ends) >= BLOCK:
            journal.hand_over()

    def _new_calls(self) -> CallBlock:
        journal, target = self.journal, self.target
        number = journal.counters.calls
        return CallBlock(
            journal.step,
            journal.rows,
            number,
            target.backend.id,
            self.command.timeout,
            target.name,
            journal.result_table,
        )

    def _grow_group(self, group: Group) -> None:
        journal, trace = self.journal, self.trace
        if journal.calls is not None:
            journal.hand_over()
        if journal.keeps_ungrouped:
            self._keep_ungrouped()
        group.grown((trace.end - trace.start) / 1e9, trace.end)
        journal.open_group = group.grew()

    def _keep_ungrouped(self) -> None:
        """Keep a call that is grouped also by itself: a recording has every one."""
        journal, trace = self.journal, self.trace
        calls = journal.ungrouped
        if calls is None:
            calls = journal.ungrouped = self._new_calls()
            self._mark = trace.end + SPAN
        calls.starts.append(trace.start)
        calls.sizes.append(len(self._ids))
        calls.ids += self._ids
        calls.ends.append(trace.end)
        if trace.end > self._mark or len(calls.ends) >= BLOCK:
            journal.hand_over()

    def _emit(self, outcome: Returned | Failed | Interrupted) -> None:
        self._end_repeats()
        journal = self.journal
        journal.rows += 1
        journal.tell(RunCall(journal.step, journal.rows, outcome))

    def _report_group(self) -> None:
        group, self.group = self.group, None
        if group is not None and group.count > 1:
            self.journal.tell(group.grew())
            self.journal.open_group = None

    def _end_repeats(self) -> None:
        """End the current group, and with it a busy loop if it was one."""
        self._report_group()
        self._like = None
        if self._alike:
            self._alike = 0
            self.owner.spin(())

    def _check_busy_loop(self, like: Likeness) -> None:
        within, self._mark_spin = self.trace.end - self._mark_spin, self.trace.end
        self.owner.spin(self._names_of(like) if within < 1e9 else ())

    def _names_of(self, like: Likeness) -> tuple[str, ...]:
        # Of what is no longer registered, or was never, only the number is known; select() returns nothing for it.
        names, (ready, raw, _, _) = self.target.registry.names, like
        fds = [key.fd for key, _ in ready] or [fd for fd, _ in raw]
        return tuple(dict.fromkeys(names.get(fd, unnamed(fd)) for fd in fds))


def _served(ready: Ready) -> bool:
    for key, _ in ready:  # noqa: SIM110 - any() with a generator takes three times as long
        if key.data is not None:
            return True
    return False
