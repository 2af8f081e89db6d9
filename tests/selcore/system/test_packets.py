"""How much of a packet was lost is what the OS says; another socket's bytes are nobody's packet."""

import os
import socket
from collections.abc import Iterator

import pytest

from selcore.system import packets
from selcore.system.packets import UNKNOWN, Packet, read_number, receive_packet

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")
Pair = tuple[socket.socket, socket.socket]


@pytest.fixture(params=["SOCK_DGRAM", "SOCK_SEQPACKET"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    a, b = socket.socketpair(socket.AF_UNIX, getattr(socket, request.param))
    with a, b:
        b.setblocking(False)
        yield a, b


@pytest.mark.parametrize(("size", "expected"), [(0, b""), (2, b"he"), (5, b"hello"), (100, b"hello")])
def test_what_does_not_fit_is_counted(pair: Pair, size: int, expected: bytes) -> None:
    pair[0].send(b"hello")
    assert receive_packet(pair[1], size) == Packet(expected, None, 5 - len(expected))
    with pytest.raises(BlockingIOError):
        receive_packet(pair[1], size)


def test_a_system_that_tells_less(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packets, "_TELLS", False)
    for _ in range(2):
        pair[0].send(b"hello")
    assert receive_packet(pair[1], 2)[::2] == (b"he", UNKNOWN)
    assert receive_packet(pair[1], 5)[::2] == (b"hello", 0)


def test_a_number_is_read_like_the_socket_that_it_is(pair: Pair) -> None:
    pair[0].send(b"hello")
    assert read_number(pair[1].fileno(), 3) == (b"hel", 2)
    assert os.fstat(pair[1].fileno()), "it is open still"


def test_a_stream_has_no_packets() -> None:
    a, b = socket.socketpair()
    with a, b:
        a.send(b"hello")
        assert read_number(b.fileno(), 3) is None and b.recv(9) == b"hello"
