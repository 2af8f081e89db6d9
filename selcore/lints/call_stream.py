"""Turns any fact into calls, each with its number of repeats: the one place that knows how the worker reports calls.

A new kind of fact is added here and nowhere else.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..history.call_columns import arrays_of
from ..system.lazy import later
from ..values.call_block import CallBlock
from ..values.facts import Entry, Fact, GroupGrew, RunCall
from ..values.observed import Observed
from ..values.outcomes import Call, Failed, Interrupted, Result, Returned

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")

RepeatedCall = tuple[int, Returned | Failed | Interrupted, int]
"""The step, one of its calls, and how many times in a row it happened."""


class CallStream:
    """Remembers the last row, which may grow. A GroupGrew gives the total of its row; only the increase is counted."""

    def __init__(self) -> None:
        self._row = self._step = -1
        self._outcome: Returned | Failed | Interrupted | None = None
        self._count = 0

    def of(self, fact: Fact) -> tuple[RepeatedCall, ...]:
        """The calls that a fact contains; empty if it is not about calls."""
        if isinstance(fact, CallBlock):
            return self._together(fact)
        if isinstance(fact, RunCall):
            self._remember(fact.step, fact.row, fact.outcome)
            return ((fact.step, fact.outcome, 1),)
        if isinstance(fact, GroupGrew):
            return self._grown(fact)
        if isinstance(fact, Entry) and isinstance(fact.outcome, Returned | Failed | Interrupted):
            return ((fact.step, fact.outcome, 1),)
        return ()

    def _remember(self, step: int, row: int, outcome: Returned | Failed | Interrupted) -> None:
        self._step, self._row, self._outcome, self._count = step, row, outcome, 1

    def served(self, block: CallBlock) -> None:
        """Note a block of calls that callbacks served; its rows will not grow."""
        self._row, self._outcome = block.last, None

    def _together(self, block: CallBlock) -> tuple[RepeatedCall, ...]:
        found = tuple((block.step, outcome, times) for outcome, times in _in_a_row(block))
        _, outcome, times = found[-1]
        self._remember(block.step, block.last, _further(outcome, times - 1))
        return found

    def _grown(self, grew: GroupGrew) -> tuple[RepeatedCall, ...]:
        if self._outcome is None or self._row != grew.row or grew.count <= self._count:
            return ()
        before, self._count = self._count, grew.count
        return ((self._step, _further(self._outcome, before), grew.count - before),)


def _further(outcome: Returned | Failed | Interrupted, calls: int) -> Returned | Failed | Interrupted:
    """The same outcome, ``calls`` calls later: the calls of a group have consecutive numbers."""
    if not isinstance(outcome, Returned) or not calls:
        return outcome
    return Returned(replace(outcome.call, number=outcome.call.number + calls))


def _in_a_row(block: CallBlock) -> Iterator[tuple[Returned, int]]:
    """Consecutive calls with the same results, as the first of them and their count."""
    sizes = arrays_of(block).sizes
    places = np.cumsum(sizes) - sizes
    edges = [0, *(np.flatnonzero(np.diff(sizes)) + 1).tolist(), len(sizes)]
    for low, high in pairwise(edges):
        for first, beyond in pairwise([*_firsts(block, low, high, int(places[low])), high]):
            place, size = int(places[first]), int(sizes[first])
            yield _call(block, first, place, size), beyond - first


def _firsts(block: CallBlock, low: int, high: int, place: int) -> list[int]:
    """The first of each stretch of equal calls, among calls of one size whose ids begin at ``place``."""
    starts, ends, sizes, ids = arrays_of(block)
    size = int(sizes[low])
    table = ids[place : place + (high - low) * size].reshape(high - low, size)
    other = (table[1:] != table[:-1]).any(axis=1) | (ends[low + 1 : high] - starts[low + 1 : high] >= EARLY)
    return [low, *(np.flatnonzero(other) + low + 1).tolist()]


EARLY = 1_000_000
"""Nanoseconds. Calls that waited longer are kept apart, since their waiting time matters."""


def _call(block: CallBlock, number: int, place: int, size: int) -> Returned:
    start, end = block.starts[number], block.ends[number]
    results = tuple(block.results.kinds[id] for id in block.ids[place : place + size])
    if block.seen:
        results = tuple(_seen(one, block.seen.get(at)) for at, one in enumerate(results, place))
    waited = (end - start) / 1e9
    call = Call(block.number + number, block.backend, block.timeout, start, waited, results, selector=block.selector)
    return Returned(call)


def _seen(result: Result, seen: Observed | None) -> Result:
    return result if seen is None else replace(result, seen=seen)
