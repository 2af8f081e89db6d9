"""The same echo with the window open and following."""

from .base import Figure, pairs
from .pingpong import RUN, bare, opening, rate
from .window import shown

COUNT = 9


def measure() -> list[Figure]:
    ours, plain, ratio = pairs(in_the_window, bare, COUNT)
    detail = {"results/s": ours, "bare": plain}
    return [Figure("echo-window", "the same with the window following", ratio, "x", 0.60, detail=detail)]


def in_the_window() -> float:
    with shown() as on:
        on.do(*opening())
        found = rate(lambda: int(on.store.totals.results), lambda: on.do(RUN))
        assert on.store.dropped == 0
        return found
