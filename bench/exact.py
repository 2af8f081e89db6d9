"""Five million calls of a busy loop, counted to the last: grouped, and each by itself."""

from selcore.values.commands import Open, Register, Run

from .base import Figure
from .headless import headless
from .pingpong import rate

CALLS = 5_000_000


def measure() -> list[Figure]:
    return [counted(grouping) for grouping in (True, False)]


def counted(grouping: bool) -> Figure:
    with headless() as on:
        on.worker.adjust(None, grouping)
        on.do(Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",)))
        found = rate(lambda: on.store.totals.calls, lambda: on.do(Run(calls=CALLS)))
        totals, store = on.store.totals, on.store
        rows = int(store.columns()["count"][store.columns()["call"] > 0].sum()) + store.evicted + store.dropped
        off = abs(totals.calls - CALLS) + abs(totals.results - CALLS) + abs(rows - CALLS)
        detail = {"calls/s": found, "removed": store.evicted, "not recorded": store.dropped}
        how = "grouped" if grouping else "each kept"
        return Figure(f"exact-{grouping}", f"calls of 5,000,000 not accounted for, {how}", off, "", 0, True, detail)
