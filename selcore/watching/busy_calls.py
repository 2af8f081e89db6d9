"""How one selector of a watched program is called: what is ready again and again, whether it ever waits, and whether
somebody serves what each call returns.

A row is consecutive calls that came back at once and led to little. Those that waited, or in whose turn some work was
done, break it when they are more than a few. Whether it is served is looked at again and again, by a number that
changes when it is: nothing is concluded of calls from before the first look, nor from looks that came while old calls
were still being read.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic_ns
from typing import NamedTuple, Protocol

from ..values.masks import READ, WRITE
from .facts import ReadyKey, WatchedCall
from .turns import AT_ONCE, IDLE

LONG_TURNS = 0.1
"""The share of longer turns that a row bears: another process may have been given the processor."""
FEW = 20
SPINS = 1_000_000_000
"""Nanoseconds for which it must be so."""
BETWEEN = 30_000_000
"""Nanoseconds between two looks: where only what waits can be known, it may be the same by chance, but not so often."""
LEAST = 5
"""Looks, where calls are read late."""
MOST = 16
"""Descriptors that are looked at each time."""
FAST = 1000
"""Calls a second below which it is no spin."""


class ReadySince(NamedTuple):
    """Since which call (its start, ns; how many of the row came before it) each one has returned the same."""

    since: int
    calls: int


class BusyCalls:
    """The calls of one selector since the row began at ``since`` (ns): ``calls`` of them, ``empty`` without a result.

    ``streaks``: what each of the last calls has returned, by ``fd << 2 | event``: a loop may have begun otherwise, or
    have accepted a connection in between.
    """

    def __init__(self) -> None:
        self.last: WatchedCall | None = None
        self._begin(None)

    def _begin(self, call: WatchedCall | None) -> None:
        self.since = 0 if call is None else call.start
        self.calls = self.empty = self.worked = self.asyncio = 0
        self.streaks: dict[int, ReadySince] = {}
        self._ready: tuple[ReadyKey, ...] = ()

    @property
    def seconds(self) -> float:
        """How long the row is."""
        return 0.0 if self.last is None or not self.since else (self.last.end - self.since) / 1e9

    @property
    def only_reschedules(self) -> bool:
        """Whether nothing was ready, and handles of asyncio ran all the same."""
        return self.empty > self.calls - FEW and self.asyncio > self.calls - FEW

    def add(self, call: WatchedCall) -> None:
        """One more call."""
        before, self.last = self.last, call
        if call.error:
            self._begin(None)
            return
        if not self.since:
            self._begin(call)
        self._count(call, 1)
        # It may have waited, or only been without a processor.
        waited = call.end - call.start >= AT_ONCE and call.timeout != 0
        self.worked += waited or (before is not None and self.calls > 1 and call.start - before.end > IDLE)
        if call.ready is not self._ready:  # what is returned again and again is made once
            begun, kept = ReadySince(call.start, self.calls - 1), self.streaks
            self.streaks = {one: kept.get(one, begun) for one in _events(call.ready)}
            self._ready = call.ready
        if self.worked > FEW and self.worked > LONG_TURNS * self.calls:
            self._begin(call)

    def add_more(self, last: WatchedCall, count: int) -> None:
        """So many that were like the one before."""
        self.last = last
        if self.since:
            self._count(last, count)

    def _count(self, call: WatchedCall, count: int) -> None:
        self.calls += count
        self.empty += 0 if call.ready else count
        self.asyncio += count if call.handles else 0


def _events(ready: Iterable[ReadyKey]) -> Iterator[int]:
    for key in ready:
        for bit in (READ, WRITE):
            if key.mask & bit:
                yield key.fd << 2 | bit


class Asks(Protocol):
    """Who can be asked about a descriptor of the program while it runs."""

    def served(self, pid: int, fd: int, mask: int) -> int | None:
        """A number that changes when somebody receives (READ) or sends (WRITE); None where that cannot be known."""


class NeverServed(NamedTuple):
    """So many ``calls`` within ``seconds`` returned the key for READ or WRITE (``bit``), and nobody served it."""

    key: ReadyKey
    bit: int
    calls: int
    seconds: float


@dataclass
class _Round:
    """Looks that were taken ``at`` a moment (ns). ``end`` is that of the first call seen that ended later, 0: none yet;
    ``calls`` those of the row up to it."""

    at: int
    end: int = 0
    calls: int = 0


@dataclass
class _Looks:
    count: int
    streak: ReadySince
    first: _Round
    number: int = 1


class Unserved:
    """Of one selector."""

    def __init__(self) -> None:
        self._round = _Round(0, 1)
        self._looks: dict[int, _Looks] = {}
        self._told: dict[int, ReadySince] = {}

    def fold(
        self, call: WatchedCall, row: BusyCalls, asks: Asks, clock: Callable[[], int] = monotonic_ns
    ) -> Iterator[NeverServed]:
        """What that call shows, which is the last of the row; each streak is told once."""
        last = self._round
        if not last.end and call.end >= last.at:
            last.end, last.calls = call.end, row.calls
        if call.end >= last.at + BETWEEN and row.calls >= FAST * row.seconds and call.ready:
            self._round = _Round(clock())
            yield from self._look(call, row, asks)

    def anew(self) -> None:
        """What goes on is told once more."""
        self._told.clear()

    def _look(self, call: WatchedCall, row: BusyCalls, asks: Asks) -> Iterator[NeverServed]:
        self._looks = {one: looks for one, looks in self._looks.items() if one in row.streaks}
        self._told = {one: streak for one, streak in self._told.items() if one in row.streaks}
        left = MOST
        for key in call.ready:
            for bit in (READ, WRITE):
                streak = row.streaks.get(key.fd << 2 | bit)
                if streak is not None and call.end - streak.since >= BETWEEN and left > 0:
                    left -= 1
                    yield from self._again(call, row, key, bit, asks.served(call.pid, key.fd, bit))

    def _again(
        self, call: WatchedCall, row: BusyCalls, key: ReadyKey, bit: int, count: int | None
    ) -> Iterator[NeverServed]:
        one = key.fd << 2 | bit
        streak, looks = row.streaks[one], self._looks.get(one)
        if count is None:
            self._looks.pop(one, None)
        elif looks is None or looks.count != count or looks.streak != streak:
            self._looks[one] = _Looks(count, streak, self._round)
        else:
            looks.number += 1
            first = looks.first
            if call.end - first.end >= SPINS and looks.number >= LEAST and self._told.get(one) != streak:
                self._told[one] = streak
                yield NeverServed(key, bit, row.calls - first.calls, (call.end - first.end) / 1e9)
