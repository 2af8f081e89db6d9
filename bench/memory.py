"""What a million results take."""

import gc
from pathlib import Path

from selcore.history.store import Store
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.facts import Batch
from selcore.values.outcomes import Result

from .base import Figure

ROWS, BLOCK = 1_000_000, 4000


def measure() -> list[Figure]:
    store = Store()
    store.fold(Batch((block(0),)))  # numpy has made what it makes once
    store.reset()
    gc.collect()
    before = resident()
    for number in range(0, ROWS, BLOCK):
        store.fold(Batch((block(number),)))
    gc.collect()
    used = (resident() - before) / 2**20
    detail = {"rows": len(store), "bytes a row": round(used * 2**20 / len(store), 1)}
    return [Figure("memory", "memory of 1,000,000 results", used, "MiB", 64, True, detail)]


def block(start: int) -> CallBlock:
    """Calls as a busy run of four sockets hands them over."""
    calls = CallBlock(0, start + 1, start + 1, "epoll", None, "", results)
    calls.starts = [number * 1000 for number in range(start, start + BLOCK)]
    calls.ends = [at + 700 for at in calls.starts]
    calls.sizes = [1] * BLOCK
    calls.ids = [number % 4 for number in range(BLOCK)]
    return calls


results = ResultTable()
for _number in range(4):
    results.add((_number,), Result(f"pair.{_number}", 100 + _number, 1, 1))


def resident() -> int:
    """Bytes of this process that are in memory."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) << 10
    raise OSError("this system does not tell")
