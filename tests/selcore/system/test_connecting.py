"""A connect that has failed is told from one in progress, and its error stays."""

import socket
import sys

import pytest

from selcore.system.connecting import has_failed

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="TCP_INFO of Linux")


def _tcp() -> socket.socket:
    sock = socket.socket()
    sock.setblocking(False)
    return sock


@linux
def test_a_connect_that_was_refused_has_failed_and_its_error_is_still_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
    with _tcp() as sock:
        sock.connect_ex(address)
        assert has_failed(sock)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0


def test_one_that_was_made_or_waits_has_not() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        socks = [_tcp() for _ in range(4)]  # the last of them find the queue full
        try:
            for sock in socks:
                sock.connect_ex(listener.getsockname())
            assert not any(map(has_failed, socks))
        finally:
            for sock in socks:
                sock.close()


def test_of_what_is_no_tcp_socket_nothing_is_said() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        assert not has_failed(udp)
    assert not has_failed(7) and not has_failed(udp)
