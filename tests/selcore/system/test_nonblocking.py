"""A blocking object does not stop the selector's thread: what would have waited is refused, and nothing is lost."""

import os
import socket
from collections.abc import Callable
from time import monotonic

import pytest

from selcore.kinds.bad_fileno import ANSWERS
from selcore.session.session import Session
from selcore.system.nonblocking import waits
from selcore.values import commands as c
from selcore.values.outcomes import Done
from tests.selcore.acting import called, done, opened, ready, refused, watch

MOMENT = 5.0
"""Seconds: far less than for ever, far more than anything here takes."""


def block(session: Session, name: str) -> None:
    done(session, c.Set(name=name, option="blocking", value=True))


def would_block(session: Session, command: c.AnyCommand, call: str) -> None:
    start = monotonic()
    said = refused(session, command)
    assert (said.type, said.by, said.errno) == ("WouldBlock", "playground", None)
    assert said.message.startswith(f"{call}() would wait")
    assert monotonic() - start < MOMENT


def test_receiving_what_is_not_there(one: Session) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "pipe", "p")
    for name, other, call in (("pair.a", "pair.b", "recv"), ("p.r", "p.w", "read")):
        block(one, name)
        would_block(one, c.Receive(name=name), call)
        done(one, c.Send(name=other, text="x"))
        assert done(one, c.Receive(name=name)) == {"size": 1, "hex": "78"}
        assert waits(one.world.find(name).obj), "it is blocking as before"


def test_sending_more_than_fits(one: Session) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "pipe", "p")
    for name, call in (("pair.a", "send"), ("p.w", "write")):
        block(one, name)
        outcome = one.apply(c.Send(name=name, size=10_000_000))
        assert isinstance(outcome, Done) and 0 < outcome.value["sent"] < 10_000_000
        assert "would have waited" in str(outcome.notice)
        would_block(one, c.Send(name=name, size=1), call)
        assert done(one, c.Fill(name=name)) == {"sent": 0}


