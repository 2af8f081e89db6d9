"""``scaling`` at a shell: a table, an object, and that Ctrl-C ends it and what it started."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cli import main
from tests import ROOT
from tests.playground.shell import COMMAND, PATIENCE, environment, posix, the_line

Capture = pytest.CaptureFixture[str]


def test_it_prints_a_table(capsys: Capture) -> None:
    assert main(["scaling", "--most", "2", "--seconds", "0.01", "--backends", "select,default,select"]) == 0
    said, complained = capsys.readouterr()
    lines = said.splitlines()
    assert complained == "" and lines[3].split()[0] == "SelectSelector"
    assert lines[4].split()[:3] == ["registered", "idle", "ready"]
    assert lines[5].split()[0] == "1" and lines[5].endswith("s")
    assert lines[-1].startswith("measured up to ")


def test_it_prints_an_object(capsys: Capture) -> None:
    assert main(["scaling", "--json", "--most", "1", "--seconds", "1", "--backends", "select"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ended"] == "all" and found["reached"] == 1
    assert [(row["backend"], row["descriptors"], row["ready"]) for row in found["rows"]] == [
        ("select", 1, 0),
        ("select", 1, 1),
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("--most 0", "--most: '0' is not a number of descriptors from 1 to 1,000,000"),
        ("--most 1e3", "--most: '1e3' is not a number of descriptors"),
        ("--seconds 0", "--seconds: '0' is not a number of seconds above 0, to 3,600"),
        ("--seconds nan", "--seconds: 'nan' is not a number of seconds"),
        ("--seconds soon", "--seconds: 'soon' is not a number of seconds"),
        ("--backends select,epol", "--backends: there is no backend 'epol'; did you mean epoll?"),
        ("--backends ,", "--backends: there is no backend ''"),
    ],
)
def test_a_usage_error_is_one_line(words: str, complaint: str, capsys: Capture) -> None:
    assert main(["scaling", *words.split()]) == 2
    assert the_line(capsys.readouterr().err).startswith(f"selector-playground scaling: {complaint}")


def test_a_measuring_that_fails_is_one_line(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "broken.py"
    program.write_text("import sys; sys.exit('out of order')")
    monkeypatch.setattr("selcore.scaling.measurement.PROGRAM", program)
    assert main(["scaling"]) == 1
    assert the_line(capsys.readouterr().err) == (
        "selector-playground scaling: its process ended with status 1: out of order"
    )


def test_a_python_that_cannot_be_started_is_one_line(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert main(["scaling"]) == 1
    assert the_line(capsys.readouterr().err).startswith("selector-playground scaling: it cannot be started: ")


@posix
@pytest.mark.skipif(not Path("/proc").exists(), reason="its child is found in /proc")
def test_ctrl_c_ends_it_and_what_it_started() -> None:
    command = [*COMMAND, "scaling", "--seconds", "600"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        child = child_of(process)
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said, complained) == (130, "", "")
    assert not Path(f"/proc/{child}").exists()


def child_of(process: "subprocess.Popen[str]") -> int:
    """The process that it has started, once it is running what it was started for."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None:
        for child in map(int, children.read_text().split()):
            try:
                if b"measure.py" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return child
            except OSError:
                continue
        os.sched_yield()
    raise AssertionError("it ended before it had a child")
