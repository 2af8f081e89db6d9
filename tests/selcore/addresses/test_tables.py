"""Who has an address is what the kernel's tables say, compared with sockets of ours and of a child."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from selcore.addresses import tables as address_tables
from selcore.addresses.socket_diag import DiagEntry
from selcore.addresses.tables import RunningProcess, knows_paths, path_entries, port_entries, process_of
from tests.nobody import BECOME

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="no such tables here")


@pytest.fixture(params=["asked", "read"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kernel is asked, or its table is read, as where it does not answer."""
    if request.param == "read":
        monkeypatch.setattr(address_tables, "sockets_of_port", refuse)
    return str(request.param)


def refuse(*_: object) -> list[DiagEntry]:
    raise PermissionError(1, "Operation not permitted")


def inode(sock: socket.socket) -> int:
    return os.fstat(sock.fileno()).st_ino


@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("asked", ["127.0.0.1", "0.0.0.0", "", "localhost", "::ffff:127.0.0.1"])
def test_a_listener_is_found_by_whoever_asks_for_its_port(bound: str, asked: str) -> None:
    with socket.create_server((bound, 0)) as server:
        found = port_entries(asked, server.getsockname()[1])
        assert [(entry.use, entry.inode, entry.uid) for entry in found] == [("listens", inode(server), os.geteuid())]


def test_another_address_of_the_same_port_is_no_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert port_entries("127.0.0.2", server.getsockname()[1]) == []


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_the_other_family_and_datagrams() -> None:
    with socket.create_server(("::", 0), family=socket.AF_INET6) as server:
        port = server.getsockname()[1]
        assert [entry.inode for entry in port_entries("::1", port)] == [inode(server)]
        assert port_entries("::1", port, datagrams=True) == []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        (entry,) = port_entries("127.0.0.1", udp.getsockname()[1], datagrams=True)
        assert (entry.use, entry.inode) == ("other", inode(udp))


def test_a_connection_that_was_closed_here_first_is_remembered_for_a_minute() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        accepted = server.accept()[0]
        accepted.close()
        assert client.recv(1) == b""
        client.close()
    (entry,) = port_entries("127.0.0.1", port)
    assert entry.use == "time-wait" and entry.inode == 0 and entry.seconds is not None and 0 < entry.seconds <= 61


def test_a_listener_comes_before_its_connections() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        accepted = server.accept()[0]
        with accepted:
            assert [entry.use for entry in port_entries("", server.getsockname()[1])] == ["listens", "other"]


@pytest.mark.parametrize("name", ["a path", "\0abstract"])
def test_a_unix_socket_is_found_by_the_path_it_was_bound_to(tmp_path: Path, name: str) -> None:
    path = f"{name}-{os.getpid()}" if name.startswith("\0") else str(tmp_path / name)
    assert knows_paths() and path_entries(path) == []
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(path)
        assert [(entry.use, entry.inode) for entry in path_entries(path)] == [("other", inode(sock))]
        sock.listen()
        assert [entry.use for entry in path_entries(path)] == ["listens"]


def test_the_process_is_named_and_what_cannot_be_seen_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_tables, "PATIENCE", 60)  # a machine may be busy
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = process_of(inode(server))
        assert found is not None and found.pid == os.getpid() and found.name
    assert process_of(1) is None


def test_nobody_sees_the_sockets_of_root() -> None:
    code = f"""
import os, socket, subprocess, sys
from selcore.addresses import tables as address_tables
from selcore.addresses.tables import port_entries, process_of
address_tables.PATIENCE = 60
child = subprocess.Popen([sys.executable, "-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); "
    "print(s.getsockname()[1], flush=True); input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
port = int(child.stdout.readline())
{BECOME}
(entry,) = port_entries("127.0.0.1", port)
print(entry.uid, process_of(entry.inode) is None)
child.communicate("\\n")
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    uid, hidden = said.stdout.split()
    assert int(uid) == os.geteuid() and (hidden == "True" or os.geteuid() != 0)


def test_nobody_waits_for_more_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_tables, "PATIENCE", -1)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(TimeoutError):
        process_of(inode(server))


def test_without_tables_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(address_tables, "PROC", tmp_path)
    assert port_entries("", 80) == path_entries("/x") == [] and not knows_paths() and process_of(1) is None


def test_a_name_is_printable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(address_tables, "PROC", tmp_path)
    folder = tmp_path / "7" / "fd"
    folder.mkdir(parents=True)
    (folder / "3").symlink_to("socket:[12]")
    (tmp_path / "7" / "comm").write_bytes(b"e\x1b[2Jvil\xff\n")
    assert process_of(12) == RunningProcess(7, "e?[2Jvil\N{REPLACEMENT CHARACTER}")


def test_a_connection_whose_other_end_is_still_open_is_closing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        server.accept()[0].close()
    with client:
        assert [(entry.use, entry.inode) for entry in port_entries("127.0.0.1", port)] == [("closing", 0)]
