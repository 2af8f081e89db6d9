"""A file object counts what it moves and tells what it is."""

import socket

from selcore.kinds.file_object import SocketObject, format_address


def test_addresses_as_people_write_them() -> None:
    for address, written in (
        (("127.0.0.1", 80), "127.0.0.1:80"),
        (("::1", 80, 0, 0), "[::1]:80"),
        ("/tmp/s", "/tmp/s"),
        (b"\0abstract", "@abstract"),
    ):
        assert format_address(address) == written


def test_each_method_is_one_call_and_counted() -> None:
    left, right = socket.socketpair()
    with left, right:
        left.setblocking(False)
        one, other = SocketObject("a", "socketpair", left), SocketObject("b", "socketpair", right)
        assert (one.send(b"hello"), one.sent) == (5, 5)
        assert (other.receive(3), other.receive(9), other.received) == (b"hel", b"lo", 5)
        one.shutdown("write")
        assert (other.receive(1), other.state) == (b"", "eof")
        state = one.snapshot(3, 1, "drain", {})
        assert (state.asked, state.registered, state.callback, state.sent) == (3, 1, "drain", 5)
