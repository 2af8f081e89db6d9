"""A program runs, is asked to end, is ended, and never outlives who started it."""

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from selcore.programs import running
from selcore.programs.program import Program, prepare
from selcore.programs.running import RunningProgram, Streams
from selcore.watching.facts import NotSeen, ProcessGone, WatchedCall

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")
DEAF = "import signal, selectors\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nprint(flush=True)\n"


def start(folder: Path, code: str, **more: Any) -> RunningProgram:
    path = folder / "program.py"
    path.write_text(code)
    streams = Streams(subprocess.DEVNULL, subprocess.PIPE, subprocess.DEVNULL)
    return RunningProgram(prepare(Program(str(path), python=sys.executable)), streams, **more)


def end(program: RunningProgram, asks: int = 0) -> list[Any]:
    """Poll until it has ended; all facts."""
    facts: list[Any] = []
    for _ in range(asks):
        program.stop()
    while program.status is None:
        facts += program.poll()
        threading.Event().wait(0.005)
    facts += program.close()
    assert program.process.stdout is not None
    program.process.stdout.close()
    assert not program.watcher._folder.exists()
    return facts


def test_it_runs_to_its_end_and_everything_is_told(tmp_path: Path) -> None:
    code = "import selectors, sys\ns = selectors.DefaultSelector(); s.select(0); s.select(0.01); s.close(); sys.exit(4)"
    program = start(tmp_path, code)
    facts = end(program)
    assert program.status == 4 and len([fact for fact in facts if isinstance(fact, WatchedCall)]) == 2
    assert [fact.left for fact in facts if isinstance(fact, ProcessGone)] == [()]


@pytest.mark.parametrize(("code", "status"), [("raise SystemExit(4)", 4), ("import os; os.kill(os.getpid(), 9)", -9)])
def test_that_it_has_ended_is_known_before_all_is_read(code: str, status: int, tmp_path: Path) -> None:
    program = start(tmp_path, code)
    while program.peek() is None:
        threading.Event().wait(0.005)
    assert (program.peek(), program.status) == (status, None)
    end(program)
    assert (program.peek(), program.status) == (status, status)


@pytest.mark.parametrize(
    "code", ["while True: pass", "import time; time.sleep(1e6)", "import threading; threading.Event().wait()"]
)
def test_it_is_asked_to_end(code: str, tmp_path: Path) -> None:
    said: list[str] = []
    program = start(tmp_path, f"print(flush=True)\n{code}", say=lambda words: said.append(str(words)))
    assert program.process.stdout is not None
    program.process.stdout.readline()
    end(program, asks=1)
    assert said == ["SIGINT is sent to the program"] and program.status == -signal.SIGINT


def test_one_that_ignores_all_that_can_be_ignored_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "GRACE", 0.05)
    said: list[str] = []
    code = DEAF + "import os\nos.fork()\nimport time; time.sleep(1e6)"
    program = start(tmp_path, code, say=lambda words: said.append(str(words)))
    assert program.process.stdout is not None
    program.process.stdout.readline()
    program.stop()
    facts = end(program)
    assert [word.split()[0] for word in said] == ["SIGINT", "SIGTERM", "SIGKILL"]
    assert program.status == -signal.SIGKILL and facts == []


def test_closing_ends_it(tmp_path: Path) -> None:
    program = start(tmp_path, DEAF + "import time; time.sleep(1e6)")
    list(program.close())
    assert program.status == -signal.SIGKILL
    assert program.process.stdout is not None
    program.process.stdout.close()


def test_a_stopped_one_is_known_to_be_stopped(tmp_path: Path) -> None:
    program = start(tmp_path, "print(flush=True)\nimport time; time.sleep(1e6)")
    assert program.process.stdout is not None
    program.process.stdout.readline()
    program.process.send_signal(signal.SIGSTOP)
    while not program.stopped:
        list(program.poll())
    end(program, asks=1)
    assert program.status == -signal.SIGINT


def test_it_is_said_why_nothing_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "program.py"
    path.write_text("print(flush=True)\nimport time; time.sleep(1e6)")
    prepared = prepare(Program(str(path), python=sys.executable))
    alone = prepared._replace(command=[prepared.command[0], "-I", prepared.command[1]])
    monkeypatch.setattr(running, "UNSEEN_AFTER", 0.0)
    program = RunningProgram(alone, Streams(subprocess.DEVNULL, subprocess.PIPE, subprocess.DEVNULL))
    assert program.process.stdout is not None
    program.process.stdout.readline()
    facts = [fact for _ in range(2) for fact in program.poll()]
    assert [type(fact) for fact in facts] == [NotSeen] and "-I, -E or -S" in facts[0].message
    program.kill()
    end(program)


def test_a_script_that_looks_for_an_interpreter_first_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "UNSEEN_AFTER", 0.3)
    shim = tmp_path / "python3"
    shim.write_text(f'#!/bin/sh\nsleep 0.6\nexec {sys.executable} "$@"\n')
    shim.chmod(0o755)
    (tmp_path / "program.py").write_text(
        "import selectors, time; selectors.DefaultSelector().select(0.01); time.sleep(0.5)"
    )
    prepared = prepare(Program(str(tmp_path / "program.py"), python=str(shim)))
    facts = end(RunningProgram(prepared, Streams(subprocess.DEVNULL, subprocess.PIPE, subprocess.DEVNULL)))
    assert [fact for fact in facts if isinstance(fact, NotSeen)] == []
    assert len([fact for fact in facts if isinstance(fact, WatchedCall)]) == 1
