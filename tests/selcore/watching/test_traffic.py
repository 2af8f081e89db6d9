"""Whether somebody receives or sends, without touching it."""

import os
import socket
import sys
from collections.abc import Iterator

import pytest

from selcore.values.masks import READ, WRITE
from selcore.watching import traffic
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
        a.recv(9)
        assert served(pidfd, a.fileno(), READ) is None
        b.shutdown(socket.SHUT_WR)
        assert served(pidfd, a.fileno(), READ) == traffic.ENDED
    assert served(pidfd, 4095, READ) is None and served(-1, 0, READ) is None


def test_of_a_pipe_whatever_its_process_reads_may_have_come_from_it(pidfd: int) -> None:
    """Who writes to it may fill it up again at once: there is the same in it whenever one looks."""
    reader, writer = os.pipe()
    try:
        assert served(pidfd, reader, READ) is None
        os.write(writer, b"1234")
        before = served(pidfd, reader, READ)
        assert before is not None and served(pidfd, writer, WRITE) is None
        os.read(reader, 4)
        os.write(writer, b"5678")
        assert served(pidfd, reader, READ) not in (before, None)
    finally:
        os.close(reader)
        os.close(writer)


def test_of_datagrams_all_that_wait_are_counted(pidfd: int) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        assert served(pidfd, one.fileno(), READ) is None
        for _ in range(3):
            one.sendto(b"123", one.getsockname())
        before = served(pidfd, one.fileno(), READ)
        assert before is not None and served(pidfd, one.fileno(), READ) == before
        one.recv(9)
        one.sendto(b"456", one.getsockname())
        assert served(pidfd, one.fileno(), READ) not in (before, None)
    a, b = socket.socketpair(type=socket.SOCK_DGRAM)
    with a, b:
        b.send(b"123")
        assert served(pidfd, a.fileno(), READ) is None
