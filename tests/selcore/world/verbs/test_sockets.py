"""reset, detach, so-error, connect and set: what a plain socket answers to the same calls is what the user reads."""

import errno
import json
import os
import socket
import struct
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.system.socket_options import LEVELS
from selcore.values import commands as c
from selcore.values.outcomes import Done, Refused
from selcore.wording.answers import answer as words
from selcore.world.verbs import sockets
from tests.selcore.acting import done, opened, ready, refused, watch


@pytest.fixture
def tcp(session: Session) -> Session:
    """``client`` and ``server.1`` are connected."""
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    done(session, c.Accept(name="server"))
    return session


@pytest.fixture
def plain() -> Iterator[socket.socket]:
    with socket.socket() as sock:
        yield sock


def notice(session: Session, command: c.AnyCommand) -> str:
    outcome = session.apply(command)
    assert isinstance(outcome, Done), outcome
    return str(outcome.notice or "")


def test_a_reset_is_seen_by_the_peer_as_a_reset(tcp: Session) -> None:
    watch(tcp, "client", "read")
    assert notice(tcp, c.Reset(name="server.1")) == ""
    assert ready(tcp) == [("client", 1)]
    said = refused(tcp, c.Receive(name="client"))
    assert (said.type, said.errno, said.by) == ("ConnectionResetError", errno.ECONNRESET, "python")
    assert tcp.world.state_of("server.1").state == "closed" and tcp.world.state_of("client").state == "reset by peer"


def test_what_is_reset_stays_registered(tcp: Session) -> None:
    watch(tcp, "client", "read")
    assert notice(tcp, c.Reset(name="client")) == "client is closed but still registered"
    assert done(tcp, c.GetMap())["map"][0]["name"] == "client"


def test_a_reset_where_there_is_none(one: Session) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "pipe", "p")
    assert notice(one, c.Reset(name="pair.a")) == "only TCP has a reset: this was an ordinary close"
    assert refused(one, c.Reset(name="p.r")).type == "AttributeError"
    assert refused(one, c.Reset(name="pair.a")).errno == errno.EBADF


def test_the_pending_error_is_read_once(tcp: Session) -> None:
    done(tcp, c.Reset(name="server.1"))
    first = tcp.apply(c.SoError(name="client"))
    assert isinstance(first, Done) and "took it away" in str(first.notice)
    assert first.value == {
        "so_error": errno.ECONNRESET,
        "error": "ECONNRESET",
        "message": os.strerror(errno.ECONNRESET),
    }
    assert done(tcp, c.SoError(name="client")) == {"so_error": 0, "error": None, "message": ""}
    assert done(tcp, c.Receive(name="client"))["size"] == 0, "and receiving no longer raises it"


def test_only_sockets_have_a_pending_error(one: Session) -> None:
    opened(one, "pipe", "p")
    said = refused(one, c.SoError(name="p.r"))
    assert (said.type, said.by) == ("AttributeError", "python") and "getsockopt" in said.message


