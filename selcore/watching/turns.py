"""Turns: what ran in a thread between two calls of the same selector, and who waited for it.

Only what is long becomes a fact. Nobody is accused here; what a warning is, the rules say.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..values.watched import MOST_WAITED, Function, Longest, ThreadDoing, Turn, WaitedFor
from .facts import WatchedCall

LONG = 50_000_000
"""Nanoseconds from which a turn is told: innocent ones took up to 36 ms on a machine with much to do."""
AT_ONCE = 1_000_000
"""Nanoseconds within which a call returns what was ready when it was entered."""
IDLE = 100_000
"""Nanoseconds of a turn in which nothing worth naming was done."""
KEPT = 512
"""Handles of a turn that are kept."""


class RanHandle(NamedTuple):
    """A handle of asyncio that took a millisecond or more."""

    start: int
    end: int
    function: Function


class ThreadTurns:
    """The turns of one thread: ``handle`` and ``call`` in the order in which they are written."""

    def __init__(self) -> None:
        self._last: dict[int, WatchedCall] = {}
        self._queued: dict[int, WatchedCall] = {}
        self._handles: list[RanHandle] = []
        self._elsewhere: list[tuple[int, int]] = []
        self._number: dict[int, int] = {}

    def handle(self, ran: RanHandle) -> None:
        """One has run."""
        if len(self._handles) < KEPT:
            self._handles.append(ran)

    @property
    def latest(self) -> WatchedCall | None:
        """The last call of this thread, of a selector that is not closed."""
        return max(self._last.values(), key=lambda call: call.end, default=None)

    def last(self, selector: int) -> WatchedCall | None:
        """The last call of that selector in this thread."""
        return self._last.get(selector)

    def closed(self, selector: int) -> None:
        """It is closed: what comes after is no turn."""
        for kept in (self._last, self._queued, self._number):
            kept.pop(selector, None)

    def gap(self) -> None:
        """Records were lost: what ran since the last calls that are known, and whether that was one turn, is not."""
        self._last, self._queued, self._handles, self._elsewhere = {}, {}, [], []

    def passed(self, last: WatchedCall, count: int) -> None:
        """So many calls followed that one at once, with nothing to tell between them."""
        self._number[last.selector] = self._number.get(last.selector, 0) + count
        self._last[last.selector] = last
        if last.ready or last.timeout != 0:
            self._queued[last.selector] = last

    def call(self, call: WatchedCall) -> Turn | None:
        """A call has returned; the turn before it, if that was long."""
        before, turn = self._last.get(call.selector), None
        self._number[call.selector] = number = self._number.get(call.selector, 0) + 1
        if before is not None and call.start - before.end >= LONG:
            turn = self._turn(before, call, number - 1)
        if call.handles or not self._handles:
            self._handles = []
        self._elsewhere = [*self._elsewhere[-64:], (call.start, call.end)]
        if call.ready or call.timeout != 0:
            self._queued[call.selector] = call
        self._last[call.selector] = call
        return turn

    def _turn(self, before: WatchedCall, call: WatchedCall, number: int) -> Turn | None:
        start, end = before.end, call.start
        handles = [one for one in self._handles if one.start >= start - AT_ONCE and one.end <= end + AT_ONCE]
        passed = sum(b - a for a, b in self._elsewhere if a >= start and b <= end)
        if not handles and end - start - passed < LONG:
            return None
        at_once = call.end - call.start < AT_ONCE
        waited = tuple(self._waited(before, call, handles, at_once))
        return Turn(
            pid=call.pid,
            thread=call.thread,
            selector=call.selector,
            number=number,
            start=start,
            end=end,
            handles=call.handles,
            longest=_longest(before, handles, (end - start - passed) / 1e9),
            waited=waited[:MOST_WAITED],
            others=max(len(waited) - MOST_WAITED, 0),
            doing=ThreadDoing(),
            ready=len(call.ready) if at_once else 0,
            last=max((one.start - start for one in handles), default=0) / 1e9,
            measured=sum(one.end - one.start for one in handles) / 1e9,
        )

    def _waited(
        self, before: WatchedCall, call: WatchedCall, handles: list[RanHandle], at_once: bool
    ) -> Iterable[WaitedFor]:
        """Those that were ready when select() was entered again, and those whose handles stood behind others."""
        seconds: dict[int, WaitedFor] = {}
        last = max((one.start for one in handles), default=before.end) - before.end
        if last >= AT_ONCE:
            queued = self._queued.get(call.selector, before)
            for key in queued.ready:
                seconds[key.fd] = WaitedFor(key.fd, key.name, last / 1e9)
        for key in call.ready if at_once else ():
            seconds[key.fd] = WaitedFor(key.fd, key.name, (call.start - before.end) / 1e9)
        return seconds.values()


def _longest(before: WatchedCall, handles: list[RanHandle], seconds: float) -> Longest | None:
    """The handle that took longest; without asyncio the function of the only key that was ready, or of all of them."""
    if handles:
        most = max(handles, key=lambda one: one.end - one.start)
        return Longest(most.function, (most.end - most.start) / 1e9)
    functions = {one for key in before.ready for one in key.functions if one.file}
    if len(functions) == 1 and all(key.function is not None for key in before.ready):
        return Longest(functions.pop(), seconds, known=False)
    return None
