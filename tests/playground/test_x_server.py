"""Whether an X server lets a window in is what it says itself, to whoever shows the key that belongs to it."""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from playground.check import plugin_problem
from playground.x_server import COOKIE, refusal

from .shell import linux, python, the_line

NUMBER = 8_000_000 + os.getpid()
HERE = f":{NUMBER}"
PLACE = f"\0/tmp/.X11-unix/X{NUMBER}"
REASON = "Authorization required, but no authorization protocol specified\n"
RIGHT, WRONG = bytes(range(16)), bytes(16)

pytestmark = linux


@contextmanager
def x_server(cookie: bytes = RIGHT) -> Iterator[None]:
    """One that lets in who shows the cookie; as X servers do it, it tells everybody else why not."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(PLACE)
        server.listen()
        thread = threading.Thread(target=serve, args=(server, cookie))
        thread.start()
        try:
            yield
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def serve(server: socket.socket, cookie: bytes) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            greeting = client.recv(1000)
            if not greeting:
                continue  # only looked whether anybody listens
            order, major, minor, named, sized = struct.unpack_from("=cxHHHH", greeting)
            assert (order in b"lB", major, minor, len(greeting)) == (True, 11, 0, 12 + (named + 3) // 4 * 4 + sized)
            let_in = greeting[12 : 12 + named] == COOKIE and greeting[-16:] == cookie
            client.sendall(b"\1" + bytes(7) if let_in else refused(REASON.encode()))


def refused(reason: bytes) -> bytes:
    padded = reason + bytes(-len(reason) % 4)
    return struct.pack("=BBHHH", 0, len(reason), 11, 0, len(padded) // 4) + padded


def line(protocol: bytes, data: bytes, display: str = str(NUMBER)) -> bytes:
    fields = (b"host", display.encode(), protocol, data)
    return b"\1\0" + b"".join(struct.pack(">H", len(field)) + field for field in fields)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "Xauthority"
    monkeypatch.setenv("XAUTHORITY", str(file))
    return file


def test_who_shows_the_key_is_let_in(keys: Path) -> None:
    keys.write_bytes(line(COOKIE, WRONG, "1") + line(b"XDM-AUTHORIZATION-1", WRONG) + line(COOKIE, RIGHT))
    with x_server():
        assert refusal(HERE) is None and refusal(f"{HERE}.0") is None


@pytest.mark.parametrize(
    "held",
    [None, b"", line(COOKIE, WRONG), line(COOKIE, RIGHT, "1"), line(COOKIE, RIGHT)[:-1], b"\xff" * 99],
    ids=["no file", "nothing", "another key", "of another display", "cut short", "no file of keys"],
)
def test_who_does_not_is_told_why_in_its_own_words(held: bytes | None, keys: Path) -> None:
    if held is not None:
        keys.write_bytes(held)
    with x_server():
        assert refusal(HERE) == REASON.strip()


@pytest.mark.parametrize("kind", ["fifo", "folder", "endless", "huge"])
def test_what_is_no_file_of_keys_is_as_none(kind: str, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind == "fifo":
        os.mkfifo(keys)
    elif kind == "folder":
        keys.mkdir()
    elif kind == "endless":
        monkeypatch.setenv("XAUTHORITY", "/dev/zero")
    else:
        keys.touch()
        os.truncate(keys, 1 << 30)
    with x_server():
        assert refusal(HERE) == REASON.strip()


def test_one_that_is_not_there_says_nothing(keys: Path) -> None:
    for display in (HERE, "", ":", ":x", "::1", ":1" * 99, "unix:0", "far.example:0", "a\0b", ":9" * 50):
        assert refusal(display) is None, display


def test_one_that_says_nothing_is_not_waited_for_for_ever(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.x_server.PATIENCE", 0.01)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(PLACE)
        server.listen()
        assert refusal(HERE) is None


@pytest.fixture
def x11() -> None:
    """Qt can load what it needs for an X display; the reason why not names the library."""
    if (problem := plugin_problem("xcb")) is not None:
        pytest.skip(problem)


def test_the_program_says_it_in_one_line(keys: Path, x11: None) -> None:
    keys.write_bytes(b"")
    with x_server():
        said = python(
            "import sys; from playground.cli import main; sys.exit(main([]))",
            DISPLAY=HERE,
            QT_QPA_PLATFORM="xcb",
            XAUTHORITY=str(keys),
        )
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == (
        f"selector-playground: Qt cannot start: the X server of DISPLAY={HERE} says: {REASON.strip()}"
    )
    assert "xcb-cursor0" not in said.stderr


def test_a_display_that_is_not_there_is_named_in_one_line(x11: None) -> None:
    said = python(
        "import sys; from playground.cli import main; sys.exit(main([]))",
        DISPLAY="localhost:1",
        QT_QPA_PLATFORM="xcb",
    )
    assert said.returncode == 1
    line = the_line(said.stderr)
    assert line == "selector-playground: Qt cannot start: could not connect to display localhost:1"