def test_what_is_detached_keeps_its_key_and_cannot_be_registered_again(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    number = session.world.find("pair.a").fd
    assert done(session, c.Detach(name="pair.a")) == {"fd": number}
    assert session.world.state_of("pair.a").state == "detached"
    done(session, c.Send(name="pair.b", text="x"))
    assert ready(session) == [("pair.a", 1)], "the descriptor is open, and still watched"
    assert done(session, c.GetKey(name="pair.a"))["key"]["fd"] == number
    done(session, c.Unregister(name="pair.a"))
    said = refused(session, c.Register(name="pair.a", events=("read",)))
    assert (said.type, said.message, said.by) == ("ValueError", "Invalid file descriptor: -1", "python")
    done(session, c.Close(name="pair.a"))
    os.fstat(number)  # which closing the empty object leaves open, as in Python


def test_what_is_detached_twice_or_closed_answers_as_python_does(session: Session, plain: socket.socket) -> None:
    opened(session, "socketpair", "pair")
    done(session, c.Detach(name="pair.a"))
    done(session, c.Close(name="pair.b"))
    plain.close()
    for name in ("pair.a", "pair.b"):
        assert done(session, c.Detach(name=name))["fd"] == plain.detach() == -1
    assert session.world.state_of("pair.a").state == "detached" and session.world.state_of("pair.b").state == "closed"


def test_a_text_file_gives_its_buffer_away(one: Session) -> None:
    opened(one, "text-file", "f")
    assert done(one, c.Detach(name="f")) == {"fd": one.world.find("f").fd}
    assert refused(one, c.Register(name="f", events=("read",))).type == "ValueError"


def test_what_cannot_be_detached(one: Session) -> None:
    opened(one, "pipe", "p")
    assert refused(one, c.Detach(name="p.r")).type in ("AttributeError", "UnsupportedOperation")


def test_connect_answers_a_number_and_raises_nothing(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-socket", "s")
    assert done(session, c.Connect(name="s", to="server")) == {
        "code": errno.EINPROGRESS,
        "error": "EINPROGRESS",
        "message": os.strerror(errno.EINPROGRESS),
    }
    assert session.world.state_of("s").state == "connecting"
    watch(session, "s", "write")
    assert ready(session, 5.0) == [("s", 2)]
    assert session.world.state_of("s").state == "connected" and session.world.state_of("s").peer == "server"


def test_connect_to_nobody(session: Session) -> None:
    opened(session, "tcp-listener", "server")
    done(session, c.Close(name="server"))
    opened(session, "tcp-socket", "s")
    assert done(session, c.Connect(name="s", to="server"))["error"] == "EINPROGRESS"
    watch(session, "s", "write")
    assert ready(session, 5.0) == [("s", 2)]
    assert done(session, c.Connect(name="s", to="server"))["error"] == "ECONNREFUSED"
    assert session.world.state_of("s").state == "not connected"


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ([errno.EINPROGRESS], "connecting"),
        ([errno.EWOULDBLOCK], "connecting"),  # a Unix socket whose listener has no room
        ([errno.EINPROGRESS, 0], "connected"),  # Linux, once it is made
        ([errno.EINPROGRESS, errno.EALREADY], "connecting"),
        ([errno.EINPROGRESS, errno.EISCONN], "connected"),  # BSD and macOS, once it is made
        ([errno.EINPROGRESS, 0, errno.EISCONN], "connected"),
        ([errno.EINPROGRESS, errno.ECONNREFUSED], "not connected"),
        ([0, errno.EINVAL], "connected"),
        ([errno.ECONNREFUSED], "not connected"),
    ],
)
def test_what_connect_answers_says_how_far_it_is(
    one: Session, monkeypatch: pytest.MonkeyPatch, codes: list[int], state: str
) -> None:
    opened(one, "tcp-listener", "server")
    opened(one, "tcp-socket", "s")
    assert one.world.state_of("s").state == "not connected"
    monkeypatch.setattr(sockets, "has_failed", lambda sock: False)  # nothing is really being connected
    for code in codes:
        monkeypatch.setattr(one.world.find("s"), "connect", lambda address, code=code: code)
        assert done(one, c.Connect(name="s", to="server"))["code"] == code
    assert one.world.state_of("s").state == state


def test_connect_gives_a_datagram_socket_a_peer(one: Session) -> None:
    opened(one, "udp", "u")
    opened(one, "udp", "w")
    assert done(one, c.Connect(name="u", to="w"))["code"] == 0
    done(one, c.Send(name="u", text="x"))
    watch(one, "w", "read")
    assert ready(one, 5.0) == [("w", 1)]


@pytest.mark.parametrize("port", [-1, 65536, 1 << 70])
def test_a_port_that_is_none_is_refused_in_pythons_words(one: Session, plain: socket.socket, port: int) -> None:
    opened(one, "tcp-socket", "s")
    said = refused(one, c.Connect(name="s", host="127.0.0.1", port=port))
    with pytest.raises(OverflowError) as caught:
        plain.connect_ex(("127.0.0.1", port))
    assert (said.type, said.message, said.by) == ("OverflowError", str(caught.value), "python")


def test_connect_wants_one_place(one: Session) -> None:
    opened(one, "socketpair", "pair")
    for command in (
        c.Connect(name="pair.a"),
        c.Connect(name="pair.a", host="127.0.0.1"),
        c.Connect(name="pair.a", to="pair.b", host="127.0.0.1", port=1),
    ):
        assert refused(one, command).type == "BadAddress"
    assert refused(one, c.Connect(name="pair.a", to="pair.b")).type == "NoDestination"
    opened(one, "pipe", "p")
    assert refused(one, c.Connect(name="p.r", host="127.0.0.1", port=1)).type == "AttributeError"


@pytest.mark.parametrize("option", ["SO_SNDBUF", "SO_RCVBUF", "SO_KEEPALIVE", "SO_OOBINLINE", "SO_REUSEADDR"])
@pytest.mark.parametrize("value", [True, 0, 4096])
def test_an_option_is_what_the_kernel_says_then(one: Session, plain: socket.socket, option: str, value: Any) -> None:
    opened(one, "tcp-socket", "s")
    number = getattr(socket, option)
    plain.setsockopt(socket.SOL_SOCKET, number, value)
    answer = done(one, c.Set(name="s", option=option, value=value))
    assert answer == {"option": option, "given": value, "value": plain.getsockopt(socket.SOL_SOCKET, number)}


