"""A run: ``select()`` again and again, until a bound, a pause, a refusal or a command ends it.

Theory of operation
-------------------
Every pass of ``_run_until_change`` makes one call. Before it, cheapest test first: has a bound been reached, is the
window due for a turn (``system/turns``), are requests waiting (``owner.between``)? After it, the result goes one of two
ways:

- ``_record_call``: it differs from the call before. Its keys are served by their callbacks (``dispatch``), and it is
  appended to a block of calls, which is handed over after BLOCK calls or SPAN nanoseconds.
- ``_count_repeat``: it equals the call before (``Likeness``): the same keys and masks in the same order, the same
  kernel flags, the same registrations, no command in between. The open group grows by one. A group is one row of the
  history; its figures are read by whoever looks and are not sent call by call.

Only calls that no callback serves can repeat, since a callback has to run each time. A group ends with the first call
that differs, with a command or a change of pace, with a call that was re-entered, and with the run. SPIN repeats
within one second are a busy loop, and the owner is told the names that cause it.

A run makes more than a hundred thousand calls a second, so the pass is kept free of other work: what can only
change with a command is looked up in ``_attach``, and what is needed only by a call that blocks (handing over, arming
the watchdog) is done in ``_before_blocking``, which the poller calls when nothing is ready.
"""

from contextlib import AbstractContextManager
from time import monotonic, monotonic_ns
from typing import Any

from ..tracing import CallEnded, Trace
from ..values.call_block import BLOCK, KINDS, SPAN, CallBlock, ResultTable
from ..values.commands import Run
from ..values.facts import GroupGrew, RunCall
from ..values.names import unnamed
from ..values.observed import Observed, Unreturned
from ..values.outcomes import VALUES, Failed, Interrupted, Returned, RunEnded
from ..values.timeouts import to_seconds
from .dispatch import Ready, Serve, make_dispatcher
from .select_call import LOOK, LOOKS, SelectCaller

SPIN = 1000
"""Identical calls within one second that count as a busy loop."""
MOMENT = 24
"""Low bits of the nanosecond clock that make up a moment, 17 ms. Once per moment a run checks that its descriptors are
still its own."""


Likeness = tuple[Ready, list[Any], int, int]
"""What has to be equal for calls to be identical: ordered results, raw flags, version of the registrations, number of
commands applied."""


class Group:
    """The row that grows while identical calls follow each other. ``last`` is in ns; the waits are in seconds."""

    def __init__(self, row: int, like: Likeness, waited: float, last: int):
        self.row = row
        self.like = like
        self.count = 1
        self.last = last
        self.least = self.most = self.total = waited

    def grown(self, waited: float, last: int) -> None:
        """Add one call."""
        self.count += 1
        self.last = last
        self.total += waited
        if waited < self.least:
            self.least = waited
        elif waited > self.most:
            self.most = waited

    def grew(self) -> GroupGrew:
        """The current figures, as a fact."""
        return GroupGrew(self.row, self.count, self.last, self.least, self.most, self.total)


class RunLoop:
    """One run of a session. The path from one call to the next is kept short: see docs/performance.md."""

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
        self._all = self.owner.looks_at_all

    def go(self) -> RunEnded:
        """Make calls until something ends the run."""
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
        """Make calls until the run ends (returns by what) or the selector may have changed (returns None)."""
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
                # There was a command in between. End the group now: the next call may block for long.
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
        """Look up what a command may have replaced: the selector, and the recorder of its calls."""
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
        """Called when a call is about to block: hand over, arm the watchdog, and wake up if somebody already asked.

        A request made before ``in_call`` was set did not signal the wakeup.
        """
        owner, world = self.owner, self.world
        self.journal.hand_over()
        self.calling.rested = self.journal.counters.calls
        if self._deadline is not None or owner.max_wait is not None:
            self._guard = owner.guard(self.command.timeout, self._deadline)
            self._guard.__enter__()
        if self.calling.during or owner.asked() or world.pauses.due():
            world.wakeup.signal()

    def _unguard(self) -> None:
        """Disarm the watchdog. Only calls that block are guarded: a guard costs as much as a call that does not."""
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.__exit__(None, None, None)

    def _record_end(self, error: BaseException) -> str | None:
        """Record a call that did not return. Returns what ended the run."""
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
        """Count a call that equals the one before it and is served by nobody."""
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
        """Serve and record a call that differs from the one before it."""
        journal, trace = self.journal, self.trace
        if (self.group is not None or journal.calls is None or trace.reentered or self._alike) and self._end_group(
            ready
        ):
            return
        soon = trace.end + LOOKS * LOOK
        seen = self._sample(ready) if ready and (self._all or self._paid_until <= soon) else None
        silent = None
        if self._all or self.calling.silent_paid <= soon:
            silent = self.calling.look_at_silent(ready, seen or {})
        counters, end = journal.counters, trace.end
        counters.calls += 1
        ids: list[int] = []
        if ready:
            counters.results += len(ready)
            registry = self.target.registry
            version = registry.version
            ids = self._serve(ready, (end >> MOMENT) ^ journal.applied << 44)
            places = {place: seen[key.fd] for place, (key, _) in enumerate(ready) if key.fd in seen} if seen else None
            self._append(ids, trace.start, end, places, silent)
            if version != registry.version:
                # An object has to be known before what it receives, and one that was closed is reported at once.
                journal.hand_over()
            elif not _served(ready):
                self._expect_repeat(ready, version, ids)
        else:
            self._append(ids, trace.start, end, None, silent)
            self._expect_repeat(ready, self.target.registry.version, ids)

    def _sample(self, ready: Ready) -> dict[int, Observed]:
        """The observed state of the results' objects before they are served, by descriptor."""
        found = self.calling.look_at(ready)
        self._paid_until = max(self._paid_until, self.trace.end) + len(found) * LOOK
        return found

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
        """Remember this call as one that the next may repeat. Not for served calls: a callback must run each time."""
        journal, trace = self.journal, self.trace
        self._like, self._ids, self._mark_spin = (ready, trace.raw, version, journal.applied), ids, trace.end
        if journal.grouping:
            self.group = Group(journal.rows, self._like, (trace.end - trace.start) / 1e9, trace.end)

    def _append(
        self,
        ids: list[int],
        start: int,
        end: int,
        seen: dict[int, Observed] | None = None,
        silent: Unreturned | None = None,
    ) -> None:
        """Append one call to the block that is handed over together. Times in ns."""
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
        if silent is not None:
            calls.silent[len(calls.sizes) - 1] = silent
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
        """Keep a grouped call on its own as well: a recording has every call."""
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
        """End the current group, and the busy loop that it may have been."""
        self._report_group()
        self._like = None
        if self._alike:
            self._alike = 0
            self.owner.spin(())

    def _check_busy_loop(self, like: Likeness) -> None:
        within, self._mark_spin = self.trace.end - self._mark_spin, self.trace.end
        self.owner.spin(self._names_of(like) if within < 1e9 else ())

    def _names_of(self, like: Likeness) -> tuple[str, ...]:
        # The kernel may report a descriptor that has no key any more: its number is all we know, and select() drops it.
        names, (ready, raw, _, _) = self.target.registry.names, like
        fds = [key.fd for key, _ in ready] or [fd for fd, _ in raw]
        return tuple(dict.fromkeys(names.get(fd, unnamed(fd)) for fd in fds))


def _served(ready: Ready) -> bool:
    for key, _ in ready:  # noqa: SIM110 - any() with a generator takes three times as long
        if key.data is not None and type(key.data) not in VALUES:
            return True
    return False
