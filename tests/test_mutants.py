"""The command that plants faults, as its user meets it: nothing is left running, the checkout is as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from mutation import MODULES, covering
from mutation.trying import Copy, Ended
from tests import ROOT
from tests.test_dev import commands, dev

__all__ = ["commands", "dev"]


LISTED = tomllib.loads((ROOT / "mutation" / "equivalent.toml").read_text(encoding="utf-8")).get("equivalent", [])
pytestmark = pytest.mark.skipif(os.name == "nt", reason="fork() is POSIX")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of a checkout that has one module."""
    checkout, folder = tmp_path / "checkout", tmp_path / "copy"
    for made in (checkout, folder, checkout / ".venv"):
        made.mkdir()
    (checkout / "toy.py").write_text("print('as it was')\n")
    return Copy(checkout, folder)


def ended(copy: Copy) -> Ended:
    while (found := copy.ended()) is None:
        time.sleep(0.001)
    return found


def run_toy() -> int:
    return subprocess.call([sys.executable, "-m", "toy"])


# -- what it says ------------------------------------------------------------------------------------------------------


def test_what_the_mutants_need_is_installed_when_they_are_asked_for_and_only_then(
    dev: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(dev, "call", lambda command, **more: called.append(command) or 0)
    for there in (1, 0):
        monkeypatch.setattr(dev.subprocess, "call", lambda command, there=there, **how: there)
        monkeypatch.setattr(dev, "make_venv", lambda env: env.folder.mkdir(exist_ok=True))
        commands.clear()
        assert dev.VERBS["mutants"](["selcore/history/store.py", "--sample", "9"]) == 0
        assert [command[-1] for command in commands if ".[mutation]" in command] == [".[mutation]"] * there
        assert called.pop()[1:] == ["-m", "mutation", "selcore/history/store.py", "--sample", "9"]


@pytest.mark.parametrize("module", MODULES)
def test_what_is_tried_is_there(module: str) -> None:
    assert (ROOT / module).exists()


@pytest.mark.parametrize("one", LISTED, ids=lambda one: f"{one['module']} {one['now']}"[:80])
def test_what_is_said_to_change_nothing_is_about_what_stands_there(one: dict[str, str]) -> None:
    """The command itself sees that each is one of its mutants; here, that the file still says so, and why is told."""
    text = " ".join((ROOT / one["module"]).read_text(encoding="utf-8").split())
    assert " ".join(one["was"].split()) in text and one["was"] != one["now"] and len(one["why"]) > 10


# -- a mutant's life ---------------------------------------------------------------------------------------------------


def test_a_child_answers_with_its_status_and_what_it_said(copy: Copy) -> None:
    for status in (0, 1):
        copy.start(lambda status=status: os.write(1, b"done\n") and status, 50, 50)
        assert (ended(copy), copy.busy) == (Ended(status, "done\n"), False)


def test_each_source_is_run_as_it_is_however_quickly_they_follow(copy: Copy, tmp_path: Path) -> None:
    """A compiled file is known by its source's size and second: both may be the same here."""
    for word in ("one", "two", "six"):
        copy.write("toy.py", f"print('{word}')\n")
        copy.start(run_toy, 50, 50)
        assert ended(copy) == Ended(0, f"{word}\n")
    assert (tmp_path / "checkout" / "toy.py").read_text() == "print('as it was')\n"
    assert not (copy.root / ".venv").exists()


def test_who_hangs_is_ended_with_all_that_it_started(copy: Copy, tmp_path: Path) -> None:
    read, write = os.pipe()

    def hang() -> int:
        subprocess.Popen(["sleep", "1000"], pass_fds=[write])
        return signal.sigwait([signal.SIGUSR1])

    copy.start(hang, 50, 0.2)
    os.close(write)
    assert ended(copy).status is None
    assert os.read(read, 1) == b"", "the pipe's other end is held by what it started"
    os.close(read)


def test_who_spins_is_ended(copy: Copy) -> None:
    def spin() -> int:
        while True:
            pass

    copy.start(spin, 0, 50)
    assert ended(copy).status is None


def test_a_fault_of_its_own_is_no_success(copy: Copy) -> None:
    copy.start(lambda: 1 // 0, 50, 50)
    assert ended(copy) == Ended(70, "\nZeroDivisionError: integer division or modulo by zero\n")


# -- which tests it meets ----------------------------------------------------------------------------------------------


def test_each_line_belongs_to_the_innermost_function() -> None:
    lines = [
        "x = 1",
        "class A:",
        "  y = 2",
        "  def m(self):",
        "    z = 3",
        "    def f():",
        "      return 4",
        "    return f",
    ]
    assert covering.function_lines("\n".join(lines)) == {5: "A.m", 6: "A.m", 7: "A.m.f", 8: "A.m"}


def test_what_is_known_of_a_file_of_tests_is_known_until_it_changes(tmp_path: Path) -> None:
    folder, cache = tmp_path / "tests" / "selcore", tmp_path / "cache.json"
    folder.mkdir(parents=True)
    for name in ("test_a.py", "test_b.py"):
        (folder / name).write_text("")
    assert covering.known(cache, tmp_path) == ({}, ["tests/selcore/test_a.py", "tests/selcore/test_b.py"])
    tests = {"tests/selcore/test_a.py::test[1]": covering.Test(0.5, {"selcore/history/store.py:Store.fold"})}
    covering.keep(cache, tests, tmp_path)
    assert covering.known(cache, tmp_path) == (tests, [])
    (folder / "test_a.py").write_text("x = 1")
    assert covering.known(cache, tmp_path) == ({}, ["tests/selcore/test_a.py"])


def test_what_was_written_while_the_tests_ran_is_not_known(tmp_path: Path) -> None:
    """The copy is run, and the checkout goes on: a file that came or changed meanwhile is found out about next time."""
    copy, checkout, cache = tmp_path / "copy", tmp_path / "checkout", tmp_path / "cache.json"
    for root, words in (copy, "x = 1"), (checkout, "x = 2"):
        (root / "tests" / "selcore").mkdir(parents=True)
        (root / "tests" / "selcore" / "test_a.py").write_text(words)
    (checkout / "tests" / "selcore" / "test_b.py").write_text("")
    covering.keep(cache, {}, copy)
    assert covering.known(cache, copy) == ({}, [])
    assert covering.known(cache, checkout) == ({}, ["tests/selcore/test_a.py", "tests/selcore/test_b.py"])


def test_the_mutants_of_a_module_are_what_could_stand_there_instead() -> None:
    pytest.importorskip("libcst")
    pytest.importorskip("mutmut")
    from mutation.making import Source

    text = (
        "import sys\n"
        "def f(x: int | None, y=1):\n"
        '    """Words are left alone."""\n'
        '    if sys.platform == "win32":\n'
        "        return 0\n"
        "    return (x) < y\n"
    )
    found = Source("toy.py", text).mutants()
    assert [(mutant.line, mutant.where, mutant.was, mutant.now) for mutant in found] == [
        (2, "f", "def f(x: int | None, y=1):", "def f(x: int | None, y=2):"),
        (6, "f", "return (x) < y", "return (x) <= y"),
    ]
    assert found[1].source == text.replace("<", "<=")
