"""A program run with the probe in it, or without, and what the probe has written of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from selcore.programs.environment import watched
from selcore.watching.descriptor_names import DescriptorNames
from selcore.watching.facts import WatchedFact
from selcore.watching.process_model import ProcessModel
from selcore.watching.ring_reader import RingReader

PATIENCE = 30
INTERPRETERS = (sys.executable, "python3.9", "python3.10", "python3.12", "python3.13", "python3.14")


class Ran(NamedTuple):
    """How it ended, what it said, and the facts of all its processes, each in order."""

    status: int
    out: str
    err: str
    facts: list[WatchedFact]
    lost: int = 0
    pids: tuple[int, ...] = ()

    def of(self, kind: type) -> list:  # type: ignore[type-arg]
        return [fact for fact in self.facts if isinstance(fact, kind)]


def plain_environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    return {**kept, **changes}


def run(
    folder: Path, code: str, *words: str, probe: bool = True, python: str = sys.executable, flags: tuple[str, ...] = ()
) -> Ran:
    """Run a script of this text to its end."""
    script = folder / "program.py"
    script.write_text(code, encoding="utf-8")
    environment, watch = plain_environment(), folder / "watch"
    if probe:
        watch.mkdir(exist_ok=True)
        environment = watched(environment, watch)
    done = subprocess.run(
        [python, *flags, str(script), *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    readers = list(_readers(watch)) if probe else []
    facts = [fact for reader in readers for fact in read(reader)]
    return Ran(
        done.returncode, done.stdout, done.stderr, facts, sum(r.lost for r in readers), tuple(r.pid for r in readers)
    )


def _readers(folder: Path) -> Iterator[RingReader]:
    for path in sorted(folder.glob("*.ring"), key=lambda path: path.stat().st_ctime_ns):
        if path.stat().st_size:
            yield RingReader(path)


def read(reader: RingReader) -> Iterator[WatchedFact]:
    """Everything in it; then it is closed."""
    names = DescriptorNames(reader.pid)
    model = ProcessModel(reader, names)
    while records := reader.records(over=True):
        yield from model.fold(records)
    yield from model.finish()
    names.close()
    reader.close()


@cache
def starts(python: str) -> bool:
    """Whether this interpreter is here and works; a shim of pyenv's can be in PATH without one behind it."""
    try:
        command = [python, "-c", "import selectors, asyncio"]
        return subprocess.run(command, capture_output=True, timeout=PATIENCE).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
