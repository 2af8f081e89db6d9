"""What watching costs a program: its work in a second of the processor, of that without the probe, the reader attached.

Beside each the same under ``strace -f --seccomp-bpf``, where that is installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from selcore.programs.environment import clean, watched
from selcore.watching.watcher import Watcher

from .base import Figure, pairs
from .watched_programs import ASYNCIO, COMINGS, CONNECTIONS, FLOOD, SELECTORS, START

COUNT = 5
STRACED = 1
CASES: tuple[tuple[str, str, str, str, float], ...] = (
    ("watch-asyncio", "asyncio echo watched, of its rate", ASYNCIO, "0", 0.80),
    ("watch-asyncio-work", "asyncio echo that works 90 µs, watched, of its rate", ASYNCIO, "0.00009", 0.90),
    ("watch-one", "selectors echo, one result a call, watched, of its rate", SELECTORS, "1", 0.84),
    ("watch-eight", "selectors echo, eight results a call, watched, of its rate", SELECTORS, "8", 0.90),
    ("watch-comings", "selectors, connections that come and go, watched, of their rate", COMINGS, "", 0.90),
    ("watch-connections", "asyncio, connections that come and go, watched, of their rate", CONNECTIONS, "", 0.90),
)


def measure() -> list[Figure]:
    if not sys.platform.startswith("linux"):
        print("skipped: programs are watched on Linux", file=sys.stderr)
        return []
    return [*(_case(*case) for case in CASES), _start(), _flood()]


def _case(id: str, title: str, code: str, argument: str, bound: float) -> Figure:
    seen, plain, ratio = pairs(lambda: under_watch(code, argument)[0], lambda: without(code, argument), COUNT)
    detail: dict[str, float] = {"a CPU second": seen, "without": plain}
    strace = shutil.which("strace")
    if strace is not None:
        command = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=epoll_wait,epoll_pwait", "-o", "/dev/null"]
        slow = code.replace("process_time", "perf_counter")  # what strace takes is no time of the program's own
        detail["under strace"] = pairs(
            lambda: without(slow, argument, command), lambda: without(slow, argument), STRACED
        )[2]
    return Figure(id, title, ratio, "x", bound, detail=detail)


def without(code: str, argument: str, before: Sequence[str] = ()) -> float:
    """What the program prints, run as it would be without us."""
    command = [*before, sys.executable, "-c", code, argument]
    done = subprocess.run(command, env=clean(os.environ), capture_output=True, timeout=120)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return float(done.stdout)


def under_watch(code: str, argument: str) -> tuple[float, int]:
    """The same, watched sixty times a second; and how many records were lost."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        watcher, environment = Watcher(Path(folder)), watched(clean(os.environ), Path(folder))
        command = [sys.executable, "-c", code, argument]
        child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert child.stdout is not None
        with child.stdout as out:
            while child.poll() is None:
                _drop(watcher.poll)
                time.sleep(1 / 60)
            _drop(watcher.close)
            return float(out.read()), watcher.lost


def _drop(facts: Callable[[], object]) -> None:
    for _ in facts():  # type: ignore[attr-defined]
        pass


def _start() -> Figure:
    def later(probed: bool) -> float:
        with tempfile.TemporaryDirectory() as folder:
            plain = clean(os.environ)
            environment = watched(plain, Path(folder)) if probed else plain
            began = time.time()
            done = subprocess.run([sys.executable, "-c", START], env=environment, capture_output=True, check=True)
            return (float(done.stdout) - began) * 1000

    found = [(later(True), later(False)) for _ in range(COUNT)]
    value = median(seen - plain for seen, plain in found)
    detail = {"with": median(seen for seen, _ in found), "without": median(plain for _, plain in found)}
    return Figure("watch-start", "a watched program starts later", value, "ms", 40, at_most=True, detail=detail)


def _flood() -> Figure:
    rate, lost = under_watch(FLOOD, "")
    detail = {"results/s": rate}
    return Figure(
        "watch-lost", "records lost of 200,000 results/s for 10 s", float(lost), "", 0, at_most=True, detail=detail
    )
