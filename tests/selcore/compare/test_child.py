"""A child process is read as it tells, whatever it tells, and reaped however it ends."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from selcore.compare import child as module
from selcore.compare.child import Child
from tests.selcore.recipes import opened, recipe

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and sessions are those of Unix")


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A child that runs these lines of Python instead."""

    def make(program: str) -> Child:
        monkeypatch.setattr(module, "_PROGRAM", program)
        return Child("poll", Path("none"), 1.0, False)

    return make


def played(child: Child) -> tuple[list[Any], str]:
    lines: list[Any] = []
    trouble = child.play(lines.append)
    assert child._process is not None
    assert child._process.returncode is not None
    if hasattr(os, "kill"):
        with pytest.raises(ProcessLookupError):
            os.kill(child._process.pid, 0)
    return lines, str(trouble or "")


def test_what_an_experiment_writes_between_is_passed_over(other: Any) -> None:
    child = other(
        """print('hello{"step": 0, "ok": true}'); print('[]'); print('{"step": x}'); print('{"in_step": 1}')"""
    )
    assert played(child) == ([{"step": 0, "ok": True}, {"in_step": 1}], "")


def test_how_it_failed_is_said_in_its_own_words(other: Any) -> None:
    child = other("import sys; print('{\"step\": 0}', flush=True); sys.exit('it was\\nthis')")
    assert played(child) == ([{"step": 0}], "its process ended with status 1: this")
    assert child.said == "it was\nthis"


@posix
def test_one_that_is_killed_says_by_what(other: Any) -> None:
    assert played(other("import os; os.kill(os.getpid(), 9)"))[1] == "its process was ended by SIGKILL"


def test_only_the_end_of_what_it_said_is_kept(other: Any) -> None:
    child = other("import sys\nfor n in range(10_000): print(n, 'x' * 50, file=sys.stderr)")
    played(child)
    assert child.said.splitlines()[-1].startswith("9999 ") and len(child.said.splitlines()) == module.SAID


def test_one_that_tells_without_end_is_ended(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1 << 20)
    assert played(other("while True: print('x' * 1000)"))[1] == "it told more than 1 MiB"


def test_one_that_was_ended_before_it_began_is_not_started(other: Any) -> None:
    child = other("")
    child.end()
    assert str(child.play(lambda line: None)) == "ended before it was started" and child._process is None


@contextmanager
def told_something(child: Child) -> Iterator[list[Any]]:
    """It is played by a thread, and has told something; at the end it has ended, and why stands in the list."""
    told, answers = threading.Event(), list[Any]()
    thread = threading.Thread(target=lambda: answers.append(child.play(lambda line: told.set())))
    thread.start()
    assert told.wait(20)
    yield answers
    thread.join(20)
    assert not thread.is_alive()


BLOCKED = "import threading; print('{\"step\": 0}', flush=True); threading.Event().wait()"


@posix
def test_it_can_be_ended_while_it_waits(other: Any) -> None:
    child = other(BLOCKED)
    with told_something(child) as answers:
        child.end()
    assert str(answers[0]) == "its process was ended by SIGTERM"


@posix
def test_one_that_will_not_end_is_killed(other: Any) -> None:
    child = other(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {BLOCKED}")
    with told_something(child) as answers:
        child.end()
        child.kill()
    assert str(answers[0]) == "its process was ended by SIGKILL"


@posix
def test_it_gets_the_descriptor_limit_that_the_program_was_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    monkeypatch.setattr(module, "AT_START", (250, hard))
    told = "import json, resource; print(json.dumps({'step': 0, 'limit': resource.getrlimit(resource.RLIMIT_NOFILE)}))"
    # In the place of our program, which would raise it for itself.
    began = module._PROGRAM.replace("from playground.__main__ import main", told).replace("main()", "0")
    monkeypatch.setattr(module, "_PROGRAM", began)
    lines, trouble = played(Child("poll", Path("none"), 1.0, False))
    assert [line["limit"] for line in lines] == [[250, hard]] and trouble == ""


def test_it_plays_an_experiment_and_imports_nothing_from_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "playground.py").write_text("raise SystemExit(99)")
    (tmp_path / "json.py").write_text("raise SystemExit(98)")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "one.json"
    file.write_bytes(recipe(opened(), {"do": "note", "text": "x"}))
    lines, trouble = played(Child("poll", file, 1.0, False))
    assert [line["do"] for line in lines] == ["open", "note"] and trouble == ""
    assert {line["backend"] for line in lines} == {"poll"}
