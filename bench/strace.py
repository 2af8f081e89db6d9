"""The echo loop as the worker records it, beside the same in plain Python under ``strace``: what looking costs.

Beside it, and without a bound, a loop about one object that is always ready: there nothing but calls is made.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from selcore.values.commands import Open, Register, Run

from .base import Figure, pairs
from .echo import through_the_worker
from .headless import headless
from .pingpong import bare, rate

COUNT = 3
ROOT = Path(__file__).parents[1]
RUN = Run(calls=100_000)
ECHO = "from bench.pingpong import bare; print(bare())"
SPIN = """
import selectors, socket
from time import perf_counter
first, second = socket.socketpair()
with first, second, selectors.DefaultSelector() as selector:
    selector.register(first, selectors.EVENT_WRITE)
    start = perf_counter()
    for _ in range(5000):
        selector.select()
    print(5000 / (perf_counter() - start))
"""


def measure() -> list[Figure]:
    strace = shutil.which("strace")
    if strace is None:
        print("skipped: strace is not installed", file=sys.stderr)
        return []
    ours, watched, ratio = pairs(through_the_worker, lambda: under(strace, ECHO), COUNT)
    calls, slow, times = pairs(spinning, lambda: under(strace, SPIN), COUNT)
    detail = {
        "results/s": ours,
        "under strace": watched,
        "calls/s": calls,
        "calls under strace": slow,
        "of these": times,
        "a bare loop's echo unobserved": bare() / watched,
    }
    return [Figure("strace", "echo through the worker, of its rate under strace", ratio, "x", 20, detail=detail)]


def spinning() -> float:
    """Calls a second about an object that is always writable, recorded by the worker."""
    with headless() as on:
        on.do(Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",)))
        return rate(lambda: int(on.store.totals.calls), lambda: on.do(RUN))


def under(strace: str, code: str) -> float:
    """What the program prints, while strace tells every epoll_wait()."""
    command = [strace, "-f", "-qq", "-e", "trace=epoll_wait,epoll_pwait", "-o", "/dev/null"]
    done = subprocess.run([*command, sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=300)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return float(done.stdout)
