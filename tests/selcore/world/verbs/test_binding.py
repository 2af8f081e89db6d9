"""bind() and listen(): in two steps, with options set before each; what has no address is not exposed unasked."""

import errno
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.outcomes import Done
from selcore.wording.python_line import python_line
from tests.selcore.acting import done, opened, ready, refused, watch

REUSEPORT = pytest.mark.skipif(not hasattr(socket, "SO_REUSEPORT"), reason="no SO_REUSEPORT here")
ABSTRACT = pytest.mark.skipif(not os.path.exists("/proc/net/unix"), reason="Linux has abstract names")  # noqa: PTH110


def bound(session: Session, name: str, port: int = 0, host: str = "127.0.0.1") -> int:
    """Bind it there; its port."""
    said = done(session, c.Bind(name=name, host=host, port=port))["address"]
    return int(said.rpartition(":")[2])


def test_a_fresh_socket_becomes_a_listener_that_a_client_finds(session: Session) -> None:
    opened(session, "tcp-socket", "s")
    port = bound(session, "s")
    state = session.world.state_of("s")
    assert state.state == "not connected" and state.address == f"127.0.0.1:{port}"
    assert done(session, c.Listen(name="s", backlog=5)) == {"address": f"127.0.0.1:{port}"}
    assert session.world.state_of("s").state == "listening"
    watch(session, "s", "read")
    opened(session, "tcp-client", "client", to="s")
    assert ready(session, 1) == [("s", 1)]
    assert done(session, c.Accept(name="s"))["opened"][0]["name"] == "s.1"


@pytest.mark.parametrize("kind", ["unix-socket", "unix-dgram-socket"])
@pytest.mark.parametrize("where", ["own", "given"])
def test_a_unix_socket_is_bound_to_a_file_that_goes_with_it(
    one: Session, tmp_path: Path, kind: str, where: str
) -> None:
    opened(one, kind, "s")
    path = str(tmp_path / "s") if where == "given" else ""
    address = done(one, c.Bind(name="s", path=path))["address"]
    assert Path(address).is_socket() and (address == path or Path(address).parent == one.world.folder())
    assert done(one, c.Close(name="s")) == {"removed": address}
    assert not Path(address).exists()


@ABSTRACT
def test_an_abstract_name_begins_with_nul_and_leaves_no_file(one: Session) -> None:
    opened(one, "unix-socket", "s")
    name = f"playground-{os.getpid()}"
    assert done(one, c.Bind(name="s", path=f"\0{name}")) == {"address": f"@{name}"}
    done(one, c.Listen(name="s"))
    opened(one, "unix-client", "client", to="s")
    assert one.world.state_of("client").state == "connected"
    assert done(one, c.Close(name="s")) == {}


def test_a_bound_datagram_socket_is_sent_to_by_its_name(one: Session) -> None:
    for name in ("a", "b"):
        opened(one, "unix-dgram-socket", name)
        done(one, c.Bind(name=name, path=""))
    done(one, c.Send(name="a", text="hi", to="b"))
    assert done(one, c.Receive(name="b"))["from"] == one.world.state_of("a").address


@REUSEPORT
def test_with_reuseport_before_bind_two_listeners_share_a_port(one: Session) -> None:
    port = 0
    for name in ("a", "b"):
        opened(one, "tcp-socket", name)
        done(one, c.Set(name=name, option="SO_REUSEPORT", value=1))
        port = bound(one, name, port)
        done(one, c.Listen(name=name))
    assert one.world.state_of("a").address == one.world.state_of("b").address


@REUSEPORT
def test_one_of_them_without_it_shares_with_nobody(one: Session) -> None:
    opened(one, "tcp-listener", "a")
    port = one.world.find("a").obj.getsockname()[1]
    opened(one, "tcp-socket", "b")
    done(one, c.Set(name="b", option="SO_REUSEPORT", value=1))
    assert refused(one, c.Bind(name="b", host="127.0.0.1", port=port)).errno == errno.EADDRINUSE


@pytest.mark.parametrize("before", [(), (c.Bind(name="s", host="127.0.0.1", port=10**6),)], ids=["fresh", "failed"])
def test_what_has_no_address_listens_nowhere_unless_that_is_said(one: Session, before: Any) -> None:
    opened(one, "tcp-socket", "s")
    for command in before:
        refused(one, command)
    said = refused(one, c.Listen(name="s", backlog=3))
    assert (said.type, said.by) == ("NotBound", "playground") and "every interface" in said.message
    assert said.remedy == c.Listen(name="s", backlog=3, anywhere=True)
    assert one.world.state_of("s").state == "not connected"
    assert one.world.find("s").obj.getsockname() == ("0.0.0.0", 0)  # noqa: S104
    outcome = one.apply(said.remedy)
    assert isinstance(outcome, Done) and "beyond this machine" in str(outcome.notice)
    assert one.world.state_of("s").warning


