"""Whole programs: what is planted is named with its file and line, and nobody else is accused of anything."""

import signal
import sys
import threading
from pathlib import Path

import pytest

from .followed import begin, finish, follow
from .healthy import HEALTHY, PLANTED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")


def write(folder: Path, code: str) -> Path:
    path = folder / "program.py"
    path.write_text(code)
    return path


@pytest.mark.heavy
@pytest.mark.parametrize("what", HEALTHY)
def test_a_healthy_program_is_accused_of_nothing(what: str, tmp_path: Path) -> None:
    found = follow(write(tmp_path, HEALTHY[what]))
    assert (found.status, found.out) == (0, "")
    assert [str(warning.message) for warning in found.warnings] == []


@pytest.mark.heavy
@pytest.mark.parametrize("what", PLANTED)
def test_what_is_planted_is_named(what: str, tmp_path: Path) -> None:
    lint, function, code = PLANTED[what]
    found = follow(write(tmp_path, code))
    assert (found.status, found.out) == (0, "")
    named = {one.function.name.rpartition(".")[2] for one in found.warnings if one.lint == lint and one.function}
    assert named == {function}
    assert all(one.function.file.endswith("program.py") for one in found.warnings if one.function)
    assert found.lints <= {lint, "long-turn"}


def test_a_stopped_program_is_accused_of_nothing(tmp_path: Path) -> None:
    code = "import asyncio\nprint(flush=True)\nasync def main():\n"
    code += "    for _ in range(40): await asyncio.sleep(0.01)\nasyncio.run(main())"
    program = begin(write(tmp_path, code))
    assert program.process.stdout is not None
    program.process.stdout.readline()
    program.process.send_signal(signal.SIGSTOP)
    while not program.stopped:
        list(program.poll())
    for _ in range(30):
        list(program.poll())
        threading.Event().wait(0.01)
    program.process.send_signal(signal.SIGCONT)
    found = finish(program)
    assert found.status == 0 and found.warnings == []
