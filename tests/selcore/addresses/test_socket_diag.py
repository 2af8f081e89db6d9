"""What the kernel answers about a port is what plain sockets have, however long its tables are."""

import errno
import os
import socket
import sys

import pytest

from selcore.addresses import socket_diag
from selcore.addresses import tables as address_tables
from selcore.addresses.socket_diag import sockets_of_port
from selcore.addresses.tables import TableEntry, port_entries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="netlink is Linux's")
LISTENS, ESTABLISHED = 0x0A, 0x01


@pytest.fixture(autouse=True)
def answers() -> None:
    try:
        sockets_of_port(socket.AF_INET, 1, False)
    except OSError as error:
        pytest.skip(f"the kernel does not answer: {error}")


def test_a_listener_and_its_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted = server.accept()[0]
        with accepted:
            found = sockets_of_port(socket.AF_INET, server.getsockname()[1], False)
            assert {(one.state, one.inode, one.uid) for one in found} == {
                (LISTENS, os.fstat(server.fileno()).st_ino, os.geteuid()),
                (ESTABLISHED, os.fstat(accepted.fileno()).st_ino, os.geteuid()),
            }
            assert {one.address for one in found} == {bytes((127, 0, 0, 1))}
            own = sockets_of_port(socket.AF_INET, client.getsockname()[1], False)  # others may have it to another peer
            assert os.fstat(client.fileno()).st_ino in {one.inode for one in own}


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_each_family_and_protocol_is_asked_apart() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as udp:
        udp.bind(("::1", 0))
        port = udp.getsockname()[1]
        (one,) = sockets_of_port(socket.AF_INET6, port, True)
        assert (one.inode, one.address) == (os.fstat(udp.fileno()).st_ino, bytes(15) + b"\1")
        assert sockets_of_port(socket.AF_INET, port, True) == sockets_of_port(socket.AF_INET6, port, False) == []


def test_a_table_that_is_too_long_to_be_read_hides_no_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_tables, "LONGEST", 0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        inode = os.fstat(server.fileno()).st_ino
        assert port_entries("127.0.0.1", server.getsockname()[1]) == [TableEntry("listens", inode, os.geteuid(), None)]


def test_a_refusal_is_the_kernels_own() -> None:
    with pytest.raises(OSError) as refused:
        sockets_of_port(39, 80, False)  # of 46 families that Linux has, one without such an answer
    assert refused.value.errno in {errno.ENOENT, errno.EINVAL}


def test_it_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_diag, "PATIENCE", -1)
    with pytest.raises((TimeoutError, ValueError)):
        sockets_of_port(socket.AF_INET, 80, False)


def test_without_netlink_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_diag, "_NETLINK", None)
    with pytest.raises(OSError):
        sockets_of_port(socket.AF_INET, 80, False)
