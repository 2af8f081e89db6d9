"""``watch``: a program with its own streams and status, and what is seen of it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playground.terminal.watch_words import line_words
from tests import ROOT
from tests.selcore.recorded import query

from ..shell import COMMAND, environment, shell, the_line

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")
CODE = """
import selectors, socket, sys, time
a, b = socket.socketpair()
def slow(sock):
    sock.recv(10); time.sleep(0.08)
with selectors.DefaultSelector() as s:
    s.register(a, selectors.EVENT_READ, slow)
    for n in range(2):
        b.send(b"x")
        for key, mask in s.select(): key.data(key.fileobj)
    s.select(0)
print("out", sys.argv[1:], sys.stdin.read())
print("err", file=sys.stderr)
sys.exit(3)
"""
WAITS = """
import time
try:
    print("here", flush=True)
    time.sleep(1e6)
except KeyboardInterrupt:
    print("bye")
"""
ASKS = """
try:
    print("you said", input(), flush=True)
    input()
except KeyboardInterrupt:
    print("bye")
"""


def script(folder: Path, code: str = CODE) -> Path:
    path = folder / "server.py"
    path.write_text(code)
    return path


def test_the_lines_of_json(tmp_path: Path) -> None:
    path = script(tmp_path)
    done = subprocess.run(
        [*COMMAND, "watch", "--json", "--python", sys.executable, "--", str(path), "--port", "1"],
        input="in", capture_output=True, text=True, timeout=50, env=environment(),
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, sorted(done.stderr.splitlines())) == (3, ["err", "out ['--port', '1'] in"])
    calls: list[Any] = [line for line in lines if "call" in line]
    assert [call["ready"][0]["data"] for call in calls[:2]] == ["slow server.py:4"] * 2
    assert lines[-1] == {"exit": 3, "lost": 0}
    turns = [line["longest"]["name"] for line in lines if "turn" in line]
    assert turns == ["slow", "slow"]


def test_without_json_its_streams_are_its_own(tmp_path: Path) -> None:
    path = script(tmp_path)
    done = subprocess.run(
        [*COMMAND, "watch", "--python", sys.executable, "--", str(path)],
        input="in", capture_output=True, text=True, timeout=50, env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "out [] in\n") and "err\n" in done.stderr
    assert "EpollSelector-1 call 1 waited" in done.stderr and "(slow server.py:4)" in done.stderr
    assert done.stderr.endswith("the program ended with status 3\n")


def test_it_is_recorded_and_nothing_else_is_said(tmp_path: Path) -> None:
    path, file = script(tmp_path), tmp_path / "r.sqlite"
    done = subprocess.run(
        [*COMMAND, "watch", "--record", str(file), "--python", sys.executable, "--", str(path)],
        input="in", capture_output=True, text=True, timeout=50, env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "out [] in\n")
    assert sorted(done.stderr.splitlines()) == ["err", "the program ended with status 3"]
    assert query(file, "SELECT count(*) FROM calls") == [(3,)]
    assert query(file, "SELECT did FROM results LIMIT 1") == [("slow server.py:4 is to be called",)]
    assert query(file, "SELECT longest, file, line, handles FROM turns") == [("slow", str(path), 4, 0)] * 2
    assert ("long-turn", "slow server.py:4") in query(file, "SELECT lint, name FROM warnings")
    refused = shell("watch", "--record", path, "--python", sys.executable, "--", path)
    assert refused.returncode == 2 and "it is not replaced" in the_line(refused.stderr)


def test_a_module_and_who_ends_by_a_signal(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("import os; os.kill(os.getpid(), 15)")
    command = [*COMMAND, "watch", "--json", "--folder", str(tmp_path), "--python", sys.executable, "--", "-m", "one"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, env=environment())
    assert done.returncode == 128 + signal.SIGTERM
    assert json.loads(done.stdout.splitlines()[-1]) == {"exit": -15, "lost": 0}


def test_when_it_is_asked_to_end_the_program_is(tmp_path: Path) -> None:
    path = script(tmp_path, WAITS)
    child = subprocess.Popen(
        [*COMMAND, "watch", "--python", sys.executable, "--", str(path)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    child.send_signal(signal.SIGTERM)
    out, err = child.communicate(timeout=50)
    assert (child.returncode, out) == (0, "bye\n") and "SIGINT is sent to the program" in err


def test_when_it_is_killed_the_program_ends_too(tmp_path: Path) -> None:
    path = script(tmp_path, "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(1e6)")
    child = subprocess.Popen(
        [*COMMAND, "watch", "--python", sys.executable, "--", str(path)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(),
    )  # fmt: skip
    assert child.stdout is not None
    with child.stdout as out:
        assert int(out.readline()) > 0
        child.kill()
        child.wait()
        assert out.read() == ""  # the program had it too: it is gone


def test_at_a_terminal_it_can_be_typed_to_and_ctrl_c_goes_to_the_program(tmp_path: Path) -> None:
    path = script(tmp_path, ASKS)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        command = [*COMMAND, "watch", "--python", sys.executable, "--", str(path)]
        os.execve(command[0], command, environment())
    said = b""
    try:
        os.write(terminal, b"hello\n")
        while b"you said hello" not in said:
            said += os.read(terminal, 1000)
        os.write(terminal, b"\x03")
        while b"the program ended with status 0" not in said:
            said += os.read(terminal, 1000)
    finally:
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
    assert b"bye" in said and b"Traceback" not in said and os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["watch"], "nothing to run"),
        (["watch", "--", "/gone/server.py"], "/gone/server.py: there is no such file"),
        (
            ["watch", "--python", "/gone", "--", __file__],
            "watch: /gone: there is no such interpreter",
        ),
        (["watch", "--", "-x"], "-x: after -- stands a script, or -m and a module"),
    ],
)
def test_bad_input_gets_one_line(words: list[str], said: str) -> None:
    done = shell(*words)
    assert done.returncode == 2 and said in the_line(done.stderr)


def test_programs_to_begin_with_are_listed() -> None:
    rows = json.loads(shell("watch", "--starters", "--json").stdout)
    assert len(rows) > 6 and all(Path(row["path"]).is_file() and row["title"] for row in rows)
    assert "asyncio_slow   asyncio with one slow callback" in shell("watch", "--starters").stdout


def test_all_that_is_said_in_words() -> None:
    serve = {"name": "serve", "file": "/a/server.py", "line": 4}
    call = {"pid": 7, "selector": "PollSelector-1", "call": 3, "waited": 0.5, "ready": []}
    several = {**call, "repeat": 1000, "waited_most": 0.25, "waited_total": 1.5}
    failed = {**call, "error": {"type": "OSError", "errno": 9}}
    turn = {
        "pid": 7,
        "selector": "x",
        "turn": 1,
        "seconds": 0.23,
        "longest": serve | {"seconds": 0.2},
        "doing": "sleeping",
    }
    turn["waited"] = [{"name": "127.0.0.1:5", "fd": 5, "seconds": 0.23}]
    lines = [call, several, failed, turn, {"pid": 7, "not_seen": "why"}, {"exit": -9, "lost": 1200}]
    lines.append({"pid": 7, "lint": "long-turn", "message": "so"})
    assert [words for line in lines for words in line_words(line)] == [
        "[7] PollSelector-1 call 3 waited 500 ms → []",
        "[7] PollSelector-1 calls 3 to 1,002, each waited at most 250 ms, 1.5 s in all → []",
        "[7] PollSelector-1 call 3 waited 500 ms → OSError",
        "[7] x turn of 230 ms: serve server.py:4; it was asleep",
        "    127.0.0.1:5 waited up to 230 ms",
        "[7] why",
        "the program ended with signal 9; 1,200 records were lost",
        "[7] warning: so [long-turn]",
    ]


@pytest.mark.parametrize(("lost", "said"), [(0, ""), (1, "; 1 record was lost"), (1200, "; 1,200 records were lost")])
def test_the_end_says_how_many_records_were_lost(lost: int, said: str) -> None:
    assert [*line_words({"exit": 0, "lost": lost})] == [f"the program ended with status 0{said}"]
