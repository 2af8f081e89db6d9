"""Opening, accepting, closing: names are given once, and what is closed stays in sight."""

import os
import socket

import pytest

from selcore.session.session import Session
from selcore.system.descriptors import limits
from selcore.values import commands as c
from selcore.values.outcomes import Done
from selcore.world import objects
from selcore.world.verbs import opening
from tests.conftest import open_descriptors
from tests.selcore.acting import called, done, opened, ready, refused, watch

ON_A_NAME = [
    c.Close(name="it"),
    c.Accept(name="it"),
    c.Fill(name="it"),
    c.Drain(name="it"),
    c.Send(name="it", text="x"),
    c.Receive(name="it"),
    c.Shutdown(name="it", how="both"),
    c.Register(name="it", events=("read",)),
    c.Modify(name="it", events=("read",)),
    c.Unregister(name="it"),
    c.GetKey(name="it"),
]


@pytest.mark.parametrize("command", ON_A_NAME, ids=c.verb)
def test_an_unknown_name_is_refused(session: Session, command: c.AnyCommand) -> None:
    said = refused(session, command)
    assert (said.type, said.errno, said.by) == ("UnknownName", None, "playground")
    assert said.message == "there is nothing named 'it'"
    opened(session, "socketpair", "it")
    assert refused(session, command).message == "it is it.a and it.b: name one of them"


def test_a_name_is_given_once(one: Session) -> None:
    opened(one, "socketpair", "pair")
    before = open_descriptors()
    said = refused(one, c.Open(kind="pipe", name="pair"))
    assert (said.type, said.by, said.message) == (
        "NameTaken",
        "playground",
        "the name pair is already used; free: pair2",
    )
    done(one, c.Close(name="pair.a"))
    assert refused(one, c.Open(kind="socketpair", name="pair")).type == "NameTaken"
    assert open_descriptors().keys() < before.keys()
    assert opened(one, "socketpair", "pair2") == ["pair2.a", "pair2.b"]


