"""A UDP server: each datagram goes back to whoever sent it, and one that reaches nobody ends nothing."""

import socket
from contextlib import closing
from typing import Any

import pytest

from selcore.callbacks.outgoing import BUFFER_LIMIT, Outgoing
from selcore.kinds.file_object import CHUNK
from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import called, done, opened, watch


def effects(session: Session) -> list[Any]:
    return [result.effect for result in called(session).results if result.effect is not None]


def test_two_clients_outside_are_each_answered(session: Session) -> None:
    opened(session, "udp", "server")
    watch(session, "server", "read", callback="echo-upper")
    address = session.world.find("server").obj.getsockname()
    with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as other:
        for sock, data in ((one, b"one"), (other, b"other")):
            sock.settimeout(5)
            sock.sendto(data, address)
        said = [str(effect) for _ in range(2) for effect in effects(session)]
        assert (one.recv(9), other.recv(9)) == (b"ONE", b"OTHER")
        ports = [sock.getsockname()[1] for sock in (one, other)]
    assert said == [f"3 in, 3 out; to 127.0.0.1:{ports[0]}", f"5 in, 5 out; to 127.0.0.1:{ports[1]}"]


def test_an_empty_datagram_is_answered_by_an_empty_one(session: Session) -> None:
    for name in ("server", "client"):
        opened(session, "udp", name)
    watch(session, "server", "read", callback="echo")
    done(session, c.Send(name="client", text="", to="server"))
    assert [str(effect).split(";")[0] for effect in effects(session)] == ["an empty one"]
    assert done(session, c.Receive(name="client"))["size"] == 0


@pytest.mark.parametrize("bound", [True, False], ids=["bound", "nameless"])
def test_a_unix_server_answers_who_has_an_address(session: Session, bound: bool) -> None:
    for name in ("server", "client"):
        opened(session, "unix-dgram-socket", name)
    done(session, c.Bind(name="server", path=""))
    if bound:
        done(session, c.Bind(name="client", path=""))
    watch(session, "server", "read", callback="echo")
    done(session, c.Send(name="client", text="hi", to="server"))
    (effect,) = effects(session)
    assert session.world.state_of("server").registered == 1, "the next is served too"
    if bound:
        assert effect.error is None and done(session, c.Receive(name="client"))["hex"] == b"hi".hex()
    else:
        assert effect.error.type == "OSError" and "not sent: 1, OSError: [Errno 107]" in str(effect)


def test_a_client_that_is_gone_ends_nothing(session: Session) -> None:
    for name in ("server", "client", "next"):
        opened(session, "unix-dgram-socket", name)
        done(session, c.Bind(name=name, path=""))
    watch(session, "server", "read", callback="echo")
    for name in ("client", "next"):
        done(session, c.Send(name=name, text=name, to="server"))
    done(session, c.Close(name="client"))
    assert [type(effect.error).__name__ for _ in range(2) for effect in effects(session)] == ["Refused", "NoneType"]
    assert done(session, c.Receive(name="next"))["hex"] == b"next".hex()


def test_datagrams_that_wait_stay_apart(session: Session) -> None:
    opened(session, "unix-dgram-pair", "p")
    watch(session, "p.b", "read", callback="echo")
    sent = 0
    while sent < 40 and isinstance(
        session.apply(c.Send(name="p.a", text=f"{sent:03}")), type(session.apply(c.Note(text="")))
    ):
        sent += 1
        effects(session)
    got = []
    for _ in range(100):
        outcome: Any = session.apply(c.Receive(name="p.a"))
        if hasattr(outcome, "value"):
            got.append(bytes.fromhex(outcome.value["hex"]).decode())
        elif not effects(session):
            break
    assert got == [f"{number:03}" for number in range(sent)]


def test_the_buffer_is_bounded_by_bytes_and_by_pieces() -> None:
    waiting = Outgoing()
    for _ in range(5):
        waiting.add(bytes(CHUNK))
    assert waiting.room() == 0
    waiting.clear()
    assert waiting.room() == BUFFER_LIMIT
    for _ in range(BUFFER_LIMIT):
        waiting.add(b"")
    assert waiting.room() == 0 and waiting.size == 0


def test_a_packet_too_long_is_said_to_be_cut() -> None:
    with closing(Session("poll")) as session:
        opened(session, "unix-dgram-pair", "p")
        watch(session, "p.b", "read", callback="drain")
        done(session, c.Send(name="p.a", size=CHUNK + 3))
        assert [str(effect) for effect in effects(session)] == [f"{CHUNK} in; 3 bytes lost"]
