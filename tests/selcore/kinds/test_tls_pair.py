"""TLS: what the kernel says of the bytes beneath, and what Python has of those above."""

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from tests.selcore.acting import called, done, opened, ready, refused, watch
from tests.selcore.kinds.facts_of import check

CLIENT = "it.client"


def test_1_3_has_tickets_waiting(session: Session) -> None:
    opened(session, "tls-pair", "it")
    assert session.world.state_of(CLIENT).address == "TLSv1.3"
    check(session, CLIENT, "R/W/RW", "IN|OUT")
    assert refused(session, c.Receive(name=CLIENT)).type == "SSLWantReadError"
    check(session, CLIENT, "-/W/W", "OUT")


def test_1_2_is_quiet(session: Session) -> None:
    opened(session, "tls-pair", "it", version="1.2")
    assert session.world.state_of(CLIENT).address == "TLSv1.2"
    check(session, CLIENT, "-/W/W", "OUT")
    assert refused(session, c.Receive(name=CLIENT)).type == "SSLWantReadError"


@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_what_is_pending_is_not_seen(session: Session, version: str) -> None:
    opened(session, "tls-pair", "it", version=version)
    done(session, c.Drain(name=CLIENT))
    done(session, c.Send(name="it.server", text="A" * 100))
    check(session, CLIENT, "R/W/RW", "IN|OUT")
    assert done(session, c.Receive(name=CLIENT, size=10))["size"] == 10
    assert session.world.find(CLIENT).obj.pending() == 90
    check(session, CLIENT, "-/W/W", "OUT")
    assert done(session, c.Receive(name=CLIENT, size=1000))["size"] == 90


def test_close_notify_is_the_end(session: Session) -> None:
    opened(session, "tls-pair", "it")
    done(session, c.Drain(name=CLIENT))
    with pytest.raises(OSError, match="read"):
        session.world.find("it.server").obj.unwrap()  # it waits for the other's
    check(session, CLIENT, "R/W/RW", "IN|OUT")
    assert done(session, c.Receive(name=CLIENT))["size"] == 0
    assert session.world.state_of(CLIENT).state == "eof"


def test_fill_stops_where_the_socket_is_full_and_drain_where_it_is_empty(one: Session) -> None:
    opened(one, "tls-pair", "it", version="1.2")
    sent = done(one, c.Fill(name="it.server"))["sent"]
    assert sent > 65536
    received = done(one, c.Drain(name=CLIENT))
    assert received["size"] >= sent and received["eof"] is False


@pytest.mark.parametrize("callback", ["echo-upper", "drain"])
def test_a_callback_waits_as_tls_does(session: Session, callback: str) -> None:
    opened(session, "tls-pair", "it")
    watch(session, CLIENT, "read", callback=callback)
    for _ in range(3):
        called(session)  # the tickets: nothing for Python to read
    assert ready(session) == [] and session.world.state_of(CLIENT).registered == 1
    done(session, c.Send(name="it.server", text="x"))
    assert ready(session) == [(CLIENT, 1)] and session.world.state_of(CLIENT).received == 1


def test_without_trustme_it_says_so(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "trustme" else name)
    said = refused(one, c.Open(kind="tls-pair", name="it"))
    assert (said.type, said.by) == ("NotAvailable", "playground") and "trustme" in said.message


def test_a_handshake_that_fails_leaves_nothing(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selcore.kinds.tls_pair.ROUNDS", 1)
    said = refused(one, c.Open(kind="tls-pair", name="it"))
    assert (said.type, said.by) == ("TimeoutError", "python")
