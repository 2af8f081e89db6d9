"""Echo over socket pairs through the worker, recorded, without a window."""

from .base import Figure, pairs
from .headless import headless
from .pingpong import RUN, bare, opening, rate

COUNT = 15


def measure() -> list[Figure]:
    ours, plain, ratio = pairs(through_the_worker, bare, COUNT)
    detail = {"results/s": ours, "bare": plain}
    return [Figure("echo", "echo through the worker, of a bare loop's rate", ratio, "x", 0.85, detail=detail)]


def through_the_worker() -> float:
    with headless() as on:
        on.do(*opening())
        found = rate(lambda: on.store.totals.results, lambda: on.do(RUN))
        assert on.store.dropped == 0
        return found
