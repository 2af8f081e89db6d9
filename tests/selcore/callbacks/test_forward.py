"""Forward: what one receives the other sends, whole and in order, whatever room there is; the end is passed on."""

import socket
from contextlib import closing
from typing import Any

import pytest

from selcore.callbacks.outgoing import BUFFER_LIMIT
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import called, done, opened, refused, watch

MUCH = bytes(range(256)) * 4096
READ, WRITE = 1, 2


@pytest.fixture
def proxy(session: Session) -> Session:
    """What is sent by ``left.a`` comes out at ``right.a``, and back."""
    for name in ("left", "right"):
        opened(session, "socketpair", name)
    forward(session, "left.b", "right.b")
    forward(session, "right.b", "left.b")
    return session


def forward(session: Session, name: str, to: str) -> None:
    done(session, c.Register(name=name, events=("read",), callback="forward", options={"to": to}))


def serve(session: Session) -> list[str]:
    """One call; what was done."""
    return [f"{one.name}: {one.effect}" for one in called(session).results if one.effect is not None]


def serve_all(session: Session) -> list[str]:
    said: list[str] = []
    while now := serve(session):
        said += now
    return said


def outside(session: Session, name: str) -> socket.socket:
    sock: socket.socket = session.world.find(name).obj
    return sock


def watched(session: Session, name: str) -> int | None:
    return session.world.state_of(name).registered


def read_all(session: Session, name: str) -> bytes:
    """Read until nothing comes any more."""
    got, sock = bytearray(), outside(session, name)
    while True:
        try:
            data = sock.recv(10_000)
        except BlockingIOError:
            if not serve(session):
                return bytes(got)
            continue
        if not data:
            return bytes(got)
        got += data


def fill(session: Session, name: str) -> int:
    """Send while anybody takes anything; how much."""
    total, sock = 0, outside(session, name)
    while True:
        try:
            total += sock.send(MUCH[total : total + 65536])
        except BlockingIOError:
            if not serve(session):
                return total


def test_bytes_go_both_ways(proxy: Session) -> None:
    done(proxy, c.Send(name="left.a", text="there"))
    done(proxy, c.Send(name="right.a", text="back"))
    assert serve_all(proxy) == ["left.b: 5 in; 5 to right.b", "right.b: 4 in; 4 to left.b"]
    assert (outside(proxy, "right.a").recv(9), outside(proxy, "left.a").recv(9)) == (b"there", b"back")


def test_what_the_other_has_sent_is_told_of_it(proxy: Session) -> None:
    done(proxy, c.Send(name="left.a", text="there"))
    proxy.world.changes()
    serve_all(proxy)
    changed = {state.name: (state.received, state.sent) for state in proxy.world.changes()[0]}
    assert changed == {"left.b": (5, 0), "right.b": (0, 5)}


def test_who_does_not_read_stops_the_reading_and_nothing_is_lost(proxy: Session) -> None:
    sent = fill(proxy, "left.a")
    assert sent < len(MUCH), "the test sends more than fits everywhere"
    assert watched(proxy, "left.b") is None, "nothing more is read"
    assert proxy.world.state_of("left.b").warning == "waits: right.b takes no more"
    assert proxy.world.state_of("left.b").pending == BUFFER_LIMIT
    assert watched(proxy, "right.b") == READ | WRITE and proxy.world.state_of("right.b").callback == "forward"
    assert read_all(proxy, "right.a") == MUCH[:sent]
    assert (watched(proxy, "left.b"), watched(proxy, "right.b")) == (READ, READ)
    assert proxy.world.state_of("left.b").warning == "" and proxy.world.state_of("left.b").pending == 0
    done(proxy, c.Send(name="left.a", text="more"))
    assert read_all(proxy, "right.a") == b"more"


