"""Each starter runs to its end, with and without being watched, and what it plants is named, and nothing else."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import selcore.programs.starters as starters
from selcore.programs.starters import STARTERS, path_of

from .followed import begin, finish, follow

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")
FOLDER = Path(starters.__file__).parent
LOOPS = {
    "own_loop": ("2", set(), {"main.<locals>.hear"}),
    "asyncio_echo": ("2", set(), {"handle_client"}),
    "asyncio_slow": ("3", {"long-turn"}, {"handle_client"}),
    "spinning": ("1.6", {"always-writable"}, {"on_ready"}),
    "leaking": ("3", {"closed-registered"}, {"accept", "serve"}),
}
"""The argument, what must be warned of, what keys must name."""


def path(id: str) -> Path:
    return FOLDER / f"{id}.py"


def test_each_file_is_in_the_list_and_says_what_it_is() -> None:
    there = {one.stem for one in FOLDER.glob("*.py")} - {"__init__"}
    assert there == {starter.id for starter in STARTERS} and len(there) == len(STARTERS)
    assert {starter.partner for starter in STARTERS} - {""} <= there
    for starter in STARTERS:
        assert path_of(starter) == path(starter.id)
        text = path_of(starter).read_text(encoding="utf-8")
        assert text.startswith('"""') and "selcore" not in text and starter.title


@pytest.mark.parametrize("id", ["asyncio_slow", *(pytest.param(id, marks=pytest.mark.heavy) for id in LOOPS)])
def test_what_it_plants_is_named(id: str) -> None:
    argument, lints, functions = LOOPS[id]
    found = follow(path(id), argument)
    assert found.status == 0 and "Traceback" not in found.out
    assert lints <= found.lints <= lints | {"long-turn"} and functions <= found.functions
    slow = [warning for warning in found.warnings if warning.lint == "long-turn"]
    assert all(one.function is not None and one.function.line > 0 for one in slow)


@pytest.mark.parametrize("id", ["echo_server", pytest.param("state_server", marks=pytest.mark.heavy)])
def test_a_server_serves_and_is_asked_to_end(id: str) -> None:
    server = begin(path(id), "0")
    assert server.process.stdout is not None
    port = server.process.stdout.readline().decode().split()[-1]
    with socket.create_connection(("127.0.0.1", int(port))) as client:
        for word in (b"one", b"two"):
            client.sendall(word)
            assert client.recv(100) == word
    if id == "echo_server":
        command = [sys.executable, str(path("echo_client")), port]
        done = subprocess.run(command, input="typed\n", capture_output=True, text=True, timeout=30)
        assert done.stdout.splitlines()[1:] == ["typed"] and done.stderr == ""
    server.stop()
    found = finish(server)
    assert found.status != 0 and "KeyboardInterrupt" in found.out
    assert ({"accept", "echo"} if id == "echo_server" else {"SimpleNamespace"}) <= found.functions
