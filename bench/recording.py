"""Everything written into a file while a worker spins: what is kept up with, what was lost, what it costs the loop."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from selcore.recording import Recorder
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import Open, Register, Run
from selcore.values.outcomes import Result

from .base import Figure
from .headless import headless

SECONDS, COUNT = 4.0, 3
WANTED = 200_000
"""Results a second that are to be kept up with, where the loop itself makes so many."""
BLOCKS, CALLS = 100, 4096


def measure() -> list[Figure]:
    return [written(), killed(), *(figure for pairs in (1, 8) for figure in kept_up(pairs))]


def kept_up(pairs: int) -> list[Figure]:
    """A loop that spins about so many objects, recorded and not, in turn."""
    found = [(spin(pairs, True), spin(pairs, False)[0]) for _ in range(COUNT)]
    rate, plain = median(one[0] for one, _ in found), median(other for _, other in found)
    lost, size = max(one[1] for one, _ in found), median(one[2] for one, _ in found)
    ratio = median(one[0] / other for one, other in found)
    detail = {"unrecorded": plain, "of it": ratio, "MB/s": size}
    each = f"{pairs} result{'s' * (pairs > 1)} a call"
    bound = min(WANTED, 0.6 * plain)
    return [
        Figure(
            f"recording-{pairs}",
            f"recording a busy loop, {each}: results kept up with",
            rate,
            "/s",
            bound,
            detail=detail,
        ),
        Figure(f"recording-lost-{pairs}", f"recording a busy loop, {each}: part lost", lost, "", 0.001, True),
    ]


def spin(pairs: int, recorded: bool) -> tuple[float, float, float]:
    """Results a second that were written (or only counted), the part that was lost, megabytes a second."""
    with tempfile.TemporaryDirectory() as folder, headless() as on:
        on.worker.adjust(None, False)
        for n in range(pairs):
            on.do(Open(kind="socketpair", name=f"pair{n}"), Register(name=f"pair{n}.a", events=("write",)))
        recorder = Recorder(Path(folder) / "r.sqlite")
        if recorded:
            recorder.start()
            on.worker.record(recorder)
        start = perf_counter()
        on.do(Run(seconds=SECONDS))
        results, passed = on.store.totals.results, perf_counter() - start
        if not recorded:
            return results / passed, 0.0, 0.0
        on.worker.record(None)
        recorder.wait()
        passed = perf_counter() - start  # until the last of it is in the file
        assert recorder.problem is None and recorder.results + recorder.lost_results == results
        return recorder.results / passed, recorder.lost_results / results, recorder.size / 1e6 / passed


def written() -> Figure:
    """What the writing alone can do in a second of one core, whatever else the machine does."""
    kinds = ResultTable()
    kinds.add((), Result("pair.a", 100, 2, 4))
    with tempfile.TemporaryDirectory() as folder:
        recorder = Recorder(Path(folder) / "r.sqlite", lossless=True)
        recorder.start()
        start = process_time()
        for n in range(BLOCKS):
            calls = CallBlock(0, n * CALLS + 1, n * CALLS + 1, "epoll", None, "", kinds)
            calls.starts = list(range(10**15 + n * CALLS, 10**15 + (n + 1) * CALLS))
            calls.ends, calls.sizes, calls.ids = calls.starts, [1] * CALLS, [0] * CALLS
            recorder.put(calls)
        recorder.end()
        recorder.wait()
        rate = recorder.calls / (process_time() - start)
        assert recorder.calls == BLOCKS * CALLS
        size = recorder.size / recorder.calls
    return Figure(
        "recording-written",
        "recording: calls written in a second of one core",
        rate,
        "/s",
        WANTED,
        detail={"bytes a call": size},
    )


SPINNER = """
import sys, time
from selcore.values.commands import Open, Register, Run
from selcore.recording import Recorder
from selcore.worker.worker import Worker
recorder, worker = Recorder(sys.argv[1]), Worker()
worker.start()
recorder.start()
worker.record(recorder)
for command in Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",)), Run(timeout=0):
    worker.submit(command)
while True:
    worker.take()
    if recorder.calls:
        print(time.monotonic_ns(), flush=True)
    time.sleep(0.01)
"""


def killed() -> Figure:
    """What is missing at the end of a recording whose program is killed, at five different moments."""
    missing = []
    for moment in range(5):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "r.sqlite"
            child = subprocess.Popen([sys.executable, "-c", SPINNER, path], stdout=subprocess.PIPE, text=True)
            assert child.stdout is not None
            for _ in range(30 + 9 * moment):
                alive = int(child.stdout.readline())
            child.kill()
            child.wait()
            child.stdout.close()
            db = sqlite3.connect(path)
            ((last,),) = db.execute("SELECT max(end_ns) FROM calls").fetchall()
            db.close()
            missing.append((alive - last) / 1e6)
    title = "recording, killed: missing at its end, longest of 5"
    return Figure("recording-killed", title, max(missing), "ms", 1000, True)