def test_both_are_full_and_both_empty(proxy: Session) -> None:
    sent = fill(proxy, "left.a"), fill(proxy, "right.a")
    assert read_all(proxy, "right.a") == MUCH[: sent[0]]
    assert read_all(proxy, "left.a") == MUCH[: sent[1]]
    assert (watched(proxy, "left.b"), watched(proxy, "right.b")) == (READ, READ)


def test_the_end_is_passed_on_each_way_and_then_both_are_closed(proxy: Session) -> None:
    done(proxy, c.Send(name="left.a", text="last"))
    done(proxy, c.Shutdown(name="left.a", how="write"))
    said = serve_all(proxy)
    assert said[-1] == "left.b: EOF passed on to right.b; unregistered"
    assert read_all(proxy, "right.a") == b"last" and outside(proxy, "right.a").recv(1) == b""
    done(proxy, c.Send(name="right.a", text="answer"))
    serve_all(proxy)
    assert outside(proxy, "left.a").recv(9) == b"answer", "the other way is open still"
    done(proxy, c.Close(name="right.a"))
    assert "both directions have ended: closed" in serve_all(proxy)[-1]
    assert {proxy.world.state_of(name).state for name in ("left.b", "right.b")} == {"closed"}
    assert outside(proxy, "left.a").recv(1) == b""


def test_the_end_waits_for_what_came_before_it(proxy: Session) -> None:
    sent = fill(proxy, "left.a")
    done(proxy, c.Close(name="left.a"))
    serve_all(proxy)
    assert read_all(proxy, "right.a") == MUCH[:sent]
    assert outside(proxy, "right.a").recv(1) == b""


@pytest.mark.parametrize("callback", ["none", "drain", "echo", "unregistered", "data"])
def test_whatever_the_other_is_registered_with_is_put_back(session: Session, callback: str) -> None:
    for name in ("left", "right"):
        opened(session, "socketpair", name)
    forward(session, "left.b", "right.b")
    if callback == "data":
        done(session, c.Register(name="right.b", events=("read",), data={"tag": 1}))
    elif callback != "unregistered":
        watch(session, "right.b", "read", callback=callback)
    before = session.world.state_of("right.b")
    sent = fill(session, "left.a")
    assert watched(session, "right.b") in (WRITE, READ | WRITE)
    if callback == "echo":
        done(session, c.Send(name="right.a", text="x"))
    got = read_all(session, "right.a")
    assert got.replace(b"x", b"", 0)[:100] == MUCH[:100] and len(got) == sent + (callback == "echo")
    after = session.world.state_of("right.b")
    assert (after.registered, after.callback, after.data) == (before.registered, before.callback, before.data)


def test_a_modify_meanwhile_loses_nothing(proxy: Session) -> None:
    sent = fill(proxy, "left.a")
    outcome: Any = proxy.apply(c.Modify(name="right.b", events=("read",), callback="drain"))
    assert "wait to be sent: WRITE stays registered" in str(outcome.notice)
    assert read_all(proxy, "right.a") == MUCH[:sent]
    state = proxy.world.state_of("right.b")
    assert (state.registered, state.callback) == (READ, "drain")


def test_an_unregister_of_the_other_loses_what_waits_and_says_so(proxy: Session) -> None:
    fill(proxy, "left.a")
    outcome: Any = proxy.apply(c.Unregister(name="right.b"))
    assert str(outcome.notice) == f"{BUFFER_LIMIT} bytes that the callback had still to send are dropped"
    assert proxy.world.state_of("left.b").warning == "stopped: right.b is not registered any more"
    serve_all(proxy)
    assert watched(proxy, "left.b") is None


def test_the_other_goes_away(proxy: Session) -> None:
    fill(proxy, "left.a")
    done(proxy, c.Close(name="right.a"))
    said = serve_all(proxy)
    assert any("could not be sent" in one and "BrokenPipeError" in one for one in said) or any(
        "ConnectionReset" in one for one in said
    )
    done(proxy, c.Send(name="left.a", text="x")) if watched(proxy, "left.b") else None
    serve_all(proxy)
    assert watched(proxy, "left.b") is None


