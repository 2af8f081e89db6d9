"""The main job: the echo server runs in the window and any real client talks to it."""

import shutil
import subprocess
import sys

import pytest

from tests.ui.user import User

CLIENT = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as sock:
    sock.sendall(sys.stdin.buffer.read())
    sock.shutdown(socket.SHUT_WR)
    with sock.makefile("rb") as answer:
        sys.stdout.buffer.write(answer.read())
"""


def python_client(port: int) -> list[str]:
    return [sys.executable, "-c", CLIENT, str(port)]


def netcat(port: int) -> list[str]:
    program = shutil.which("nc") or shutil.which("ncat")
    # Where there is none, the other client does the same again: the server is what is tested.
    return [program, "-N", "127.0.0.1", str(port)] if program else python_client(port)


@pytest.mark.parametrize("client", [netcat, python_client])
@pytest.mark.parametrize("backend", ["select", "poll", "epoll"])
def test_a_real_client_gets_every_byte_back_in_capitals(user: User, free_port: int, client, backend: str) -> None:  # type: ignore[no-untyped-def]
    user.backend(backend)
    user.do("scenario.echo-server")
    assert user.object("server")["address"] == f"127.0.0.1:{free_port}"
    user.action("loop.run").trigger()
    user.wait_for("running")
    said = b"".join(b"line %d of the poem\n" % number for number in range(20_000))
    with subprocess.Popen(client(free_port), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        answer = _talk(user, process, said)
    assert answer == said.upper()
    user.wait_until(lambda: [row["state"] for row in user.objects()] == ["listening", "closed"])
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    state = user.window.store.objects["server.1"]
    assert (state.received, state.sent) == (len(said), len(said))
    counted = sum(int(row["count"]) for row in user.rows() if row["returned"])
    assert user.label("counts.words").startswith(f"{counted:,} results")
    assert user.find(object, "fileobjects").model().rowCount() == 2


def _talk(user: User, process: subprocess.Popen[bytes], said: bytes) -> bytes:
    """Say it and hear the answer, while the window goes on living."""
    import threading

    heard: list[bytes] = []
    thread = threading.Thread(target=lambda: heard.append(process.communicate(said)[0]))
    thread.start()
    user.wait_until(lambda: not thread.is_alive())
    thread.join()
    return heard[0]
