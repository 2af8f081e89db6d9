"""``compare``: a table for people, an object for programs, one line for what is wrong, and nothing left by Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playground.cli import main
from playground.terminal.comparing import as_object, as_table
from selcore.backends import BACKENDS
from selcore.compare.table import Table
from selcore.compare.values import ComparisonReport
from selcore.experiment.file import parse
from selcore.values.text import text
from tests import ROOT
from tests.playground.shell import COMMAND, PATIENCE, environment, posix, shell, the_line, write
from tests.selcore.recipes import opened, recipe

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
Capture = pytest.CaptureFixture[str]
READ_A = {"do": "register", "name": "pair.a", "events": ["read"]}
STEPS = (opened(), READ_A, {"do": "close", "name": "pair.a"}, {"do": "select", "timeout": 0})


def test_what_differs_is_told_to_programs(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", *STEPS)
    assert main(["compare", str(file), "--backends", "select,poll", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differing"] == 1
    assert [(step["step"], step["do"], step["differs"]) for step in told["steps"]] == [
        (0, "open", False),
        (1, "register", False),
        (2, "close", False),
        (3, "select", True),
    ]
    outcomes = told["steps"][3]["outcomes"]
    assert (outcomes["select"]["ok"], outcomes["select"]["error"]["errno"]) == (False, 9)
    assert outcomes["poll"]["ready"][0]["raw"] == ["POLLNVAL"]
    assert {id: one["state"] for id, one in told["backends"].items()} == {"select": "done", "poll": "done"}
    assert told["notices"] == []


def test_how_far_it_is_is_shown_in_a_terminal(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's file may take for ever: whoever waits sees where it is, and may end it."""
    file = write(tmp_path / "one.json", opened(), READ_A, {"do": "select", "timeout": 1.2})
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["compare", str(file), "--backends", "select,poll"]) == 0
    said = capsys.readouterr()
    assert "SelectSelector: step 3 of 3 · PollSelector: step 3 of 3" in said.err and said.err.endswith("\r\x1b[K")
    assert "step 3 of 3" not in said.out


def table(*lines: dict[str, Any], backends: tuple[str, ...] = ("select", "devpoll")) -> ComparisonReport:
    """What these lines of select alone make of the steps."""
    made = Table(parse(recipe(*STEPS, title="x")), backends, 1.0)
    for line in lines:
        made.add("select", line)
    made.end("select", None if len(lines) == len(STEPS) else text("it was so"), False, "")
    return made.report(True)


REFUSED = {"type": "OSError", "errno": 9, "message": "bad\n\x1b[2Jfile " * 20, "by": "python"}
LINES = [{"step": step, "do": "x", "backend": "select", "ok": False, "error": REFUSED} for step in range(4)]


@pytest.mark.parametrize("width", [40, 80, 160, 400])
def test_the_table_fits_into_the_terminal_and_moves_no_cursor(width: int) -> None:
    lines = list(as_table(table(*LINES), width))
    body = lines[lines.index("") + 1 :]
    assert all(len(line) <= max(width, 50) for line in body)
    assert all(line.isprintable() for line in lines)
    assert any(line.lstrip().startswith("4  sel.select(0)") for line in body)


def test_one_that_failed_and_one_that_is_not_here_are_said() -> None:
    told = as_object(table(LINES[0]))
    assert told["backends"]["select"] == {
        "state": "failed",
        "words": "failed at step 2: it was so",
        "steps": 1,
        "reason": "it was so",
    }
    if "devpoll" not in HERE:
        assert told["backends"]["devpoll"]["state"] == "absent"
        assert "select.devpoll() exists on" in told["backends"]["devpoll"]["reason"]


# What it refuses.


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--backends", "selct", "one.json"], "there is no backend 'selct'; did you mean select?"),
        (["--backends", "", "one.json"], "there is no backend ''"),
        (["--backends", "devpoll", "one.json"], "devpoll cannot be used"),
        (["--max-wait", "x", "one.json"], "'x' is not a number of seconds"),
        (["none.json"], "none.json: No such file"),
        ([], "EXPERIMENT"),
        (["--backend", "poll", "one.json"], "there is no option --backend; did you mean --backends?"),
    ],
)
def test_a_usage_error_is_one_line(
    words: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "one.json", *STEPS)
    assert main(["compare", *words]) == 2
    out, said = capsys.readouterr()
    assert out == "" and reason in the_line(said)


def test_what_needs_trust_is_not_played_without(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", opened("process", "p"))
    assert main(["compare", str(file)]) == 2
    assert "NotTrusted: it starts a process" in the_line(capsys.readouterr().err)


@pytest.mark.heavy
def test_for_people_and_with_trust(tmp_path: Path) -> None:
    target = tmp_path / "written.txt"
    file = write(tmp_path / "one.json", *STEPS, opened("text-file", "f", path=str(target), mode="w"))
    said = shell("compare", file, "--trust")
    assert (said.returncode, said.stderr) == (0, "")
    lines = said.stdout.splitlines()
    assert lines[0] == "1 of 5 steps differs"
    assert f"File {target}: each makes one of its own here." in lines and not target.exists()
    assert any(line.startswith("≠ 4  sel.select(0)") for line in lines)


@posix
def test_ctrl_c_ends_the_children(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    argv = ["sh", "-c", f"echo $PPID > {pid}.new && mv {pid}.new {pid} && exec sleep 1000"]
    file = write(tmp_path / "one.json", opened("process", "p", argv=argv), {"do": "select", "timeout": None})
    command = [*COMMAND, "compare", str(file), "--trust", "--backends", HERE[0], "--max-wait", "1000"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, env=environment()) as parent:
        while not pid.exists():
            assert parent.poll() is None
        child = int(pid.read_text())
        parent.send_signal(signal.SIGINT)
        out, said = parent.communicate(timeout=PATIENCE)
    assert (parent.returncode, out, said) == (130, b"", b"")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.skipif(not {"poll", "epoll"} <= set(HERE), reason="as on Linux")
def test_beneath_a_step_that_differs_stands_why_something_was_not_returned(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "one.json", *STEPS)
    assert main(["compare", str(file), "--backends", "poll,epoll"]) == 0
    told = capsys.readouterr().out
    assert (
        "EpollSelector: pair.a READ was not returned: closed and forgotten" in told and "PollSelector: pair" not in told
    )
