"""The main job: an echo server made of a listener and two callbacks, and real clients in processes of their own."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from selcore.experiment.file import parse
from selcore.headless.player import Player
from selcore.values.commands import Open, Register, Run
from tests.selcore.driver import HERE, Driver, driving, looped
from tests.selcore.recipes import recipe

CLIENT = Path(__file__).with_name("echo_client.py")


@pytest.fixture(params=HERE)
def server(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """An echo server that runs until it is paused."""
    with driving(backend=request.param, lossless=True) as driver:
        driver.done(
            Open(kind="tcp-listener", name="server", options={"backlog": 512}),
            Register(name="server", events=("read",), callback="accept", options={"then": "echo-upper"}),
        )
        driver.block(Run())
        yield driver


def port_of(server: Driver) -> str:
    return server.objects["server"].address.rpartition(":")[2]


def connected(server: Driver) -> list[str]:
    return [state.name for state in server.objects.values() if state.state == "connected"]


def finish(server: Driver) -> None:
    """Pause; the books must balance."""
    step = 2
    server.worker.pause()
    outcome = looped(server.outcome(step))
    assert (outcome.calls, outcome.results) == (server.totals.calls, server.totals.results)
    assert server.counted() == (server.totals.calls, server.totals.results)
    assert server.dropped == 0


LOADS = [(1, 0), (3, 1 << 20), (200, 1 << 18), pytest.param(200, 1 << 20, marks=pytest.mark.heavy)]


@pytest.mark.parametrize(("clients", "size"), LOADS)
def test_every_byte_of_every_client_comes_back_in_capitals(server: Driver, clients: int, size: int) -> None:
    command = [sys.executable, str(CLIENT), port_of(server), str(clients), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        server.until(lambda: process.poll() is not None)
        assert process.stdout is not None
        assert process.stdout.read().split() == [str(clients * size)] * 2
    server.until(lambda: not connected(server))
    finish(server)
    assert server.totals.received == server.totals.sent == clients * size
    connections = [state for state in server.objects.values() if state.kind == "connection"]
    assert sorted(state.name for state in connections) == sorted(f"server.{number + 1}" for number in range(clients))
    assert {(state.state, state.registered, state.received, state.sent, state.pending) for state in connections} == {
        ("closed", None, size, size, 0)
    }


PYTHON_CLIENT = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[-1]))) as peer:
    peer.sendall(sys.stdin.buffer.read())
    peer.shutdown(socket.SHUT_WR)
    while data := peer.recv(65536):
        sys.stdout.buffer.write(data)
"""


def client_commands() -> dict[str, list[str]]:
    found = {"python": [sys.executable, "-c", PYTHON_CLIENT]}
    if netcat := shutil.which("nc"):
        found["nc"] = [netcat, "-N", "127.0.0.1"]
    return found


@pytest.mark.parametrize("client", client_commands())
def test_any_client_talks_to_it(server: Driver, client: str) -> None:
    command = [*client_commands()[client], port_of(server)]
    said = "hello, straße\n" * 1000
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        answer, _ = process.communicate(said.encode(), timeout=20)
    assert answer == said.encode().upper()
    server.until(lambda: server.totals.sent and not connected(server))
    finish(server)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("backend", HERE)
def test_it_plays_from_a_file(backend: str) -> None:
    port = free_port()
    experiment = parse(
        recipe(
            {"do": "open", "kind": "tcp-listener", "name": "server", "options": {"port": port}},
            {
                "do": "register",
                "name": "server",
                "events": ["read"],
                "callback": "accept",
                "options": {"then": "echo-upper"},
            },
            # Accepted, received and sent in one call or in several; the end of each is a call of its own.
            {"do": "run", "timeout": 30, "seconds": 30},
        )
    )
    player = Player(experiment, backend, max_wait=30)
    command = [sys.executable, str(CLIENT), str(port), "5", "10000"]
    process = None
    closed, lines = 0, []
    for line in player.play():
        lines.append(line)
        if line.get("step") == 1:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        closed += sum("closed" in (one["did"] or "") for one in line.get("ready", ()))
        if closed == 5:
            player.stop()
    assert process is not None
    with process:
        assert process.communicate(timeout=20)[0].split() == ["50000", "50000"]
    assert lines[-1]["bounded_by"] == "pause"
    rows = [line for line in lines if "call" in line and line["ok"] and "ready" in line]
    assert sum(len(line["ready"]) * line.get("repeat", 1) for line in rows) == lines[-1]["results"]
    assert {line["backend"] for line in lines} == {backend}
