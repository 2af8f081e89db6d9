"""Counter, timer and process as descriptors, as the record has them."""

import errno
import os
import subprocess
import sys

import pytest

from selcore.kinds import find_kind
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import done, opened, ready, refused, watch
from tests.selcore.kinds.facts_of import check

eventfd = pytest.mark.skipif(not hasattr(os, "eventfd"), reason="no os.eventfd")
timerfd = pytest.mark.skipif(not hasattr(os, "timerfd_create"), reason="no os.timerfd_create")
pidfd = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no os.pidfd_open")


def number(count: int) -> str:
    return count.to_bytes(8, sys.byteorder).hex()


@eventfd
def test_a_counter(session: Session) -> None:
    opened(session, "eventfd", "it")
    check(session, "it", "-/W/W", "OUT")
    assert refused(session, c.Receive(name="it")).errno == errno.EAGAIN
    done(session, c.Send(name="it", hex=number(3)))
    check(session, "it", "R/W/RW", "IN|OUT")
    assert done(session, c.Receive(name="it")) == {"size": 8, "hex": number(3)}
    assert refused(session, c.Send(name="it", text="x")).errno == errno.EINVAL


@eventfd
@pytest.mark.parametrize("first", [0, 1, 5])
def test_a_counter_at_its_maximum(session: Session, first: int) -> None:
    opened(session, "eventfd", "it", value=first)
    done(session, c.Fill(name="it"))
    check(session, "it", "R/-/R", "IN")
    assert refused(session, c.Send(name="it", hex=number(1))).errno == errno.EAGAIN
    assert done(session, c.Receive(name="it"))["hex"] == number(2**64 - 2)


@eventfd
def test_a_semaphore(one: Session) -> None:
    opened(one, "eventfd", "it", value=2, semaphore=True)
    assert done(one, c.Drain(name="it"))["size"] == 16
    assert refused(one, c.Open(kind="eventfd", name="bad", options={"value": -1})).by == "python"


@timerfd
def test_a_timer(session: Session) -> None:
    opened(session, "timerfd", "never", after=0)
    check(session, "never", "-/-/-", "-")
    opened(session, "timerfd", "it", after=1)
    watch(session, "it", "read")
    assert ready(session, 10) == [("it", 1)]
    done(session, c.Unregister(name="it"))
    check(session, "it", "R/-/R", "IN")
    assert done(session, c.Receive(name="it")) == {"size": 8, "hex": number(1)}
    check(session, "it", "-/-/-", "-")
    assert refused(session, c.Open(kind="timerfd", name="bad", options={"after": -1})).by == "python"


@pidfd
def test_this_process_runs(session: Session) -> None:
    opened(session, "pidfd", "it")
    assert session.world.state_of("it").address == f"pid {os.getpid()}"
    check(session, "it", "-/-/-", "-")
    assert refused(session, c.Receive(name="it")).errno == errno.EINVAL


@pidfd
def test_another_that_ends(session: Session) -> None:
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", "import os; os.read(0, 1)"], stdin=subprocess.PIPE
    ) as child:
        opened(session, "pidfd", "it", pid=child.pid)
        check(session, "it", "-/-/-", "-")
        assert child.stdin is not None
        child.stdin.close()
        watch(session, "it", "read")
        assert ready(session, 10) == [("it", 1)]
        done(session, c.Unregister(name="it"))
        check(session, "it", "R/-/R", "IN")
        child.wait()
        check(session, "it", "R/W/RW", "IN|HUP", on_select="R/-/R")
    said = refused(session, c.Open(kind="pidfd", name="gone", options={"pid": child.pid}))
    assert (said.type, said.errno) == ("ProcessLookupError", errno.ESRCH)


@pytest.mark.parametrize(
    ("id", "function"),
    [("eventfd", "_eventfd"), ("timerfd", "_timerfd_create"), ("pidfd", "_pidfd_open")],
)
def test_where_there_is_none_the_reason_is_said(monkeypatch: pytest.MonkeyPatch, id: str, function: str) -> None:
    monkeypatch.setattr(f"selcore.kinds.kernel.{function}", None)
    kind = find_kind(id)
    assert kind is not None and f"os.{function[1:]}" in str(kind.missing())


@pytest.mark.parametrize(("code", "missing"), [(errno.ENOSYS, True), (errno.EPERM, True), (errno.EMFILE, False)])
def test_a_kernel_without_pidfds(monkeypatch: pytest.MonkeyPatch, code: int, missing: bool) -> None:
    def no(pid: int) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("selcore.kinds.kernel._pidfd_open", no)
    kind = find_kind("pidfd")
    assert kind is not None and (kind.missing() is not None) is missing
