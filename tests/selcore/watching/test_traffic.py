"""Whether somebody receives or sends, without touching it."""

import os
import socket
import sys
from collections.abc import Iterator

import pytest

from selcore.values.masks import READ, WRITE
from selcore.watching.traffic import served

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pidfd_getfd")


@pytest.fixture
def pidfd() -> Iterator[int]:
    fd = os.pidfd_open(os.getpid())
    yield fd
    os.close(fd)


def test_a_tcp_connection_counts_what_is_received_and_sent(pidfd: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        connection, _ = server.accept()
        with connection:
            client.sendall(b"12345")
            fd = connection.fileno()
            assert served(pidfd, fd, READ) == served(pidfd, fd, READ) == 0
            connection.recv(2)
            assert served(pidfd, fd, READ) == 2
            before = served(pidfd, fd, WRITE)
            connection.send(b"x")
            assert before == 0 and served(pidfd, fd, WRITE) == 1
            assert served(pidfd, server.fileno(), READ) is None


def test_what_counts_nothing_tells_what_waits(pidfd: int) -> None:
    a, b = socket.socketpair()
    with a, b:
        b.send(b"123")
        assert served(pidfd, a.fileno(), READ) == 3 and served(pidfd, a.fileno(), WRITE) == 0
        assert served(pidfd, b.fileno(), WRITE) is None
    reader, writer = os.pipe()
    os.write(writer, b"1234")
    assert served(pidfd, reader, READ) == 4 and served(pidfd, writer, WRITE) is None
    os.close(reader)
    os.close(writer)
    assert served(pidfd, 4095, READ) is None and served(-1, 0, READ) is None
