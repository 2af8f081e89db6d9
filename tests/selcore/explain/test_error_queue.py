"""ERR that is the error queue's: what it is, and what the next call does, as a plain socket answers it."""

import errno
import select
import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest

from selcore.explain.why_ready import Why, why
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.explain.claims import untrue
from tests.selcore.explain.test_situations import do

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the error queue of Linux")

IP_RECVERR, SO_TIMESTAMPING, SO_ZEROCOPY = (0, 11), (1, 37), (1, 60)
MSG_ZEROCOPY = 0x4000000
SENT_BY_SOFTWARE = 1 << 1 | 1 << 4
"""SOF_TIMESTAMPING_TX_SOFTWARE and SOF_TIMESTAMPING_SOFTWARE."""
UDP = (c.Open(kind="udp", name="peer"), c.Open(kind="udp", name="u"), c.Connect(name="u", to="peer"))
TCP = (
    c.Open(kind="tcp-listener", name="l"),
    c.Open(kind="tcp-client", name="u", options={"to": "l"}),
    c.Accept(name="l"),
)
WATCH = c.Register(name="u", events=("read", "write"))


def explained(session: Session) -> Why:
    (result,) = do(session, c.Select(timeout=5)).call.results
    return why(result, "poll", result.seen)


def opened(session: Session, commands: tuple[c.AnyCommand, ...], option: tuple[int, int], value: int) -> Any:
    do(session, *commands)
    sock = session.world.find("u").obj
    sock.setsockopt(*option, value)
    return sock


def in_queue(sock: Any) -> bool:
    """Whether the queue has something, as plain Python reads it."""
    try:
        sock.recvmsg(4096, 4096, socket.MSG_ERRQUEUE)
    except BlockingIOError:
        return False
    return True


def wait_for_error(sock: Any) -> None:
    poller = select.poll()
    poller.register(sock, 0)  # ERR alone
    assert poller.poll(5000)


def gone(session: Session) -> Any:
    """A UDP port that nobody has, which has answered."""
    sock = opened(session, UDP, IP_RECVERR, 1)
    do(session, c.Close(name="peer"), c.Send(name="u", text="x"))
    return sock


TAKEN: dict[str, Callable[[Session], Any]] = {
    "nothing": lambda session: None,
    "a receive": lambda session: session.apply(c.Receive(name="u")),
    "SO_ERROR": lambda session: session.apply(c.SoError(name="u")),
}


@pytest.mark.parametrize("taken", TAKEN)
def test_errors_of_udp_stay_in_the_queue_whatever_took_the_pending_one(one: Session, taken: str) -> None:
    sock = gone(one)
    TAKEN[taken](one)
    do(one, WATCH)
    answer = explained(one)
    assert answer.remedy is None and all("error queue" in str(cause.cause) for cause in answer.causes)
    assert all(cause.claim is not None and cause.claim.outcome is None for cause in answer.causes)  # either may be
    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    assert code == (errno.ECONNREFUSED if taken == "nothing" else 0)
    assert in_queue(sock) and not in_queue(sock)


@pytest.mark.parametrize("commands", [UDP, TCP], ids=["udp", "tcp"])
def test_time_stamps_are_no_error(one: Session, commands: tuple[c.AnyCommand, ...]) -> None:
    sock = opened(one, commands, SO_TIMESTAMPING, SENT_BY_SOFTWARE)
    do(one, c.Send(name="u", text="x"), WATCH)
    wait_for_error(sock)
    answer = explained(one)
    assert answer.remedy is None and all("error queue" in str(cause.cause) for cause in answer.causes)
    for cause in answer.causes:
        assert cause.claim is not None and untrue(one.world.find("u"), cause.claim) == ""
    assert (answer.causes[0].claim.outcome == "would-block") is (commands is TCP)  # type: ignore[union-attr]
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0 and in_queue(sock)


@pytest.mark.parametrize("waits", [False, True])
def test_zero_copy_is_noticed_in_the_queue_and_a_read_goes_on(one: Session, waits: bool) -> None:
    sock = opened(one, TCP, SO_ZEROCOPY, 1)
    sock.send(bytes(50_000), MSG_ZEROCOPY)
    do(one, c.Drain(name="l.1"), *((c.Send(name="l.1", text="abc"),) if waits else ()), WATCH)
    wait_for_error(sock)
    read, write = explained(one).causes
    assert read.claim is not None and write.claim is not None
    assert (read.claim.outcome, read.claim.size) == (("returns", 3) if waits else ("would-block", None))
    assert untrue(one.world.find("u"), read.claim) == "" and untrue(one.world.find("u"), write.claim) == ""
    assert "no error is pending" in str(read.cause) and in_queue(sock)


def test_a_reset_is_one_though_the_queue_could_be_filled(one: Session) -> None:
    opened(one, TCP, SO_TIMESTAMPING, SENT_BY_SOFTWARE)
    do(one, c.Reset(name="l.1"), WATCH)
    causes = explained(one).causes
    assert all("no error is pending" not in str(cause.cause) for cause in causes)
