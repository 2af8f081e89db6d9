"""Ports, sockets, FIFOs and files that can be had once only become private ones, and each replacement is said."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from selcore.compare import isolate as module
from selcore.compare.isolate import CannotIsolate, Isolated, isolate
from selcore.compare.ports import HIGHEST, LOWEST
from selcore.experiment.file import parse
from tests.selcore.recipes import opened, recipe

BOTH = ("select", "poll")


def isolated(tmp_path: Path, *commands: dict[str, Any], backends: tuple[str, ...] = BOTH) -> Isolated:
    folder = tmp_path / "private"
    folder.mkdir()
    return isolate(parse(recipe(*commands)), backends, folder)


def option(found: Isolated, backend: str, place: int, name: str) -> Any:
    command: Any = found.experiments[backend].commands[place]
    return command.options[name]


def said(found: Isolated) -> list[str]:
    return [str(notice) for notice in found.notices]


@pytest.fixture
def taken() -> Any:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_becomes_a_free_one_for_each(taken: int, tmp_path: Path) -> None:
    client = opened("tcp-client", "client", port=taken)
    found = isolated(tmp_path, opened("tcp-listener", "server", port=taken), client)
    ports = [option(found, backend, 0, "port") for backend in BOTH]
    assert len(set(ports)) == 2 and all(LOWEST <= port < HIGHEST for port in ports)
    assert [option(found, backend, 1, "port") for backend in BOTH] == ports
    assert said(found) == [f"Port {taken} is in use; {ports[0]} and {ports[1]} here."]


def test_one_alone_keeps_a_port_that_is_free(taken: int, tmp_path: Path) -> None:
    listener = opened("tcp-listener", "server", port=taken)
    found = isolated(tmp_path, listener, backends=("poll",))
    assert said(found) == [f"Port {taken} is in use; {option(found, 'poll', 0, 'port')} here."]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
    found = isolate(parse(recipe(opened("tcp-listener", "server", port=free))), ("poll",), tmp_path)
    assert option(found, "poll", 0, "port") == free and said(found) == []


def test_destinations_follow_the_port(taken: int, tmp_path: Path) -> None:
    found = isolated(
        tmp_path,
        opened("udp", "u", port=taken),
        opened("tcp-socket", "t"),
        {"do": "send", "name": "u", "text": "x", "to": f"127.0.0.1:{taken}"},
        {"do": "connect", "name": "t", "host": "127.0.0.1", "port": taken},
        {"do": "select", "timeout": 0, "during": [{"do": "send", "name": "u", "size": 1, "to": f"127.0.0.1:{taken}"}]},
    )
    port = option(found, "poll", 0, "port")
    send, connect, select = found.experiments["poll"].commands[2:]
    assert (send.to, connect.port) == (f"127.0.0.1:{port}", port)  # type: ignore[union-attr]
    assert select.during[0].to == f"127.0.0.1:{port}"  # type: ignore[union-attr]


def test_what_others_serve_and_any_free_port_stay_what_they_are(tmp_path: Path) -> None:
    found = isolated(tmp_path, opened("tcp-listener", "server", port=0), opened("tcp-client", "c", port=9))
    assert (option(found, "poll", 0, "port"), option(found, "poll", 1, "port")) == (0, 9)
    assert said(found) == []


def test_a_file_that_is_written_is_a_copy_for_each_and_one_that_is_read_stays(tmp_path: Path) -> None:
    file, other = tmp_path / "notes.txt", tmp_path / "read.txt"
    file.write_text("what is there")
    file.chmod(0o640)
    other.write_text("x")
    found = isolated(
        tmp_path,
        opened("text-file", "w", path=str(file), mode="a"),
        opened("text-file", "r", path=str(file)),
        opened("text-file", "o", path=str(other)),
    )
    paths = [Path(option(found, backend, 0, "path")) for backend in BOTH]
    assert len({*paths, file}) == 3
    assert [path.read_text() for path in paths] == ["what is there"] * 2
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o640] * 2
    assert option(found, "poll", 1, "path") == option(found, "poll", 0, "path")
    assert option(found, "poll", 2, "path") == str(other)
    assert said(found) == [f"File {file}: each has a copy of its own here."]


def test_what_will_be_refused_anyway_is_left_to_be_refused(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "no" / "file")
    found = isolated(
        tmp_path,
        opened("text-file", "f", path=nowhere, mode="w"),
        opened("binary-file", "d", path=str(tmp_path), mode="wb"),
        opened("unix-listener", "u", path=str(tmp_path / ("x" * 120))),
        opened("tcp-listener", "far", host="192.0.2.1", port=5),
    )
    assert found.experiments["poll"] == parse(
        recipe(
            opened("text-file", "f", path=nowhere, mode="w"),
            opened("binary-file", "d", path=str(tmp_path), mode="wb"),
            opened("unix-listener", "u", path=str(tmp_path / ("x" * 120))),
            opened("tcp-listener", "far", host="192.0.2.1", port=5),
        )
    )
    assert said(found) == []


def test_a_file_too_large_to_copy_is_said_and_nothing_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"123")
    monkeypatch.setattr(module, "LARGEST", 2)
    with pytest.raises(CannotIsolate, match="3 bytes"):
        isolated(tmp_path, opened("binary-file", "f", path=str(file), mode="r+b"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_and_a_unix_socket_are_private(tmp_path: Path) -> None:
    fifo, sock = tmp_path / "f", tmp_path / "s"
    os.mkfifo(fifo)
    found = isolated(
        tmp_path,
        opened("fifo", "fifo", path=str(fifo)),
        opened("unix-listener", "server", path=str(sock)),
        opened("unix-client", "client", path=str(sock)),
    )
    assert len({option(found, backend, 0, "path") for backend in BOTH} | {str(fifo)}) == 3
    assert option(found, "poll", 1, "path") == option(found, "poll", 2, "path") != str(sock)
    assert len(said(found)) == 2


def test_what_is_bound_later_is_private_too(taken: int, tmp_path: Path) -> None:
    sock = str(tmp_path / "s")
    found = isolated(
        tmp_path,
        *(opened("tcp-socket", "s"), opened("udp-socket", "u"), opened("unix-socket", "x")),
        {"do": "bind", "name": "s", "host": "127.0.0.1", "port": taken},
        {"do": "bind", "name": "x", "path": sock},
        {"do": "bind", "name": "u", "host": "127.0.0.1", "port": 0},
        {"do": "connect", "name": "u", "host": "127.0.0.1", "port": taken},
    )
    tcp, unix, udp, connect = (found.experiments["poll"].commands[place] for place in (3, 4, 5, 6))
    assert tcp.port == connect.port != taken and udp.port == 0  # type: ignore[union-attr]
    assert unix.path != sock and len(said(found)) == 2  # type: ignore[union-attr]


def test_each_column_keeps_its_own_selector_class(tmp_path: Path) -> None:
    found = isolated(tmp_path, {"do": "use-backend", "backend": "epoll"})
    assert found.experiments["poll"].commands[0].backend == "poll"  # type: ignore[union-attr]
    assert said(found)[0].startswith("Step 1 would change the selector class")


def test_what_cannot_be_given_to_a_child_is_said(tmp_path: Path) -> None:
    found = isolated(tmp_path, opened("stdin", "in"), opened("fd", "seven", number=7))
    assert said(found) == [
        "Standard streams: stdin is the null device here, stdout and stderr are pipes.",
        "Descriptor 7 is this program's own: the others do not have it.",
    ]