def test_a_buffer_is_doubled_and_that_is_said(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    assert notice(one, c.Set(name="s", option="SO_SNDBUF", value=8192)) == "Linux doubles it: 16384"


def test_structures_are_lists(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    assert done(one, c.Set(name="s", option="SO_LINGER", value=(1, 0)))["value"] == [1, 0]
    sock = one.world.find("s").obj
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8) == struct.pack("ii", 1, 0)


def test_other_levels(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    assert done(one, c.Set(name="s", option="TCP_NODELAY", value=True))["value"] == 1
    opened(one, "socketpair", "pair")
    said = refused(one, c.Set(name="pair.a", option="TCP_NODELAY", value=True))
    assert (said.type, said.errno, said.by) == ("OSError", errno.EOPNOTSUPP, "python")


@pytest.mark.skipif(not hasattr(socket, "SO_BINDTODEVICE"), reason="as Linux has it")
def test_what_was_set_and_cannot_be_read_back_was_set(one: Session, plain: socket.socket) -> None:
    opened(one, "udp", "u")
    sock, loopback = one.world.find("u").obj, int.from_bytes(socket.inet_aton("127.0.0.1"), sys.byteorder)
    group = int.from_bytes(socket.inet_aton("239.1.2.3"), sys.byteorder)
    cases: list[tuple[str, int, Any]] = [
        ("SO_BINDTODEVICE", socket.SOL_SOCKET, int.from_bytes(b"lo\0\0", sys.byteorder)),
        ("IP_ADD_MEMBERSHIP", socket.IPPROTO_IP, (group, loopback)),
        ("IP_DROP_MEMBERSHIP", socket.IPPROTO_IP, (group, loopback)),
    ]
    for option, level, value in cases:
        command = c.Set(name="u", option=option, value=value)
        answer, number = done(one, command), getattr(socket, option)
        with pytest.raises(OSError) as caught:
            sock.getsockopt(level, number, 8) if isinstance(value, tuple) else sock.getsockopt(level, number)
        error = caught.value
        assert answer["value"] is None and answer["given"] == value
        assert answer["refused"] == {"type": type(error).__name__, "errno": error.errno, "message": str(error)}
        assert str(words(Done(answer))) == f"{option} is set; reading it back: OSError: {error}"
    said = refused(one, c.Set(name="u", option="IP_DROP_MEMBERSHIP", value=(group, loopback)))
    assert (said.type, said.errno) == ("OSError", errno.EADDRNOTAVAIL), "it had joined the group, and left it"


def test_a_structure_is_read_back_as_one(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    command = c.Set(name="s", option="SO_RCVLOWAT", value=(7,))
    assert done(one, command)["value"] == [7] and notice(one, command) == ""


@pytest.mark.parametrize("value", [0, 1, (1, 0), (0, 0, 0, 0)], ids=str)
def test_any_option_answers_as_a_plain_socket_does(one: Session, value: Any) -> None:
    """Whether it was done is what setsockopt() says, for every option there is; what is read back stands beside it."""
    for option in [name for name in dir(socket) if name.startswith(("SO_", "TCP_", "IP_", "IPV6_"))]:
        level = getattr(socket, next(one for start, one in LEVELS.items() if option.startswith(start)))
        given = value if isinstance(value, int) else struct.pack(f"{len(value)}i", *value)
        one.apply(c.Open(kind="tcp-socket", name=option.replace("_", "-")))
        with socket.socket() as plain:
            outcome = one.apply(c.Set(name=option.replace("_", "-"), option=option, value=value))
            try:
                plain.setsockopt(level, getattr(socket, option), given)
            except OSError as error:
                assert isinstance(outcome, Refused) and outcome.errno == error.errno, option
            else:
                assert isinstance(outcome, Done), (option, outcome)
                assert (outcome.value["value"] is None) is ("refused" in outcome.value)
                assert json.loads(json.dumps(outcome.value))


def test_options_that_are_none(one: Session) -> None:
    opened(one, "tcp-socket", "s")
    opened(one, "pipe", "p")
    for option in ("SO_WINGS", "AF_INET", "socket", "", "__name__"):
        said = refused(one, c.Set(name="s", option=option, value=1))
        assert (said.type, said.by) == ("UnknownOption", "playground")
    assert refused(one, c.Set(name="s", option="blocking", value=(1,))).type == "BadValue"
    assert refused(one, c.Set(name="p.r", option="SO_SNDBUF", value=1)).type == "AttributeError"
    assert refused(one, c.Set(name="s", option="SO_SNDBUF", value=1 << 70)).by == "python"
    assert refused(one, c.Set(name="s", option="SO_LINGER", value=(1, 1 << 40))).type == "error"


def test_low_water(session: Session) -> None:
    """A socket with SO_RCVLOWAT is readable from so many bytes on."""
    opened(session, "tcp-listener", "server")
    opened(session, "tcp-client", "client", to="server")
    done(session, c.Accept(name="server"))
    done(session, c.Set(name="client", option="SO_RCVLOWAT", value=10))
    watch(session, "client", "read")
    done(session, c.Send(name="server.1", text="12345"))
    assert ready(session) == []
    done(session, c.Send(name="server.1", text="67890"))
    assert ready(session) == [("client", 1)]


@pytest.mark.parametrize("option", ["blocking", "O_NONBLOCK"])
def test_blocking_can_be_switched(one: Session, option: str) -> None:
    opened(one, "socketpair", "pair")
    opened(one, "pipe", "p")
    for name in ("pair.a", "p.r"):
        for value in (True, False):
            assert done(one, c.Set(name=name, option=option, value=value))["value"] is value
            assert os.get_blocking(one.world.find(name).fd) is (value == (option == "blocking"))