def test_a_session_has_so_many_file_objects(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those without a descriptor are bounded by no OS."""
    monkeypatch.setattr(opening, "MOST", 5)
    before = open_descriptors()
    for kind in ("bytesio", "socketpair"):
        said = refused(one, c.Open(kind=kind, name=kind, options={"count": 6}))
        assert (said.type, said.by) == ("TooMany", "playground")
        assert said.message == "a session has at most 5 file objects, the closed ones too"
    assert refused(one, c.Open(kind="socketpair", name="pair", options={"count": 4})).type == "TooMany"
    assert open_descriptors().keys() == before.keys() and len(one.world.objects) == 0
    opened(one, "socketpair", "pair", count=2)
    done(one, c.Close(name="pair-1.a"))
    opened(one, "bytesio", "b")
    assert refused(one, c.Open(kind="bytesio", name="c")).type == "TooMany"


def test_the_names_of_a_group_are_given_once_too(one: Session) -> None:
    opened(one, "socketpair", "pair", count=2)
    opened(one, "pipe", "pipe-2")
    for name, kind, count in (("pair", "socketpair", 1), ("pair", "socketpair", 2), ("pair-2", "pipe", 1)):
        assert refused(one, c.Open(kind=kind, name=name, options={"count": count})).type == "NameTaken"
    said = refused(one, c.Open(kind="pipe", name="pipe", options={"count": 3}))
    assert said.message == "the name pipe-2 is already used; free: pipe2"
    assert len(one.world.objects) == 6
    assert len(opened(one, "pipe", "pipe2", count=3)) == 6


def test_what_cannot_be_opened_gives_its_name_back(one: Session) -> None:
    assert refused(one, c.Open(kind="text-file", name="f", options={"path": "/none/such"})).type == "FileNotFoundError"
    assert opened(one, "text-file", "f") == ["f"]


def test_closing_twice_is_as_in_python(session: Session) -> None:
    opened(session, "socketpair", "pair")
    assert done(session, c.Close(name="pair.a")) == {}
    assert done(session, c.Close(name="pair.a")) == {}
    assert session.world.state_of("pair.a").state == "closed"
    said = refused(session, c.Send(name="pair.a", text="x"))
    assert (said.type, said.errno, said.by) == ("OSError", 9, "python")
    said = refused(session, c.Register(name="pair.a", events=("read",)))
    assert (said.type, said.by, said.message) == ("ValueError", "python", "Invalid file descriptor: -1")


def test_what_is_closed_while_registered_stays_registered(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    outcome = session.apply(c.Close(name="pair.a"))
    assert isinstance(outcome, Done) and str(outcome.notice) == "pair.a is closed but still registered"
    state = session.world.state_of("pair.a")
    assert (state.state, state.registered) == ("closed", 1)
    assert [key["name"] for key in done(session, c.GetMap())["map"]] == ["pair.a"]
    assert done(session, c.Unregister(name="pair.a"))["key"]["name"] == "pair.a"


def test_connections_are_named_in_the_order_of_acceptance(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    watch(one, "server", "read")
    for number in (1, 2, 3):
        opened(one, "tcp-client", f"client{number}", to="server")
        assert ready(one, 5.0) == [("server", 1)]
        assert done(one, c.Accept(name="server"))["opened"][0]["name"] == f"server.{number}"
    state = one.world.state_of("server.2")
    assert (state.kind, state.state, state.peer, state.registered) == ("connection", "connected", "server", None)
    said = refused(one, c.Accept(name="server"))
    assert (said.type, said.errno) == ("BlockingIOError", 11)


def test_with_no_number_free_a_connection_goes_on_waiting(one: Session) -> None:
    """As in Python, where accept() fails before it takes the connection: nobody is hung up on."""
    import resource

    found = limits()
    assert found is not None
    opened(one, "tcp-listener", "server")
    with socket.create_connection(one.world.find("server").obj.getsockname(), timeout=5) as client:
        watch(one, "server", "read")
        called(one, 5.0)
        resource.setrlimit(resource.RLIMIT_NOFILE, (101, found[1]))
        try:
            said = refused(one, c.Accept(name="server"))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, found)
        assert (said.type, said.errno) == ("OSError", 24)
        assert ready(one) == [("server", 1)]
        done(one, c.Accept(name="server"))
        client.sendall(b"still here")
        watch(one, "server.1", "read")
        assert ready(one, 5.0) == [("server.1", 1)]
        assert done(one, c.Receive(name="server.1"))["size"] == 10


def test_closed_connections_are_forgotten_after_a_while_and_counted(
    one: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "REMEMBERED", 3)
    opened(one, "tcp-listener", "server")
    address = one.world.find("server").obj.getsockname()
    watch(one, "server", "read")
    for number in range(1, 8):
        with socket.create_connection(address, timeout=5):
            called(one, 5.0)
            done(one, c.Accept(name="server"))
        if number % 2:
            done(one, c.Close(name=f"server.{number}"))
        else:  # closed while registered: it goes when it is unregistered
            watch(one, f"server.{number}", "read")
            done(one, c.Close(name=f"server.{number}"))
            done(one, c.Unregister(name=f"server.{number}"))
    assert [found.name for found in one.world.objects] == ["server", "server.5", "server.6", "server.7"]
    assert one.world.objects.forgotten == 4
    states, gone = one.world.changes()
    assert gone == ["server.1", "server.2", "server.3", "server.4"]
    assert {state.name for state in states} == {"server", "server.5", "server.6", "server.7"}
    assert refused(one, c.Close(name="server.1")).type == "UnknownName"


def test_a_closed_connection_that_another_backend_refuses_is_forgotten_in_its_turn(
    one: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "REMEMBERED", 0)
    opened(one, "tcp-listener", "server")
    with socket.create_connection(one.world.find("server").obj.getsockname(), timeout=5):
        watch(one, "server", "read")
        called(one, 5.0)
        done(one, c.Accept(name="server"))
        watch(one, "server.1", "read")
        done(one, c.Close(name="server.1"))
        assert one.world.objects.get("server.1") is not None
        answer = done(one, c.UseBackend(backend="select"))
    assert [(lost["name"], lost["error"]["type"]) for lost in answer["refused"]] == [("server.1", "ValueError")]
    assert one.world.objects.get("server.1") is None and one.world.changes()[1] == ["server.1"]


def test_the_numbers_are_those_of_the_objects(one: Session) -> None:
    for name in opened(one, "socketpair", "pair", count=4):
        assert os.fstat(one.world.state_of(name).fd)
