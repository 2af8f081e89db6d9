"""Names of descriptors: those of this process, asked as another's."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from selcore.watching.descriptor_names import DescriptorNames

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


@pytest.fixture
def names() -> Iterator[DescriptorNames]:
    made = DescriptorNames(os.getpid())
    yield made
    made.close()


def test_a_server_its_clients_and_who_called_out(names: DescriptorNames) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        connection, peer = server.accept()
        with connection:
            port = server.getsockname()[1]
            assert names.name(server.fileno()) == f"127.0.0.1:{port}"
            assert names.name(connection.fileno()) == f"127.0.0.1:{peer[1]}"
            assert names.name(client.fileno()) == f"127.0.0.1:{peer[1]} → 127.0.0.1:{port}"


def test_pipes_files_and_what_is_no_more(names: DescriptorNames, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    assert names.name(reader) == f"pipe fd {reader}"
    os.close(writer)
    with (tmp_path / "notes.txt").open("w") as file:
        assert names.name(file.fileno()) == str(tmp_path / "notes.txt")
        number = file.fileno()
    os.close(reader)
    assert names.name(number).endswith("notes.txt")
    names.forget(number)
    assert names.name(number) == f"fd {number}" and names.link(number) == ""


def test_unix_sockets(names: DescriptorNames, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        assert names.name(server.fileno()) == str(tmp_path / "s")
    a, b = socket.socketpair()
    with a, b:
        names.forget(a.fileno())
        assert names.name(a.fileno()) == f"socket fd {a.fileno()}"


def test_a_process_that_is_no_more_has_none() -> None:
    made = DescriptorNames(2**22 - 1)
    assert made.name(3) == "fd 3" and not made.link_is_told() and made.duplicate(3) is None
    made.close()
