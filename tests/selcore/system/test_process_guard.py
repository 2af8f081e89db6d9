"""A program that is killed leaves no process behind: not the user's, not those that compare or measure for it."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.system.process_guard import PROCESS_GUARD
from selcore.values import commands as c
from tests import ROOT
from tests.selcore.acting import done, opened

_pidfd_open: Any = getattr(os, "pidfd_open", None)
pytestmark = pytest.mark.skipif(_pidfd_open is None, reason="only by a pidfd one can wait for another's child")
PATIENCE = 20_000
"""Milliseconds."""
PROCESS = """
from selcore.values.commands import Open
from selcore.session.session import Session
session = Session("poll")
for name, argv in (("a", ["sleep", "1000"]), ("b", ["sh", "-c", "sleep 1000 & echo $!; sleep 1001"])):
    session.apply(Open(kind="process", name=name, options={"argv": argv}))
    print(session.world.find(f"{name}.pid").process.pid)
reading = session.world.find("b.stdout").obj
while not (words := reading.read(100)):
    pass
print(int(words), flush=True)
"""
COMPARED = """
import time
from selcore.compare import Comparison
from selcore.values.commands import Open, Select
from selcore.experiment.file import Experiment
commands = Open(kind="pipe", name="p"), Select(timeout=None)
played = Experiment(format="selector-playground-experiment", version=1, commands=commands)
comparison = Comparison(played, ["poll"], max_wait=1000.0)
comparison.start()
while not comparison.report.rows[0].outcomes:  # until its child has told something
    time.sleep(0.001)
print(comparison._children["poll"]._process.pid, flush=True)
"""
MEASURED = """
import time
from selcore.scaling.measurement import Measurement
measurement = Measurement(seconds=1000.0)
measurement.start()
while not measurement.take():
    time.sleep(0.001)
print(measurement._process.pid, flush=True)
"""
WAIT = "import sys; sys.stdin.read()"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def killed(stack: ExitStack, program: str, count: int) -> list[int]:
    """Start it, have it tell the ids of so many processes, kill it; pidfds of these."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", f"{program}\n{WAIT}"]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        try:
            pidfds = [_pidfd_open(int(process.stdout.readline())) for _ in range(count)]
        finally:
            process.kill()
    for pidfd in pidfds:
        stack.callback(os.close, pidfd)
    return pidfds


def ended(pidfd: int, milliseconds: int = PATIENCE) -> bool:
    """Whether it ends within that time."""
    poller = select.poll()
    poller.register(pidfd, select.POLLIN)
    return bool(poller.poll(milliseconds))


@pytest.mark.parametrize(
    ("program", "count"), [(PROCESS, 3), (COMPARED, 1), (MEASURED, 1)], ids=["process", "compared", "measured"]
)
def test_what_a_killed_program_started_ends(stack: ExitStack, program: str, count: int) -> None:
    for pidfd in killed(stack, program, count):
        if not ended(pidfd):
            signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            pytest.fail("it goes on")


def test_there_is_somebody_beside_only_while_there_is_something_to_keep(one: Session) -> None:
    assert PROCESS_GUARD._process is None
    opened(one, "process", "a")
    beside = PROCESS_GUARD._process
    opened(one, "process", "b")
    assert beside is not None and PROCESS_GUARD._process is beside
    for name in ("a.stdin", "a.stdout", "a.stderr", "a.pid"):
        done(one, c.Close(name=name))
    assert PROCESS_GUARD._process is beside
    one.close()
    assert PROCESS_GUARD._process is None and beside.returncode == -signal.SIGKILL


def links(pid: int) -> set[Path]:
    """What the process has open, but for what it closes while one looks: it may still be starting."""
    found = set()
    for fd in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(fd.readlink())
    return found


def test_it_inherits_nothing_of_the_session(one: Session) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "process", "a")
    assert PROCESS_GUARD._process is not None
    assert not links(PROCESS_GUARD._process.pid) & {
        Path(f"/proc/self/fd/{one.world.find(f'pair.{end}').fd}").readlink() for end in "ab"
    }


def test_one_that_was_killed_is_replaced(one: Session) -> None:
    opened(one, "process", "a")
    first = PROCESS_GUARD._process
    assert first is not None
    first.kill()
    first.wait()
    opened(one, "process", "b")
    assert (
        PROCESS_GUARD._process is not first
        and PROCESS_GUARD._process is not None
        and PROCESS_GUARD._process.poll() is None
    )


def test_where_nobody_can_be_beside_that_is_said(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.system.process_guard._send_fds", None)
    opened(one, "process", "a")
    assert (
        "would go on if this program were killed" in one.world.state_of("a.pid").warning
        and PROCESS_GUARD._process is None
    )
