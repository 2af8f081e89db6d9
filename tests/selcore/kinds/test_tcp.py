"""TCP on the loopback: listeners, clients, and what is wrong with a host or a port."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selcore.kinds import find_kind
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.needs import beyond_loopback
from selcore.values.options import fill
from tests.selcore.acting import called, done, opened, ready, refusal_of_open, refused, watch


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def test_a_listener_is_readable_when_a_connection_waits(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    watch(session, "server", "read")
    assert ready(session) == []
    opened(session, "tcp-client", "client", to="server")
    assert ready(session) == [("server", 1)]
    assert done(session, c.Accept(name="server"))["opened"][0]["name"] == "server.1"
    assert ready(session) == []


def test_a_client_is_connected_when_it_is_writable(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    watch(session, "client", "write")
    assert ready(session, 5.0) == [("client", 2)]
    state = session.world.state_of("client")
    assert (state.state, state.peer) == ("connected", "server")
    here, _, there = state.address.partition(" -> ")
    assert there == session.world.state_of("server").address and here != there


def test_a_refused_connection_is_ready_and_says_so_when_it_is_used(session: Session, deaf: int) -> None:
    opened(session, "tcp-client", "client", port=deaf)
    watch(session, "client", "read", "write")
    assert ready(session, 5.0) == [("client", 3)]
    assert session.world.state_of("client").state == "not connected"
    said = refused(session, c.Send(name="client", text="hello"))  # nothing has consumed the pending error
    assert (said.type, said.by) == ("ConnectionRefusedError", "python")


def test_bytes_go_both_ways(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    watch(session, "server", "read")
    called(session, 5.0)
    done(session, c.Accept(name="server"))
    for one, other in (("client", "server.1"), ("server.1", "client")):
        assert done(session, c.Send(name=one, text="grüße")) == {"sent": 7}
        assert bytes.fromhex(done(session, c.Receive(name=other))["hex"]).decode() == "grüße"


def test_the_address_of_a_closed_listener_can_still_be_named(one: Session) -> None:
    opened(one, "tcp-listener", "server")
    done(one, c.Close(name="server"))
    opened(one, "tcp-client", "client", to="server")
    watch(one, "client", "write")
    assert ready(one, 5.0) == [("client", 2)]
    assert one.world.state_of("client").state == "not connected"


@pytest.mark.parametrize("to", ["nobody", "pair", "pair.a"])
def test_a_client_of_what_is_no_listener_is_refused(one: Session, to: str) -> None:
    opened(one, "socketpair", "pair")
    said = refusal_of_open(one, "tcp-client", to=to)
    assert said.by == "playground" and to in said.message


@pytest.mark.parametrize("kind", ["tcp-listener", "tcp-client"])
@pytest.mark.parametrize("port", [65536, -1, 10**20])
def test_an_impossible_port_is_refused_in_pythons_words(one: Session, kind: str, port: int) -> None:
    said = refusal_of_open(one, kind, port=port)
    assert (said.type, said.by) == ("OverflowError", "python")
    with socket.socket() as sock:
        with pytest.raises(OverflowError) as caught:
            (sock.bind if kind == "tcp-listener" else sock.connect_ex)(("127.0.0.1", port))
    assert said.message == str(caught.value)


@pytest.mark.parametrize("port", ["80a", 8080.5, True, None])
def test_a_port_that_is_no_number_is_refused(one: Session, port: Any) -> None:
    said = refusal_of_open(one, "tcp-listener", port=port)
    assert (said.type, said.by, said.message) == ("BadOption", "playground", f"port takes a whole number, not {port!r}")


@pytest.mark.parametrize("host", ["." * 300, "\ud800"])
def test_a_host_that_cannot_be_one_is_refused(one: Session, host: str) -> None:
    assert refusal_of_open(one, "tcp-listener", host=host).by == "python"
    assert len(one.world.objects) == 0


def test_a_port_in_use_comes_with_one_that_is_free(one: Session, taken: int) -> None:
    command = c.Open(kind="tcp-listener", name="server", options={"port": taken})
    said = refused(one, command)
    assert (said.type, said.by) == ("OSError", "python") and "Address already in use" in said.message
    assert isinstance(said.remedy, c.Open)
    free = said.remedy.options["port"]
    assert str(said.hint).startswith(f"port {taken} on 127.0.0.1 is in use: this program itself")
    assert str(said.hint).endswith(f" listens there; port {free} is free") or not Path("/proc/net/tcp").exists()
    assert done(one, said.remedy)["opened"][0]["name"] == "server"
    assert one.world.find("server").obj.getsockname() == ("127.0.0.1", free)


def test_one_port_for_many_listeners_cannot_be(one: Session, deaf: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = refused(one, c.Open(kind="tcp-listener", name="server", options={"port": port, "count": 2}))
    assert "cannot be given more than once" in str(said.hint) and said.remedy is not None
    assert len(done(one, said.remedy)["opened"]) == 2


def test_a_port_in_use_on_a_named_host_comes_with_a_free_one_too(one: Session) -> None:
    try:
        family, *_, address = socket.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:  # a system without /etc/hosts
        pytest.skip(f"localhost has no address here: {error}")
    with socket.socket(family) as other:
        other.bind((address[0], 0))
        other.listen()
        options = {"host": "localhost", "port": other.getsockname()[1]}
        said = refused(one, c.Open(kind="tcp-listener", name="server", options=options))
        assert isinstance(said.remedy, c.Open) and said.remedy.options["host"] == "localhost"
        assert done(one, said.remedy)


def test_a_privileged_port_is_explained(one: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(self: socket.socket, address: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", bind)  # the tests may run as root, who is never refused
    said = refusal_of_open(one, "tcp-listener", port=80)
    assert (said.type, said.errno) == ("PermissionError", 13) and "below 1024" in str(said.hint)


def test_a_listener_for_other_machines_says_so(one: Session) -> None:
    outcome: Any = one.apply(c.Open(kind="tcp-listener", name="server", options={"host": "0.0.0.0"}))
    assert "listens beyond this machine on 0.0.0.0:" in str(outcome.notice)
    assert one.world.state_of("server").warning == str(outcome.notice)
    opened(one, "tcp-client", "client", to="server")
    watch(one, "client", "write")
    assert ready(one, 5.0) == [("client", 2)] and one.world.state_of("client").state == "connected"


@pytest.mark.parametrize(
    ("host", "beyond"),
    [
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("localhost", False),
        ("LOCALHOST", True),
        ("localhost.", True),
        ("localhost.example.org", True),
        ("127.1", True),
        ("127.0.0.01", True),
        ("0", True),
        ("2130706433", True),
        ("0x7f000001", True),
        ("0177.0.0.1", True),
        ("127.0.0.1 ", True),
        ("127.0.0.1%lo", True),
        ("١٢٧.0.0.1", True),
        ("::1%eth0", True),
        ("0:0:0:0:0:0:0:1", False),
        ("::ffff:127.0.0.1", True),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", True),
        ("fe80::1", True),
        ("", True),
        ("0.0.0.0", True),
        ("::", True),
        ("192.168.1.1", True),
        ("example.org", True),
    ],
)
def test_what_reaches_beyond_this_machine_needs_trust(host: str, beyond: bool) -> None:
    assert beyond_loopback(host) is beyond
    for id in ("tcp-listener", "tcp-client"):
        kind = find_kind(id)
        assert kind is not None
        needs = kind.needs_trust(fill(kind.all_options(), {"host": host}))
        assert [host in str(need) for need in needs] == [True] * beyond


def test_a_client_by_name_needs_no_trust() -> None:
    kind = find_kind("tcp-client")
    assert kind is not None and kind.needs_trust(fill(kind.all_options(), {"to": "server", "host": "0.0.0.0"})) == []


def test_ipv6_where_there_is_one(one: Session) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 in this Python")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError as error:
        pytest.skip(f"no IPv6 loopback on this machine: {error}")
    opened(one, "tcp-listener", "server", host="::1")
    assert one.world.state_of("server").address.startswith("[::1]:")
    opened(one, "tcp-client", "client", to="server")
    watch(one, "server", "read")
    assert ready(one, 5.0) == [("server", 1)]
