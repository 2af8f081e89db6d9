"""Urgent data and error queues are told apart from data and errors, and nothing of them is taken by looking."""

import socket
import sys
from typing import Any

import pytest

from selcore.observe.descriptor import observe

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="SIOCATMARK and MSG_ERRQUEUE of Linux")
IP_RECVERR = 11


def pair() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        return client, server.accept()[0]


def seen(sock: socket.socket) -> Any:
    return observe(sock.fileno(), sock)


@pytest.mark.parametrize("make", [pair, socket.socketpair])
def test_urgent_data_is_here_or_ahead(make: Any) -> None:
    ours, theirs = make()
    with ours, theirs:
        assert (seen(ours).urgent, seen(ours).inline) == ("", False)
        theirs.send(b"ab")
        theirs.send(b"!", socket.MSG_OOB)
        assert seen(ours).urgent == "ahead"
        assert ours.recv(2) == b"ab" and seen(ours).urgent == "here"
        assert seen(ours).urgent == "here"  # looking moved nothing
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
        assert seen(ours).inline and ours.recv(1) == b"!"


def test_an_error_may_be_that_of_the_queue_where_an_option_fills_it() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as told,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone,
    ):
        gone.bind(("127.0.0.1", 0))
        told.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
        for one in (plain, told):
            one.connect(gone.getsockname())
        gone.close()
        for one in (plain, told):
            one.send(b"x")
        assert (seen(plain).error_queue, seen(told).error_queue) == (False, True)
        for one in (plain, told):
            with pytest.raises(ConnectionRefusedError):
                one.recv(9)
        assert not seen(plain).flags & 8 and seen(told).flags & 8  # POLLERR stays until the queue is read
        told.recvmsg(0, 512, socket.MSG_ERRQUEUE)
        assert not seen(told).flags & 8 and not seen(told).error_queue
