"""wait, kill, stop and continue: what the OS says of a child, and never a long wait for it."""

import os
import signal
import sys
from pathlib import Path

import pytest

from selcore.session.session import Session
from selcore.system.signal_names import signal_name
from selcore.values import commands as c
from selcore.values.outcomes import Done
from selcore.world.verbs import processes
from tests.selcore.acting import done, opened, ready, refused, watch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")


@pytest.fixture
def child(one: Session) -> Session:
    opened(one, "process", "child")
    return one


def python(code: str) -> str:
    return f'{sys.executable} -I -S -c "{code}"'


def state(session: Session) -> str:
    """The OS's letter: R, S, T, Z."""
    pid = session.world.find("child.pid").process.pid
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_a_process_that_runs_on_is_said_to(child: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.01)
    outcome = child.apply(c.Wait(name="child.pid"))
    assert isinstance(outcome, Done) and outcome.value == {"running": True, "returncode": None}
    assert "did not end within 0.01 s" in str(outcome.notice)


@pytest.mark.parametrize("name", ["child", "child.pid", "child.stdin"])
def test_killed(child: Session, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 10.0)
    pid = child.world.find("child.pid").process.pid
    assert done(child, c.Kill(name=name)) == {"signal": "SIGKILL", "pid": pid}
    assert done(child, c.Wait(name=name)) == {"running": False, "returncode": -9, "signal": "SIGKILL"}
    outcome = child.apply(c.Kill(name=name))
    assert isinstance(outcome, Done) and "Popen sends nothing" in str(outcome.notice)


def test_the_end_of_a_process_is_seen_at_its_descriptor(session: Session) -> None:
    opened(session, "process", "child")
    watch(session, "child.pid", "read")
    assert ready(session) == []
    done(session, c.Kill(name="child"))
    assert ready(session, 10.0) == [("child.pid", 1)]


def test_stopped_it_answers_nothing_and_continued_it_does(child: Session) -> None:
    watch(child, "child.stdout", "read")
    done(child, c.Stop(name="child"))
    os.waitid(os.P_PID, child.world.find("child.pid").process.pid, os.WSTOPPED | os.WNOWAIT)
    assert state(child) == "T"
    done(child, c.Send(name="child.stdin", text="hello"))
    assert ready(child) == []
    done(child, c.Continue(name="child"))
    assert ready(child, 10.0) == [("child.stdout", 1)]
    assert done(child, c.Receive(name="child.stdout"))["hex"] == b"hello".hex()


def test_its_return_code(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 10.0)
    opened(one, "process", "child", argv=python("raise SystemExit(7)"))
    assert done(one, c.Wait(name="child")) == {"running": False, "returncode": 7}


def test_what_is_no_process(one: Session) -> None:
    opened(one, "socketpair", "pair")
    for make in (c.Wait, c.Kill, c.Stop, c.Continue):
        assert refused(one, make(name="pair")).type == "NotAProcess"
        assert refused(one, make(name="pair.a")).type == "NotAProcess"
        assert refused(one, make(name="nobody")).type == "UnknownName"


def test_names_of_signals() -> None:
    assert signal_name(signal.SIGKILL) == "SIGKILL"
    assert signal_name(12345) == "12345"
