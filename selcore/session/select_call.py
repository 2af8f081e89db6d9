"""One ``select()``: made on the real selector and timed; its ready keys are served by their callbacks.

A call that is woken goes on (tracing); what is given while it is blocked is applied here, on the same thread.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic_ns
from typing import Any

from ..callbacks import Callback
from ..callbacks.base import refusal
from ..observe.sampling import MOST, sample, sample_silent
from ..tracing import CallEnded, Go
from ..values.commands import AnyCommand, Close, CloseSelector, Select, Timeout, UseBackend, verb
from ..values.facts import Entry
from ..values.observed import Observed, Unreturned
from ..values.outcomes import Call, Effect, Failed, Interrupted, Outcome, Refused, Result, Returned
from ..values.text import text
from ..values.timeouts import to_seconds
from ..world.lost_descriptors import CLOSED_ELSEWHERE, mark_if_lost
from ..world.registrations import value_of
from ..world.target import Target
from ..world.world import World
from .callback_context import CallbackContext
from .dispatch import Ready, flagged
from .journal import Journal
from .plain_call import unseen

LOOKS = 100
"""Objects that are looked at per second, and at once: of results of a run, and as many of what calls did not return.
What is paced, slow or short has all of them looked at, and what is fast stays fast."""
LOOK = 1_000_000_000 // LOOKS
"""Nanoseconds of the budget that one look uses up."""


class SelectCaller:
    """The calls of a session, one at a time.

    ``apply(command)`` is the session's, for what is given while a call is blocked; ``advise(command, refused)`` puts
    beside a refusal what it means.
    """

    def __init__(
        self,
        world: World,
        journal: Journal,
        apply: Callable[[AnyCommand], Outcome],
        advise: Callable[[AnyCommand, Refused], Refused],
    ):
        self.world = world
        self.journal = journal
        self._apply = apply
        self._advise = advise
        self.during: list[tuple[int, AnyCommand]] = []
        """The commands still to be applied during the next call, with their indexes in its list."""
        self.ended_by: Any = None
        """What ended the call before it returned."""
        self.looping = False
        """Whether a run is in progress."""
        self.loop_began = 0
        """The number of calls made before the run began."""
        self.silent_paid = 0
        """Until when (monotonic ns) the looks at what was not returned are paid for."""
        self.rested = -1
        """The number of calls made when the run last had nothing to do: the next was about to block, or not due."""
        self._target: Target | None = None

    @property
    def target(self) -> Target:
        """The selector that is being called."""
        return self._target or self.world.main

    @property
    def context(self) -> CallbackContext:
        """The context of callbacks, for the selector that is being called."""
        target = self.target
        if target.context is None:
            target.context = CallbackContext(self.world, target.registry)
        context: CallbackContext = target.context
        return context

    @contextmanager
    def on(self, target: Target) -> Iterator[None]:
        """Make the calls inside the ``with`` on this selector."""
        self._target, before = target, self._target
        if target.name:
            main = self.world.main.trace
            target.trace.blocking, target.trace.look_first = main.blocking, main.look_first
        try:
            yield
        finally:
            self._target = before

    def prepare(self, during: tuple[AnyCommand, ...]) -> None:
        """Set the commands that are applied during the next call, once it blocks."""
        self.during = list(enumerate(during))

    def call_selector(self, timeout: float | None) -> Ready:
        """Call ``select(timeout)``. Raises what it raises, and CallEnded."""
        world, target = self.world, self.target
        if world.pauses:
            world.pauses.look()
        target.trace.reentered = 0  # select() may refuse before it comes to the poller
        world.in_call = True
        # A request made before ``in_call`` was set did not signal the wakeup.
        if (timeout is None or timeout > 0) and (self.during or world.owner.asked() or world.pauses.due()):
            world.wakeup.signal()
        try:
            return target.registry.selector.select(timeout)  # type: ignore[no-any-return]
        finally:
            world.in_call = False
            if world.wakeup.signalled:
                world.wakeup.clear()

    def on_wakeup(self) -> Go:
        """Apply the commands that were given while the call was blocked. Returns the answer to the woken poller."""
        world, registry = self.world, self.target.registry
        version = registry.version
        if registry.earlier is None:
            registry.earlier = {}
        world.pauses.look()
        if self._apply_waiting():
            return Go.END
        self.ended_by = world.owner.attend()
        if self.ended_by is not None:
            return Go.END
        if registry.version != version:
            return Go.CHANGED
        registry.earlier = registry.earlier or None
        return Go.ON

    def ends(self, command: Any) -> bool:
        """Whether this command replaces or closes the selector that the blocked call waits in."""
        name = self.target.name
        if isinstance(command, CloseSelector):
            return (command.inside or "") == name
        return isinstance(command, Close) and command.name == name if name else isinstance(command, UseBackend)

    def _apply_waiting(self) -> bool:
        while self.during:
            if self.ends(self.during[0][1]):
                self.ended_by = verb(self.during[0][1])
                return True
            self._apply_one(*self.during.pop(0))
        return False

    def _apply_one(self, index: int, command: AnyCommand, late: bool = False) -> None:
        at, step = monotonic_ns(), self.journal.step
        outcome = self._apply(command)
        self.journal.tell(Entry(step, command, outcome, at, parent=step, during=index, late=late))

    def apply_leftovers(self) -> None:
        """Apply the commands left over when the call returned before them or was ended by one of them."""
        while self.during:
            index, command = self.during.pop(0)
            # A command that ended the call was not late for it.
            self._apply_one(index, command, late=self.ended_by is None)

    def select_once(self, timeout: Timeout) -> Returned | Failed | Interrupted:
        """Make one call and serve its results."""
        started = monotonic_ns()
        self.ended_by = None
        try:
            ready = self.call_selector(to_seconds(timeout))
        except CallEnded as ended:
            return self.stopped(timeout, started, ended)
        except Exception as error:
            return self.failed(timeout, started, error)
        return Returned(self.served(timeout, ready))

    def stopped(self, timeout: Timeout, started: int, ended: CallEnded) -> Interrupted:
        """The outcome of a call that was ended before it returned. It has the next number, but is not counted.

        Raises what ended it, where that was a fault of this program and no command.
        """
        if ended.__cause__ is not None:
            raise ended.__cause__
        return Interrupted(self._call(timeout, started, self.journal.counters.calls + 1), self.ended_by or "pause")

    def failed(self, timeout: Timeout, started: int, error: Exception) -> Failed:
        """The outcome of a call that raised, counted."""
        self.journal.counters.calls += 1
        call = self._call(timeout, started, self.journal.counters.calls)
        return Failed(call, self._advise(Select(timeout=timeout), refusal(error)))

    def served(self, timeout: Timeout, ready: Ready) -> Call:
        """Serve ``ready`` and return the call, counted."""
        target, trace = self.target, self.target.trace
        counters = self.journal.counters
        counters.calls += 1
        counters.results += len(ready)
        new = unseen(target, ready) if trace.reentered else ()
        seen = self.look_at(ready)  # before the callbacks change what is the case
        silent, unlooked = self.look_at_silent(ready, seen) or (None, 0)
        results = tuple(self._results(ready, seen)) if ready else ()
        return Call(
            counters.calls,
            target.backend.id,
            timeout,
            trace.start,
            (trace.end - trace.start) / 1e9,
            results,
            trace.reentered,
            target.name,
            (monotonic_ns() - trace.end) / 1e9 if ready else None,
            new,
            silent,
            unlooked,
        )

    @property
    def _most(self) -> int | None:
        return None if self.journal.owner.looks_at_all else MOST

    def look_at(self, ready: Ready) -> dict[int, Observed]:
        """The observed states of what was returned, by descriptor."""
        if not ready:
            return {}
        names, prints = self.target.registry.names, self.journal.owner.prints
        return sample(self.world.objects, names, ready, self._most, prints)

    def look_at_silent(self, ready: Ready, seen: dict[int, Observed]) -> Unreturned | None:
        """The observed states of what is watched and was not returned. None where more was looked at lately than a
        fast succession of calls has time for."""
        world, now = self.world, monotonic_ns()
        if not self.journal.owner.looks_at_all and self.silent_paid > now + LOOKS * LOOK:
            return None
        found, more = sample_silent(world.objects, self.target, ready, world.pauses, self._most, seen)
        self.silent_paid = max(self.silent_paid, now) + max(len(found), 1) * LOOK
        return found, more

    def _call(self, timeout: Timeout, started: int, number: int) -> Call:
        waited, target = (monotonic_ns() - started) / 1e9, self.target
        target.registry.earlier = None
        reentered, (silent, unlooked) = target.trace.reentered, self.look_at_silent([], {}) or (None, 0)
        called = (number, target.backend.id, timeout, started, waited, (), reentered, target.name, None, ())
        return Call(*called, silent, unlooked)

    def _results(self, ready: Ready, seen: dict[int, Observed]) -> Iterator[Result]:
        target = self.target
        # As they are before the first callback is called: it may change what is registered under which name.
        names, version = dict(target.registry.names), target.registry.version
        for (key, mask), (fd, raw) in zip(ready, flagged(target.trace.raw, ready), strict=True):
            name = names.get(fd, "")
            effect = self.serve_one(name, key, mask, version)
            result = Result(name, fd, mask, raw, effect, seen.get(fd), value_of(key.data))
            self.journal.count(result, 1)
            yield result

    def serve_one(self, name: str, key: Any, mask: int, version: int) -> Effect | None:
        """Call the callback of a ready key; ``version`` is that of the registrations when the key was returned.

        What it did has still to be counted.
        """
        registry = self.target.registry
        current = version == registry.version or registry.key_of(name) == key
        objects = self.world.objects
        this = objects.get(name)
        if this is None:
            return None
        if this.state == "connecting":
            this.refresh(ready=True)
            objects.touch(name)
        if not isinstance(key.data, Callback):
            return None
        mark_if_lost(objects, this)
        if this.state == CLOSED_ELSEWHERE:
            return Effect((text("closed elsewhere: not served"),))
        if not current and registry.key_of(name) is not None:
            return Effect((text("its key changed meanwhile: served at the next call"),))
        if not current:
            return Effect((text("unregistered meanwhile: not served"),))
        effect: Effect | None = key.data.ready(this, mask, self.context)
        return effect
