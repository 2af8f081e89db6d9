"""Options, modes and clocks that keep an event back are told as the OS has them."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selcore.observe import holding_back
from selcore.observe.descriptor import observe
from selcore.observe.holding_back import HalfOpen, deferring, edits_lines, low_water, most_unsent, time_left

termios = pytest.importorskip("termios")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        made.listen(5)
        yield made


def test_a_low_water_mark_is_told_where_it_is_not_that_of_everybody() -> None:
    a, b = socket.socketpair()
    with a, b:
        assert low_water(a) == {}
        a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 10)
        assert low_water(a) == {"lowat": 10} and observe(a.fileno(), a).lowat == 10


@linux
def test_how_much_may_wait_to_be_sent(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()) as client:
        assert most_unsent(client) == {}
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, 100)
        assert most_unsent(client) == {"most_unsent": 100} and observe(client.fileno(), client).most_unsent == 100


@linux
def test_connections_that_are_held_back_are_counted(listener: socket.socket) -> None:
    assert deferring(listener) == {}
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 5)
    assert HalfOpen().to(listener.fileno()) == 0
    clients = [socket.create_connection(listener.getsockname()) for _ in range(2)]
    seen = observe(listener.fileno(), listener)
    assert seen.defer >= 5 and (HalfOpen().to(listener.fileno()), seen.backlog) == (2, 0)
    clients[0].send(b"x")
    listener.accept()[0].close()  # its first byte has let one through
    assert HalfOpen().to(listener.fileno()) == 1
    for client in clients:
        client.close()


@linux
def test_connections_to_another_address_with_that_port_are_not_counted(listener: socket.socket) -> None:
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 5)
    with socket.socket() as other, socket.create_connection(listener.getsockname()):
        other.bind(("127.0.0.2", listener.getsockname()[1]))
        other.listen(5)
        half = HalfOpen()
        assert (half.to(listener.fileno()), half.to(other.fileno())) == (1, 0)


@linux
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - nobody is let in: the test connects to itself
def test_a_listener_on_every_address_has_those_to_each(host: str, tmp_path: Path, monkeypatch: Any) -> None:
    """Of a table that is written here, since nothing listens beyond loopback in these tests."""
    monkeypatch.setattr(holding_back, "_NET", tmp_path)
    rows = [
        "  0: 0100007F:1F90 0100007F:9000 03 0",
        "  1: 0200007F:1F90 0100007F:9001 03 0",
        "  2: 0100007F:1F90 0:1 01 0",
    ]
    for table in ("tcp", "tcp6"):
        (tmp_path / table).write_text("\n".join(["head", *rows]), "ascii")
    half = HalfOpen()
    monkeypatch.setattr(holding_back, "_bound_to", lambda fd: (socket.AF_INET6 if ":" in host else 2, (host, 8080)))
    assert half.to(9) == 2
    (tmp_path / "tcp").unlink()
    (tmp_path / "tcp6").unlink()
    assert half.to(9) == 2  # read once for all that are looked at together
    assert HalfOpen().to(9) is None


def test_whether_a_terminal_edits_lines() -> None:
    master, slave = os.openpty()
    try:
        assert edits_lines(slave, termios) and observe(slave).lines and not observe(master).lines
        mode: list[Any] = termios.tcgetattr(slave)
        mode[3] &= ~termios.ICANON
        termios.tcsetattr(slave, termios.TCSANOW, mode)
        assert not edits_lines(slave, termios) and not edits_lines(-1, termios) and not edits_lines(slave, None)
    finally:
        os.close(master)
        os.close(slave)


def test_the_time_that_a_timer_has_left() -> None:
    assert time_left({"it_value": ["(1, 500)"]}) == 1_000_000_500
    assert time_left({"it_value": ["(0, 0)"]}) == 0
    assert time_left({}) is None
