"""What goes wrong in real programs, and what is made of it here. Each test is named after its fault."""

import errno
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done, Failed, Returned
from selcore.world.verbs import processes
from tests import ROOT
from tests.nobody import BECOME, HIDDEN
from tests.selcore.acting import called, done, opened, ready, refused, watch

resource = pytest.importorskip("resource", reason="these are faults of POSIX systems")


@contextmanager
def no_descriptors() -> Iterator[None]:
    """The process may open nothing new."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def python_as_nobody(code: str) -> str:
    """What the program prints as a user who may do little. Its modules are read before it becomes that user."""
    code = f"import os, sys\nsys.path.insert(0, {str(ROOT)!r})\n{code}"
    ran = subprocess.run([sys.executable, "-c", code], cwd="/", capture_output=True, text=True, timeout=50)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def test_02_no_descriptor_for_accept_does_not_spin(session: Session) -> None:
    """The listener stays readable for ever: it is paused, and watched again at the next close."""
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    opened(session, "pipe", "p")
    watch(session, "server", "read", callback="accept")
    with no_descriptors():
        assert "paused" in str(called(session).results[0].effect)
        assert session.world.state_of("server").state == "paused" and session.world.state_of("server").warning
        for _ in range(3):
            assert ready(session) == []
    done(session, c.Close(name="p.r"))
    assert session.world.state_of("server").state == "listening"
    assert str(called(session).results[0].effect) == "accepted server.1"


def test_02_it_looks_again_after_a_while_each_time_twice_as_long(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from selcore.world import paused_listeners as pauses

    now = 1000.0
    reminders: list[float] = []
    monkeypatch.setattr(pauses, "monotonic", lambda: now)
    monkeypatch.setattr(one.owner, "remind", reminders.append, raising=False)
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-client", "client", to="server")
    watch(one, "server", "read", callback="accept")
    with no_descriptors():
        called(one)
        for _ in range(8):
            now += 10
            called(one)
        assert reminders == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0, 5.0]
    called(one)
    assert one.world.state_of("server").state == "paused", "it is not time yet"
    now += 10
    assert str(called(one).results[0].effect) == "accepted server.1"


def test_08_a_fifo_given_for_a_file_hangs_nothing(one: Session, tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    start = monotonic()
    said = refused(one, c.Open(kind="text-file", name="f", options={"path": str(path), "mode": "a"}))
    assert (said.errno, said.by) == (errno.ENXIO, "python")
    one.apply(c.Open(kind="text-file", name="g", options={"path": str(path), "mode": "r"}))
    assert monotonic() - start < 5


def test_10_much_for_a_peer_that_does_not_read_waits_for_write(session: Session) -> None:
    """What was sent is counted, what is left is shown, to unregister is to cancel; WRITE goes when all is sent."""
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    done(session, c.Accept(name="server"))
    watch(session, "client", "write", callback="feed", size=20_000_000)
    while called(session).results:
        pass
    state = session.world.state_of("client")
    assert 0 < state.sent < 20_000_000 and state.pending == 20_000_000 - state.sent
    while done(session, c.Drain(name="server.1"))["size"] or session.world.state_of("client").registered:
        called(session)
    assert session.world.find("server.1").received == session.world.find("client").sent == 20_000_000


def test_11_a_reset_while_sending_is_marked_and_no_longer_watched(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    done(session, c.Accept(name="server"))
    done(session, c.Reset(name="server.1"))
    codes = [refused(session, c.Send(name="client", text="x")).errno for _ in range(2)]
    assert codes == [errno.ECONNRESET, errno.EPIPE]
    assert session.world.state_of("client").state == "reset by peer"


def test_11_a_callback_that_meets_a_reset_stops_watching(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    done(session, c.Accept(name="server"))
    watch(session, "client", "write", callback="feed")
    done(session, c.Reset(name="server.1"))
    effect = called(session).results[0].effect
    assert effect is not None and effect.error is not None and effect.error.errno == errno.ECONNRESET
    assert session.world.state_of("client").registered is None and session.world.objects.get("client") is not None


def test_12_sigpipe_stays_ignored() -> None:
    assert signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN
    sources = [path for room in ("selcore", "ui", "playground") for path in (ROOT / room).rglob("*.py")]
    assert [path for path in sources if "signal(signal.SIGPIPE" in path.read_text(encoding="utf-8")] == []


def test_14_a_descriptor_closed_behind_its_object_is_noticed(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    os.close(session.world.find("pair.a").fd)
    outcome = session.apply(c.Select(timeout=0))
    state = session.world.state_of("pair.a")
    assert state.state == "closed elsewhere" and "not by this object" in state.warning
    if session.world.main.backend.id == "select":
        assert isinstance(outcome, Failed) and outcome.error.errno == errno.EBADF
        assert outcome.error.remedy == c.Unregister(name="pair.a")
        assert "pair.a" in str(outcome.error.hint)
    else:
        assert isinstance(outcome, Returned)
    session.world.find("pair.a").obj.detach()


def test_14_another_file_at_its_number_is_not_served_under_its_name(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read", callback="drain")
    number = session.world.find("pair.a").fd
    reader, writer = os.pipe()
    os.write(writer, b"theirs")
    os.dup2(reader, number)  # closes ours, and is it now
    called(session)
    assert session.world.find("pair.a").received == 0
    if session.world.main.backend.id != "epoll":  # which knows that it is another, and is silent
        assert str(called(session).results[0].effect) == "closed elsewhere: not served"
    assert session.world.state_of("pair.a").state == "closed elsewhere"
    assert os.read(reader, 10) == b"theirs"
    done(session, c.Unregister(name="pair.a")) if session.world.main.backend.id != "epoll" else session.apply(
        c.Unregister(name="pair.a")
    )
    done(session, c.Close(name="pair.a"))
    for fd in (reader, writer, number):
        os.close(fd)


@pytest.mark.parametrize("kind", ["socketpair", "pipe"])
def test_15_closing_closes_nobody_elses_file(one: Session, kind: str) -> None:
    """Its number was taken over by another file; Python's close() would close that one without a word."""
    name = opened(one, kind, "it")[0]
    lost = one.world.find(name).obj
    number = lost.fileno()
    other = os.open(os.devnull, os.O_RDONLY)
    os.dup2(other, number)
    outcome = one.apply(c.Close(name=name))
    assert isinstance(outcome, Done) and "another file" in str(outcome.notice)
    os.fstat(number)
    done(one, c.Close(name=name))
    os.fstat(number)
    os.close(number)
    os.close(other)
    with suppress(OSError):
        lost.close()  # a file that is left open is warned of at the end of the process


