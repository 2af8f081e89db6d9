"""UDP on the loopback: one datagram a receive, an empty one is no end, and what is wrong with a destination."""

import errno
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.kinds import find_kind
from selcore.session.address_in_use import free_port
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.options import fill
from selcore.values.outcomes import Done
from tests.selcore.acting import called, done, opened, ready, refusal_of_open, refused, watch


@pytest.fixture
def two(session: Session) -> Session:
    """``a`` and ``b``, bound to ports of their own; ``a`` is watched for everything."""
    opened(session, "udp", "a")
    opened(session, "udp", "b")
    watch(session, "a", "read", "write")
    return session


@pytest.fixture
def outside() -> Iterator[socket.socket]:
    """Another program's socket."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(5)
        yield sock


def address(session: Session, name: str) -> Any:
    return session.world.find(name).obj.getsockname()


def test_bound_to_a_free_port_of_the_loopback_and_writable(two: Session) -> None:
    assert address(two, "a")[0] == "127.0.0.1" and address(two, "a")[1] > 0
    assert two.world.state_of("a").state == "bound"
    assert two.world.state_of("a").address == f"127.0.0.1:{address(two, 'a')[1]}"
    assert ready(two) == [("a", 2)]


def test_readable_when_a_datagram_is_there(two: Session) -> None:
    assert done(two, c.Send(name="b", text="dgram", to="a")) == {"sent": 5}
    assert ready(two) == [("a", 3)]
    assert done(two, c.Receive(name="a")) == {**{"size": 5, "hex": b"dgram".hex(), "from": list(address(two, "b"))}}
    assert ready(two) == [("a", 2)]
    said = refused(two, c.Receive(name="a"))
    assert (said.type, said.errno, said.by) == ("BlockingIOError", errno.EAGAIN, "python")


def test_an_empty_datagram_is_readable_and_no_end(two: Session) -> None:
    done(two, c.Send(name="b", text="", to="a"))
    assert ready(two) == [("a", 3)]
    assert done(two, c.Receive(name="a")) == {"size": 0, "hex": "", "from": list(address(two, "b"))}
    assert two.world.state_of("a").state == "bound"
    assert ready(two) == [("a", 2)]


def test_each_receive_is_one_datagram_and_the_rest_of_a_long_one_is_lost(two: Session) -> None:
    for text in ("first", "second"):
        done(two, c.Send(name="b", text=text, to="a"))
    cut = two.apply(c.Receive(name="a", size=3))
    assert isinstance(cut, Done) and bytes.fromhex(cut.value["hex"]) == b"fir"
    assert str(cut.notice) == "it was longer by 2 bytes, which did not fit and are lost" and cut.value["lost"] == 2
    assert bytes.fromhex(done(two, c.Receive(name="a"))["hex"]) == b"second"


def test_drain_goes_on_after_an_empty_datagram(two: Session) -> None:
    for text in ("one", "", "three"):
        done(two, c.Send(name="b", text=text, to="a"))
    assert done(two, c.Drain(name="a")) == {"size": 8, "eof": False}
    assert two.world.state_of("a").state == "bound"


@pytest.mark.parametrize("callback", ["drain", "echo"])
def test_a_callback_does_not_close_at_an_empty_datagram(session: Session, callback: str) -> None:
    opened(session, "udp", "a")
    opened(session, "udp", "b")
    watch(session, "a", "read", callback=callback)
    done(session, c.Send(name="b", text="", to="a"))
    assert ready(session) == [("a", 1)]
    assert session.world.state_of("a").state == "bound" and session.world.state_of("a").registered == 1
    assert ready(session) == []


def test_another_program_is_reached_by_host_and_port(two: Session, outside: socket.socket) -> None:
    port = outside.getsockname()[1]
    assert done(two, c.Send(name="a", text="out", to=f"127.0.0.1:{port}")) == {"sent": 3}
    assert outside.recvfrom(100) == (b"out", address(two, "a"))
    outside.sendto(b"back", address(two, "a"))
    assert ready(two) == [("a", 3)]
    assert bytes.fromhex(done(two, c.Receive(name="a"))["hex"]) == b"back"


def test_a_hosts_name_is_one_of_the_sockets_own_family(two: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(host: str, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET6, 1, 6, "", ("::1", 0, 0, 0)), (socket.AF_INET, 1, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    done(two, c.Send(name="b", text="x", to=f"home.example:{address(two, 'a')[1]}"))
    assert ready(two) == [("a", 3)]


def test_without_a_destination_it_is_what_python_says(two: Session) -> None:
    said = refused(two, c.Send(name="a", text="x"))
    assert (said.type, said.errno, said.by) == ("OSError", errno.EDESTADDRREQ, "python")
    assert said.message == f"[Errno {errno.EDESTADDRREQ}] {os.strerror(errno.EDESTADDRREQ)}"
    assert refused(two, c.Fill(name="a")).errno == errno.EMSGSIZE  # 65,536 bytes are too many, wherever they go
    assert refused(two, c.Shutdown(name="a", how="write")).errno == errno.ENOTCONN


def by_hand(session: Session, to: Any) -> tuple[str, str]:
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011
        session.world.find("a").obj.sendto(b"x", to)
    return caught.type.__name__, str(caught.value)


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("./path", "./path"),
        ("host:http", "host:http"),
        ("", ""),
        ("127.0.0.1:99999", ("127.0.0.1", 99999)),
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        ("[::1]:9", ("::1", 9)),
        ("127.0.0.1:" + "9" * 5000, "127.0.0.1:" + "9" * 5000),
    ],
)
def test_a_destination_that_is_none_is_refused_in_pythons_words(two: Session, to: str, address: Any) -> None:
    said = refused(two, c.Send(name="a", text="x", to=to))
    assert said.by == "python" and (said.type, said.message) == by_hand(two, address)


def test_a_destination_by_a_name_that_is_none(two: Session) -> None:
    opened(two, "pipe", "pipe")
    assert refused(two, c.Send(name="a", text="x", to="nobody")).type == "UnknownName"
    said = refused(two, c.Send(name="a", text="x", to="pipe.w"))
    assert (said.type, said.message) == ("NoDestination", "pipe.w has no address to send to")


def test_what_knows_no_destinations_says_so_in_pythons_words(two: Session) -> None:
    opened(two, "pipe", "pipe")
    opened(two, "text-file", "file", mode="w")
    for name, class_name in (("pipe.w", "_io.FileIO"), ("file", "_io.TextIOWrapper")):
        said = refused(two, c.Send(name=name, text="x", to="a"))
        assert (said.type, said.by) == ("AttributeError", "python")
        assert said.message == f"'{class_name}' object has no attribute 'sendto'"
    opened(two, "tcp-listener", "server")
    assert refused(two, c.Send(name="server", text="x", to="a")).by == "python"


def test_a_closed_socket_is_sent_to_at_its_last_address(two: Session) -> None:
    done(two, c.Close(name="b"))
    assert done(two, c.Send(name="a", text="x", to="b")) == {"sent": 1}
    assert ready(two) == [("a", 2)]  # who has not connected is not told that nobody received it


def test_too_large_a_datagram_is_refused_by_the_os(two: Session) -> None:
    said = refused(two, c.Send(name="a", size=65508, to="b"))
    assert (said.errno, said.by) == (errno.EMSGSIZE, "python") and two.world.state_of("a").sent == 0
    assert done(two, c.Send(name="a", size=65507, to="b")) == {"sent": 65507}
    assert done(two, c.Receive(name="b"))["size"] == 65507


def test_no_tcp_client_connects_to_it(one: Session) -> None:
    opened(one, "udp", "u")
    said = refusal_of_open(one, "tcp-client", to="u")
    assert (said.by, said.message) == ("playground", "u is not a tcp-listener")


@pytest.mark.parametrize("port", [65536, -1, 10**20])
def test_an_impossible_port_is_refused_in_pythons_words(one: Session, port: int) -> None:
    said = refusal_of_open(one, "udp", port=port)
    assert (said.type, said.by) == ("OverflowError", "python")


def test_a_port_in_use_comes_with_one_that_is_free(one: Session, outside: socket.socket) -> None:
    port = outside.getsockname()[1]
    command = c.Open(kind="udp", name="u", options={"port": port})
    said = refused(one, command)
    assert said.errno == errno.EADDRINUSE and f"port {port} on 127.0.0.1 is in use" in str(said.hint)
    assert isinstance(said.remedy, c.Open) and done(one, said.remedy)


def test_a_port_that_udp_has_free_is_probed_with_udp(outside: socket.socket) -> None:
    assert free_port("127.0.0.1", socket.SOCK_DGRAM) not in (None, outside.getsockname()[1])


def test_beyond_this_machine_it_warns_and_needs_trust(one: Session) -> None:
    outcome: Any = one.apply(c.Open(kind="udp", name="u", options={"host": "0.0.0.0"}))
    assert "receives from beyond this machine on 0.0.0.0:" in str(outcome.notice)
    assert one.world.state_of("u").warning == str(outcome.notice)
    opened(one, "udp", "v")
    watch(one, "u", "read")
    done(one, c.Send(name="v", text="x", to="u"))
    assert ready(one) == [("u", 1)]
    kind = find_kind("udp")
    assert kind is not None
    for host, needed in (("0.0.0.0", True), ("", True), ("example.org", True), ("localhost", False), ("::1", False)):
        assert bool(kind.needs_trust(fill(kind.all_options(), {"host": host}))) is needed


def test_ipv6_where_there_is_one(one: Session) -> None:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError as error:
        pytest.skip(f"no IPv6 loopback on this machine: {error}")
    for name in ("a", "b"):
        opened(one, "udp", name, host="::1")
    watch(one, "a", "read")
    done(one, c.Send(name="b", text="x", to="a"))
    assert [result.raw for result in called(one).results] == [1]
    done(one, c.Send(name="b", text="y", to=f"[::1]:{address(one, 'a')[1]}"))
    assert done(one, c.Drain(name="a"))["size"] == 2
