"""What is registered by asyncio is named by the program's function that it is for."""

import gc
import sys
from pathlib import Path

import pytest

from selcore.probe.protocol_names import field
from selcore.watching.facts import KeyChanged

from .probed import INTERPRETERS, run, starts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is watched is watched on Linux")

PROGRAM = """
import asyncio, socket, sys
class Proto(asyncio.Protocol):
    def data_received(self, data): pass
class Child(asyncio.SubprocessProtocol):
    done = None
    def pipe_data_received(self, fd, data): pass
    def process_exited(self): self.done.set()
async def handle(reader, writer):
    await reader.read(1)
    writer.close()
async def receive(loop, sock):
    await loop.sock_recv(sock, 3)
def made():
    return Proto()
async def main():
    loop, at = asyncio.get_running_loop(), ("127.0.0.1", 0)
    streams = await asyncio.start_server(handle, *at)
    servers = [streams, await loop.create_server(Proto, *at), await loop.create_server(made, *at)]
    clients = [socket.create_connection(one.sockets[0].getsockname()) for one in servers]
    a, b = socket.socketpair()
    a.setblocking(False)
    task = loop.create_task(receive(loop, a))
    Child.done = asyncio.Event()
    transport, _ = await loop.subprocess_exec(Child, sys.executable, "-c", "print(1)")
    await Child.done.wait()
    reader, writer = await asyncio.open_connection(*servers[1].sockets[0].getsockname())
    b.send(b"x")
    await task
    writer.close()
    clients[0].send(b"x")
asyncio.run(main())
"""


def check(folder: Path, python: str = sys.executable) -> None:
    ran = run(folder, PROGRAM, python=python)
    assert ran.status == 0, ran.err
    names = [str(key.function) for key in ran.of(KeyChanged) if key.events]
    found = [name.partition(" ")[0] for name in names if "program.py" in name]
    assert found.count("handle") == 2, "a listener of streams, and what it has accepted"
    assert found.count("Proto.data_received") >= 3, "a listener by its protocol's class, and what was accepted"
    assert {"made", "receive", "Child.pipe_data_received", "main"} <= set(found)


def test_whom_asyncio_serves(tmp_path: Path) -> None:
    check(tmp_path)


@pytest.mark.heavy
@pytest.mark.parametrize("python", INTERPRETERS[1:])
def test_whom_asyncio_serves_everywhere(python: str, tmp_path: Path) -> None:
    if not starts(python):
        pytest.skip(f"{python} does not start here")
    check(tmp_path, python)


@pytest.mark.skipif(
    sys.version_info < (3, 11), reason="before, each object has a dictionary from the first attribute on"
)
def test_to_read_an_attribute_makes_no_dictionary() -> None:
    class Transport:
        def __init__(self) -> None:
            self._protocol = "one"

    made = Transport()
    assert field(made, "_protocol") == "one" and field(made, "_none") is None
    assert not any(type(one) is dict for one in gc.get_referents(made))
