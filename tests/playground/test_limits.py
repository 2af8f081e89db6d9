"""The descriptor limit as the program has it: raised at its start, said by the doctor, given back to its children."""

import json
import sys
from pathlib import Path

from selcore.system.descriptors import ENOUGH, limits
from tests.selcore.recipes import opened

from .shell import COMMAND, posix, shell, write

pytestmark = posix
FEW = 150
"""A soft limit that nobody has by chance."""
BEGIN = f"""
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, ({FEW}, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def with_few(*words: object) -> str:
    """What the program prints that is started with few descriptors allowed."""
    said = shell(*COMMAND[1:], *words, command=[sys.executable, "-c", BEGIN])
    assert said.stderr == ""
    return said.stdout


def raised() -> int:
    found = limits()
    assert found is not None
    return found[1] if 0 <= found[1] < ENOUGH else ENOUGH


def test_the_doctor_says_what_the_limit_was_and_what_it_was_raised_to() -> None:
    found = json.loads(with_few("doctor", "--json"))["descriptors"]
    assert (found["at_start"], found["soft"]) == (FEW, raised())
    words = f"at most {raised():,} now (raised from {FEW}, which its children get), "
    assert words in with_few("doctor")


def test_more_can_be_opened_than_the_program_was_started_with(tmp_path: Path) -> None:
    many = opened("socketpair", "many", count=FEW)
    assert json.loads(with_few("run", "--json", write(tmp_path / "many.json", many)))["ok"]


def test_a_process_that_is_opened_gets_the_old_limit_back(tmp_path: Path) -> None:
    ask = "import resource; print(*resource.getrlimit(resource.RLIMIT_NOFILE), flush=True); input()"
    file = write(
        tmp_path / "process.json",
        opened("socketpair", "many", count=FEW),
        opened("process", "it", argv=[sys.executable, "-c", ask]),
        {"do": "register", "name": "it.stdout", "events": ["read"]},
        {"do": "select", "timeout": None},
        {"do": "receive", "name": "it.stdout"},
    )
    lines = [json.loads(line) for line in with_few("run", "--json", "--trust", file).splitlines()]
    found = limits()
    assert found is not None and bytes.fromhex(lines[-1]["hex"]).decode().split() == [str(FEW), str(found[1])]