def test_the_other_family_is_refused_in_pythons_words(one: Session) -> None:
    opened(one, "tcp-socket", "t")
    opened(one, "unix-socket", "u")
    opened(one, "pipe", "p")
    assert refused(one, c.Bind(name="t", path="/tmp/x")).type == "TypeError"  # noqa: S108
    assert refused(one, c.Bind(name="u", host="127.0.0.1", port=1)).type == "TypeError"
    assert refused(one, c.Bind(name="t", host="127.0.0.1", port=-1)).type == "OverflowError"
    assert refused(one, c.Bind(name="p.r", host="127.0.0.1", port=1)).type == "AttributeError"
    assert refused(one, c.Listen(name="p.r")).type == "AttributeError"
    assert refused(one, c.Listen(name="u")).errno == errno.EINVAL


@pytest.mark.parametrize(
    "given", [{}, {"host": "127.0.0.1"}, {"port": 1}, {"host": "x", "port": 1, "path": "y"}, {"to": "s", "path": ""}]
)
def test_half_an_address_is_none(one: Session, given: dict[str, Any]) -> None:
    opened(one, "tcp-socket", "s")
    assert refused(one, c.Bind(name="s", **given)).message.startswith("bind takes host and port, a path")


def test_to_the_address_of_another_that_was_closed(one: Session) -> None:
    opened(one, "tcp-listener", "first", reuse="never")
    port = one.world.find("first").obj.getsockname()[1]
    opened(one, "tcp-socket", "again")
    assert refused(one, c.Bind(name="again", to="first")).errno == errno.EADDRINUSE
    done(one, c.Close(name="first"))
    assert done(one, c.Bind(name="again", to="first")) == {"address": f"127.0.0.1:{port}"}
    assert refused(one, c.Bind(name="again", to="nobody")).type == "UnknownName"
    opened(one, "pipe", "p")
    assert refused(one, c.Bind(name="again", to="p.r")).type == "NoDestination"


def test_an_end_of_a_pair_stays_connected(one: Session) -> None:
    opened(one, "unix-dgram-pair", "pair")
    address = done(one, c.Bind(name="pair.a", path=""))["address"]
    assert one.world.state_of("pair.a").state == "connected"
    done(one, c.Send(name="pair.a", text="x"))
    assert done(one, c.Receive(name="pair.b"))["from"] == address


def test_listen_is_for_streams(one: Session) -> None:
    opened(one, "udp-socket", "u")
    assert refused(one, c.Listen(name="u")).errno == errno.EOPNOTSUPP
    bound(one, "u")
    assert refused(one, c.Listen(name="u")).errno == errno.EOPNOTSUPP
    assert one.world.state_of("u").state == "bound"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (c.Bind(name="s", host="::1", port=80), "s.bind(('::1', 80))"),
        (c.Bind(name="my-s", path=""), "my_s.bind('my_s.sock')"),
        (c.Bind(name="s", path="\0x"), "s.bind('\\x00x')"),
        (c.Bind(name="s", to="my-server"), "s.bind(my_server.getsockname())"),
        (c.Listen(name="s"), "s.listen()"),
        (c.Listen(name="s", backlog=0, anywhere=True), "s.listen(0)"),
    ],
)
def test_its_python(command: Any, line: str) -> None:
    assert python_line(command, lambda name: "") == line


def test_what_bind_and_listen_are_refused_for_is_said(one: Session) -> None:
    opened(one, "tcp-socket", "t")
    bound(one, "t")
    assert "bound once" in str(refused(one, c.Bind(name="t", host="127.0.0.1", port=0)).hint)
    opened(one, "unix-socket", "u")
    assert "bind it first" in str(refused(one, c.Listen(name="u")).hint)
    opened(one, "unix-dgram-socket", "g")
    assert "name a destination" in str(refused(one, c.Send(name="g", text="x")).hint)
    opened(one, "tcp-socket", "low")
    said = one.apply(c.Bind(name="low", host="192.0.2.1", port=0))
    assert "does not have this address" in str(getattr(said, "hint", ""))


def test_a_closed_socket_says_so_itself(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    done(one, c.Close(name="s"))
    assert refused(one, c.Bind(name="s", host="127.0.0.1", port=0)).errno == errno.EBADF
    assert refused(one, c.Listen(name="s")).errno == errno.EBADF