def test_accepting_when_nobody_has_come(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    block(one, "server")
    would_block(one, c.Accept(name="server"), "accept")
    opened(one, "tcp-client", "client", to="server")
    done(one, c.Accept(name="server"))
    assert one.world.find("server").obj.getblocking()


def test_connecting(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-socket", "s")
    block(one, "s")
    outcome = one.apply(c.Connect(name="s", to="server"))
    assert isinstance(outcome, Done) and outcome.value["error"] == "EINPROGRESS"
    assert "would have waited" in str(outcome.notice)


def test_a_line_that_is_not_whole_is_kept(one: Session) -> None:
    opened(one, "pipe", "p")
    block(one, "p.r")
    would_block(one, c.ReadLine(name="p.r"), "readline")
    done(one, c.Send(name="p.w", text="one\nha"))
    assert done(one, c.ReadLine(name="p.r"))["hex"] == b"one\n".hex()
    outcome = one.apply(c.ReadLine(name="p.r"))
    assert isinstance(outcome, Done) and outcome.value["hex"] == b"ha".hex()
    assert "no whole line" in str(outcome.notice)


def test_draining_ends(one: Session) -> None:
    opened(one, "socketpair", "pair")
    block(one, "pair.a")
    done(one, c.Send(name="pair.b", size=1000))
    assert done(one, c.Drain(name="pair.a")) == {"size": 1000, "eof": False}


@pytest.mark.parametrize("callback", ["echo", "drain"])
def test_a_callback_on_a_blocking_object_waits_for_the_selector(session: Session, callback: str) -> None:
    """Ready for both, it writes what fits and no more; a plain program would hang in send()."""
    opened(session, "socketpair", "pair")
    block(session, "pair.a")
    watch(session, "pair.a", "read", "write", callback=callback)
    while session.apply(c.Send(name="pair.b", size=100_000)).__class__ is Done:
        called(session)
        if session.journal.counters.calls > 200:
            break
    called(session)
    assert not session.world.find("pair.a").closed


def test_what_others_share_is_not_switched(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell's terminal stays as it is: what is shared is read and written only where that takes no time."""
    opened(one, "pipe", "p")
    block(one, "p.r")
    block(one, "p.w")
    for name in ("p.r", "p.w"):
        one.world.find(name).shared = True  # type: ignore[misc]
    switched: list[int] = []
    set_blocking: Callable[[int, bool], None] = os.set_blocking
    monkeypatch.setattr(os, "set_blocking", lambda fd, on: (switched.append(fd), set_blocking(fd, on)))
    would_block(one, c.Receive(name="p.r"), "read")
    sent = done(one, c.Send(name="p.w", size=1_000_000))["sent"]
    assert 0 < sent < 1_000_000
    would_block(one, c.Send(name="p.w", size=1), "write")
    would_block(one, c.ReadLine(name="p.r"), "readline")
    assert done(one, c.Drain(name="p.r"))["size"] == sent
    assert switched == []


def test_a_close_that_lingers_does_not_wait(one: Session) -> None:
    """SO_LINGER of an hour, and bytes that nobody reads: a plain close() would wait, a non-blocking socket's too."""
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-client", "client", to="server")
    done(one, c.Accept(name="server"))
    said = one.apply(c.Set(name="client", option="SO_LINGER", value=(1, 3600)))
    assert isinstance(said, Done) and "does not wait" in str(said.notice)
    done(one, c.Fill(name="client"))
    start = monotonic()
    done(one, c.Close(name="client"))
    assert monotonic() - start < MOMENT
    watch(one, "server.1", "read")
    assert ready(one) == [("server.1", 1)]


@pytest.mark.parametrize("mode", ["rb", "r"])
@pytest.mark.parametrize("last", ["close", "detach", "end of the session"])
def test_what_a_reader_keeps_open_does_not_linger(one: Session, mode: str, last: str) -> None:
    """A closed socket whose makefile() is open still has its descriptor, and takes options."""
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-client", "client", to="server")
    opened(one, "buffered-reader", "reader", of="client", mode=mode)
    done(one, c.Accept(name="server"))
    done(one, c.Fill(name="client"))
    done(one, c.Close(name="client"))
    done(one, c.Set(name="client", option="SO_LINGER", value=(1, 30)))
    start = monotonic()
    if last != "end of the session":
        one.apply(c.Detach(name="reader") if last == "detach" else c.Close(name="reader"))
    one.close()
    assert monotonic() - start < MOMENT


def test_what_was_detached_does_not_linger_at_the_end(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-client", "client", to="server")
    done(one, c.Accept(name="server"))
    done(one, c.Fill(name="client"))
    done(one, c.Set(name="client", option="SO_LINGER", value=(1, 30)))
    done(one, c.Detach(name="client"))
    start = monotonic()
    one.close()
    assert monotonic() - start < MOMENT


def test_a_socket_that_is_blocking_only_for_the_kernel(one: Session) -> None:
    opened(one, "socketpair", "pair")
    done(one, c.Set(name="pair.a", option="O_NONBLOCK", value=False))
    sock: socket.socket = one.world.find("pair.a").obj
    assert sock.gettimeout() == 0 and os.get_blocking(sock.fileno())
    would_block(one, c.Receive(name="pair.a"), "recv")
    assert sock.gettimeout() == 0 and os.get_blocking(sock.fileno())


@pytest.mark.parametrize("answer", ANSWERS)
def test_whatever_a_fileno_answers_is_no_fault_of_ours(one: Session, answer: str) -> None:
    opened(one, "bad-fileno", "it", answer=answer)
    for command in (
        c.Connect(name="it", host="127.0.0.1", port=9),
        c.Send(name="it", text=""),
        c.Set(name="it", option="O_NONBLOCK", value=True),
        c.Detach(name="it"),
        c.Shutdown(name="it", how="both"),
        c.SoError(name="it"),
        c.Reset(name="it"),
    ):
        one.apply(command)
