"""A filter asked about a million results, slice by slice as the window asks it."""

from statistics import median
from time import perf_counter

from selcore.filters import Filter, parse
from selcore.filters.ring import RingColumns
from selcore.history.ring import CHUNK
from selcore.history.store import Store
from selcore.values.facts import Batch

from .base import Figure
from .memory import BLOCK, ROWS, block

USUAL = 'name == "pair.1" and waited > 0.01 or error'
OTHERS = (
    "0.0000005 < waited <= 0.1",
    'returned == "read" and name in ("pair.1", "pair.2")',
    'call % 100 == 0 and "EPOLLIN" in raw',
)
TIMES = 15


def measure() -> list[Figure]:
    store = Store()
    for start in range(0, ROWS, BLOCK):
        store.fold(Batch((block(start),)))
    others = {words: asked(parse(words), store) for words in OTHERS}
    slowest = max(others, key=lambda words: others[words])
    detail = {"rows": len(store), slowest: others[slowest]}
    return [Figure("filter", "filter over 1,000,000 results", asked(parse(USUAL), store), "ms", 20, True, detail)]


def asked(filter: Filter, store: Store) -> float:
    """Milliseconds until it has answered for each row: the median."""
    times = []
    for _ in range(TIMES):
        begun, at = perf_counter(), store.first_serial
        while at < store.next_serial:
            stop = min((at // CHUNK + 1) * CHUNK, store.next_serial)
            filter(RingColumns(store.columns(at, stop - at)))
            at = stop
        times.append((perf_counter() - begun) * 1e3)
    return median(times)
