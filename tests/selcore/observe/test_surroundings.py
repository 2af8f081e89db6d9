"""What the session knows of an object's neighbours: its other end, its reader, its listener, whoever writes."""

import sys

import pytest

from selcore.observe import surroundings
from selcore.observe.descriptor import observe
from selcore.observe.surroundings import Surroundings
from selcore.session.session import Session
from selcore.values import commands as c


def known(session: Session, name: str) -> dict[str, object]:
    this = session.world.objects.get(name)
    assert this is not None
    return Surroundings(session.world.objects).of(this, observe(this.fd, this.obj, this.identity))


def do(session: Session, *commands: c.AnyCommand) -> None:
    for command in commands:
        outcome = session.apply(command)
        assert not hasattr(outcome, "errno"), outcome


def test_the_other_end_of_a_pair_and_of_a_connection(one: Session) -> None:
    do(one, c.Open(kind="socketpair", name="p"), c.Open(kind="tcp-listener", name="server"))
    do(one, c.Open(kind="tcp-client", name="client", options={"to": "server"}), c.Accept(name="server"))
    assert known(one, "p.a")["peer"] == "p.b"
    assert known(one, "client")["peer"] == "server.1"  # and not the listener
    assert known(one, "server.1")["peer"] == "client"
    do(one, c.Close(name="client"))
    assert "peer" not in known(one, "server.1")


def test_a_duplicate_and_a_reader_have_the_other_end_of_what_they_are_made_of(one: Session) -> None:
    do(one, c.Open(kind="socketpair", name="p"), c.Open(kind="dup", name="copy", options={"of": "p.a"}))
    do(one, c.Open(kind="buffered-reader", name="lines", options={"of": "copy"}))
    assert known(one, "copy")["peer"] == "p.b" and known(one, "lines")["peer"] == "p.b"


def test_in_a_large_session_only_pairs_have_one(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "MOST", 2)
    do(one, c.Open(kind="socketpair", name="p"), c.Open(kind="tcp-listener", name="server"))
    do(one, c.Open(kind="tcp-client", name="client", options={"to": "server"}), c.Accept(name="server"))
    assert known(one, "p.a")["peer"] == "p.b" and "peer" not in known(one, "client")


def test_what_was_read_ahead_stands_before_the_file_under_whatever_name(one: Session) -> None:
    do(one, c.Open(kind="pipe", name="p"), c.Send(name="p.w", text="one\ntwo\n"))
    do(one, c.Open(kind="buffered-reader", name="lines", options={"of": "p.r"}), c.ReadLine(name="lines"))
    for name in ("lines", "p.r"):
        found = known(one, name)
        assert (found["reader"], found["buffered"], found["line"]) == ("lines", 4, 4)
    do(one, c.ReadLine(name="lines"))
    assert "reader" not in known(one, "p.r") and known(one, "lines")["buffered"] == 0


def test_the_queue_of_the_listener_that_a_client_waits_for(one: Session) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("TCP_INFO of Linux")
    do(one, c.Open(kind="tcp-listener", name="server", options={"backlog": 0}))
    do(one, *(c.Open(kind="tcp-client", name=f"c{n}", options={"to": "server"}) for n in range(3)))
    found = known(one, "c2")
    assert (found["listener"], found["backlog"], found["backlog_most"]) == ("server", 1, 0)


def test_a_client_that_a_listener_holds_back(one: Session) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("TCP_DEFER_ACCEPT is of Linux")
    do(one, c.Open(kind="tcp-listener", name="server"), c.Set(name="server", option="TCP_DEFER_ACCEPT", value=5))
    do(one, *(c.Open(kind="tcp-client", name=name, options={"to": "server"}) for name in ("a", "b")))
    do(one, c.Send(name="a", text="x"), c.Accept(name="server"))
    assert known(one, "server")["peer"] == "b"


def test_whether_somebody_here_writes_to_a_fifo(one: Session) -> None:
    do(one, c.Open(kind="fifo", name="alone", options={"mode": "rb"}), c.Open(kind="fifo", name="both"))
    do(one, c.Open(kind="pipe", name="p"))
    assert known(one, "alone.r")["writer"] is False and known(one, "both.r")["writer"] is True
    assert "writer" not in known(one, "p.r")  # a pipe has had one


def test_the_process_at_the_other_end_of_a_pipe(one: Session) -> None:
    do(one, c.Open(kind="process", name="child"))
    assert known(one, "child.stdout")["child"] and "child" not in known(one, "child.pid")