def test_15_what_is_closed_twice_closes_once(one: Session) -> None:
    name = opened(one, "pipe", "p")[0]
    number = one.world.find(name).fd
    done(one, c.Close(name=name))
    other = os.open(os.devnull, os.O_RDONLY)
    os.dup2(other, number)
    done(one, c.Close(name=name))
    os.fstat(number)
    os.close(number)
    os.close(other)


def test_26_everything_can_be_closed_twice(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    for command in (c.Close(name="pair.a"), c.CloseSelector()):
        done(session, command)
        done(session, command)
    with getattr(selectors, session.world.main.backend.class_name)() as plain:
        with socket.socket() as sock:
            plain.register(sock, selectors.EVENT_READ)
        plain.close()
        answers: list[Any] = []
        for call in (lambda: plain.select(0), plain.get_map, lambda: plain.unregister(3)):
            try:
                answers.append(call())
            except Exception as error:
                answers.append(type(error).__name__)
    outcome: Any = session.apply(c.Select(timeout=0))
    seen = [list(outcome.call.results) if isinstance(outcome, Returned) else outcome.error.type]
    seen += [done(session, c.GetMap())["map"], refused(session, c.Unregister(name="pair.b")).type]
    assert seen == answers


def test_26_unregister_after_close_is_what_python_makes_of_it(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    done(session, c.Close(name="pair.a"))
    assert done(session, c.Unregister(name="pair.a"))["key"]["name"] == "pair.a"
    assert refused(session, c.Unregister(name="pair.a")).by == "python"


def test_27_what_was_unregistered_by_the_one_before_is_not_served(one: Session) -> None:
    """Both are in the list of one call; serving the first unregisters and closes the second."""
    opened(one, "socketpair", "pair")
    opened(one, "socketpair", "other")
    from selcore.callbacks.drain import DrainCallback
    from selcore.values.outcomes import Effect

    class Ends(DrainCallback):
        def ready(self, this: Any, mask: int, context: Any) -> Effect | None:
            context.finish(one.world.find("other.a"))
            return None

    watch(one, "pair.a", "write", callback="drain")
    watch(one, "other.a", "write", callback="drain")
    one.world.registry.modify(one.world.find("pair.a"), 2, Ends({}, 2))
    results = {result.name: result for result in called(one).results}
    assert str(results["other.a"].effect) == "unregistered meanwhile: not served"
    assert one.world.find("other.a").obj.fileno() == -1


def test_29_a_command_that_is_missing_or_may_not_be_run(one: Session, tmp_path: Path) -> None:
    for argv, number in (("/no/such/thing", errno.ENOENT), (str(tmp_path), errno.EACCES)):
        said = refused(one, c.Open(kind="process", name="child", options={"argv": argv}))
        assert (said.errno, said.by) == (number, "python")
    assert len(one.world.objects) == 0


def test_29_a_command_that_somebody_else_may_run(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(HIDDEN)
    said = python_as_nobody(f"""
from selcore.values import commands as c
from selcore.system.descriptors import limits
from selcore.session.session import Session
session = Session()
limits()
session.apply(c.Open(kind="process", name="warm", options={{"argv": "/no/such/thing"}}))
{BECOME}
said = session.apply(c.Open(kind="process", name="child", options={{"argv": {str(program)!r}}}))
print(said.type, said.errno, said.by, len(session.world.objects))
session.close()
""")
    assert said == f"PermissionError {errno.EACCES} python 0"


def test_29_a_grandchild_that_holds_the_pipe_is_said(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child has ended, and there is no end of file: who it started has the other end still."""
    monkeypatch.setattr(processes, "PATIENCE", 20.0)
    opened(one, "process", "child", argv='/bin/sh -c "sleep 60 & exit 0"')
    outcome = one.apply(c.Wait(name="child"))
    assert isinstance(outcome, Done) and outcome.value == {"running": False, "returncode": 0}
    assert "still held by another process" in str(outcome.notice)
    assert refused(one, c.Receive(name="child.stdout")).type == "BlockingIOError"
    os.killpg(one.world.find("child.pid").process.pid, signal.SIGKILL)
    watch(one, "child.stdout", "read")
    assert ready(one, 20.0) == [("child.stdout", 1)]
    assert done(one, c.Receive(name="child.stdout"))["size"] == 0


def test_29_a_process_that_is_gone_has_no_descriptor(one: Session) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    said = refused(one, c.Open(kind="pidfd", name="p", options={"pid": child.pid}))
    assert (said.errno, said.by) == (errno.ESRCH, "python")


def test_sockets_of_the_session_are_not_what_a_number_says(one: Session) -> None:
    """15, seen from the other side: each descriptor is owned by an object, and detached ones too."""
    opened(one, "socketpair", "pair")
    done(one, c.Detach(name="pair.a"))
    assert isinstance(one.world.find("pair.a").loose, socket.socket)