def test_tls_of_which_no_direction_ends_alone_is_told_no_end(session: Session) -> None:
    opened(session, "socketpair", "q")
    opened(session, "tls-pair", "t")
    forward(session, "q.b", "t.client")
    forward(session, "t.client", "q.b")
    done(session, c.Send(name="q.a", text="question"))
    done(session, c.Shutdown(name="q.a", how="write"))
    said = serve_all(session)
    words = "EOF not passed on: Python ends the TLS of t.client in both directions or in none; unregistered"
    assert said[-1] == f"q.b: {words}"
    assert outside(session, "t.server").recv(9) == b"question"
    done(session, c.Send(name="t.server", text="answer"))
    serve_all(session)
    assert outside(session, "q.a").recv(99) == b"answer", "and no record of TLS as it is"
    done(session, c.Close(name="t.server"))
    said = serve_all(session)[-1]
    states = [session.world.state_of(name).state for name in ("q.b", "t.client")]
    if "BrokenPipeError" in said:  # newer Pythons refuse a read that can say no goodbye, and that is no end
        assert said.startswith("t.client: unregistered, closed; ") and states == ["eof", "closed"]
    else:
        assert "both directions have ended: closed" in said and states == ["closed", "closed"]
        assert outside(session, "q.a").recv(1) == b""


@pytest.mark.parametrize(("to", "words"), [("nobody", "there is nothing named 'nobody'"), ("left.b", "that is echo")])
def test_to_whom_nothing_can_be_sent(session: Session, to: str, words: str) -> None:
    opened(session, "socketpair", "left")
    forward(session, "left.b", to)
    done(session, c.Send(name="left.a", text="x"))
    assert words in serve(session)[0] and watched(session, "left.b") is None


def test_a_name_changes(proxy: Session) -> None:
    done(proxy, c.Rename(name="right", to="door"))
    done(proxy, c.Send(name="left.a", text="x"))
    assert serve_all(proxy) == ["left.b: 1 in; 1 to door.b"]


def test_a_closed_one_is_said(proxy: Session) -> None:
    done(proxy, c.Unregister(name="right.b"))
    done(proxy, c.Close(name="right.b"))
    done(proxy, c.Send(name="left.a", text="x"))
    assert serve(proxy) == ["left.b: unregistered; BadTarget: right.b is closed"]


def test_datagrams_stay_whole_and_a_pipe_is_closed_at_the_end(session: Session) -> None:
    opened(session, "unix-dgram-pair", "d")
    opened(session, "unix-seqpacket-pair", "s")
    opened(session, "pipe", "p")
    forward(session, "d.b", "s.a")
    forward(session, "s.b", "p.w")
    for words in ("one", "", "three"):
        done(session, c.Send(name="d.a", text=words))
    serve_all(session)
    assert done(session, c.Receive(name="p.r"))["hex"] == b"onethree".hex()  # an empty packet is not the end
    done(session, c.Close(name="s.a"))
    serve_all(session)
    assert session.world.state_of("p.w").state == "closed"


def test_it_takes_one_name(session: Session) -> None:
    opened(session, "socketpair", "left")
    said = refused(session, c.Register(name="left.a", events=("read",), callback="forward", options={"to": 5}))
    assert said.type == "BadOption"


@pytest.mark.parametrize("backend", ["select", "poll"])
def test_in_a_run(backend: str) -> None:
    with closing(Session(backend)) as session:
        for name in ("left", "right"):
            opened(session, "socketpair", name)
        forward(session, "left.b", "right.b")
        sent = outside(session, "left.a").send(MUCH)
        session.apply(c.Run(calls=60, timeout=0))
        got = b""
        while len(got) < sent:
            got += outside(session, "right.a").recv(len(MUCH))
            session.apply(c.Run(calls=60, timeout=0))
        assert got == MUCH[:sent]
