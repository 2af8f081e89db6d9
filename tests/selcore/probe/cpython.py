"""CPython's own tests, run in an interpreter with and without the probe: the same tests, the same answers.

``python -m tests.selcore.probe.cpython [PYTHON ...]`` prints a row a module and interpreter; status 1 if one differs.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from selcore.programs.environment import watched

MODULES = (
    "test_selectors",
    "test_select",
    "test_poll",
    "test_epoll",
    "test_socketserver",
    "test_subprocess",
    "test_asyncio",
    "test_multiprocessing_fork",
)
LONGEST = 900
"""Seconds of a module."""
TRIES = 2
"""How often a module whose answers differ is run again, both ways: many of these tests measure time."""
LINE = re.compile(
    r"^(\w+) \(([\w.]+)\)(?:\n.*)?? \.\.\. (ok|FAIL|ERROR|skipped .*|expected failure|unexpected success)$", re.M
)
"""What ``unittest -v`` prints of a test; the first line of its doc stands between."""


class Answers(NamedTuple):
    """What came of the tests of a module, by test; ``missing``: why there are none."""

    found: dict[str, str]
    status: int
    missing: str = ""

    def counted(self) -> dict[str, int]:
        return dict(Counter(answer.split()[0] for answer in self.found.values()))


def answers(python: str, module: str, probed: bool) -> Answers:
    """Run one module in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))}
        if probed:
            watch = Path(folder) / "watch"
            watch.mkdir()
            environment = watched(environment, watch)
        work = Path(folder) / "work"
        work.mkdir()
        command = [python, "-m", "unittest", "-v", f"test.{module}"]
        try:
            done = subprocess.run(
                command, cwd=work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            return Answers({}, -1, f"took more than {LONGEST} s")
        said = done.stderr.decode(errors="replace")
        assert not probed or any(watch.iterdir()), "the probe was not there"
    if f"No module named 'test.{module}'" in said or "No module named 'test'" in said:
        return Answers({}, done.returncode, "not shipped with this Python")
    found = {f"{case}.{name}": answer for name, case, answer in LINE.findall(said)}
    return Answers(found, done.returncode)


class Compared(NamedTuple):
    """A module with and without the probe: ``differ`` are the tests whose answers were never the same."""

    module: str
    plain: Answers
    probed: Answers
    differ: tuple[str, ...]

    def row(self) -> str:
        if self.plain.missing:
            return f"{self.module:<28} {self.plain.missing}"
        counts = ", ".join(f"{count} {word}" for word, count in sorted(self.plain.counted().items()))
        return f"{self.module:<28} {len(self.plain.found):>5} {counts}" + "".join(f"\n    {one}" for one in self.differ)


def compare(python: str, module: str) -> Compared:
    """Run the module both ways, and again where they differ: what has been the same once is the same."""
    differ: set[str] | None = None
    for _ in range(1 + TRIES):
        plain, probed = answers(python, module, False), answers(python, module, True)
        now = {
            f"{test}: {plain.found.get(test)} without, {probed.found.get(test)} with the probe"
            for test in plain.found.keys() | probed.found.keys()
            if plain.found.get(test) != probed.found.get(test)
        }
        differ = (
            now if differ is None else {one for one in now if one.split(":")[0] in {d.split(":")[0] for d in differ}}
        )
        if not differ:
            break
    return Compared(module, plain, probed, tuple(sorted(differ or ())))


def main(pythons: Sequence[str], modules: Iterable[str] = MODULES) -> int:
    """Print what came of each."""
    bad = 0
    for python in pythons or [sys.executable]:
        version = subprocess.run([python, "-V"], capture_output=True, text=True).stdout.strip()
        print(f"{version} ({python})", flush=True)
        with ThreadPoolExecutor(2) as pool:
            for found in pool.map(lambda module, python=python: compare(python, module), modules):
                print(found.row(), flush=True)
                bad += bool(found.differ)
    return 1 if bad else 0


if __name__ == "__main__":
    chosen = [word for word in sys.argv[1:] if word.startswith("test_")]
    sys.exit(main([word for word in sys.argv[1:] if word not in chosen], chosen or MODULES))
