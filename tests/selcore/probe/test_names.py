"""What functions, handles and data are called."""

import asyncio
import functools
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from selcore.probe.names import Names
from selcore.probe.ring import SharedRing
from selcore.watching.ring_reader import RingReader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")


class Server:
    def accept(self) -> None: ...


class Taker(asyncio.Protocol):
    def data_received(self, data: bytes) -> None: ...


def serve() -> None: ...


async def client() -> None: ...


@pytest.fixture
def named(tmp_path: Path) -> Any:
    ring = SharedRing(str(tmp_path))
    names = Names(ring)
    assert ring.ready()
    reader = RingReader(next(tmp_path.iterdir()))

    def name(number: int) -> str:
        list(reader.words())  # names are looked for once a reading
        found = reader.function(number)
        return "" if found is None else found.name

    names.name = name  # type: ignore[attr-defined]
    yield names
    reader.close()
    ring.forked()  # lets go of the file


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, ""),
        (serve, "serve"),
        (Server().accept, "Server.accept"),
        (functools.partial(serve), "serve"),
        ((serve, 3), "serve"),
        ((3, 4), "tuple"),
        (print, "print"),
        (SimpleNamespace(addr=1), "SimpleNamespace"),
        ("words", "str"),
    ],
)
def test_data(named: Any, data: Any, expected: str) -> None:
    number = named.of(data)
    assert named.name(number) == expected and named.of(data) == number


def test_a_class_that_lies_about_itself_is_not_asked(named: Any) -> None:
    class Liar:
        def __getattribute__(self, name: str) -> Any:
            raise AssertionError("asked")

    assert named.name(named.of((Liar(), serve))) == "serve"

    assert named.name(named.of(Liar())).endswith("Liar")


def test_handles_are_named_by_whom_they_serve(named: Any) -> None:
    loop = asyncio.new_event_loop()
    found: list[str] = []

    async def main() -> None:
        loop.call_soon(serve)
        task = loop.create_task(client())
        found.extend(named.name(named.of_callback(handle._callback)) for handle in loop._ready)  # type: ignore[attr-defined]
        await task

    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
    assert found == ["serve", "client"]


def test_of_a_pair_of_asyncio_the_reader_and_the_writer_are_named(named: Any) -> None:
    loop = asyncio.new_event_loop()
    read, write = (asyncio.Handle(function, (), loop) for function in (serve, Server().accept))
    pairs = [(read, None), (None, write), (read, write), (read, read), (None, None), (read, 3)]
    found = [tuple(map(named.name, named.of_both(pair))) for pair in pairs]
    loop.close()
    assert found == [
        *(("serve", ""), ("Server.accept", ""), ("serve", "Server.accept"), ("serve", ""), ("", ""), ("serve", "")),
    ]
    assert named.of_both(serve) == (named.of(serve), 0)


def test_of_a_transport_that_waits_to_write_nothing_of_the_program_is_named(named: Any) -> None:
    found: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        with theirs:
            transport, _ = await loop.create_connection(Taker, sock=ours)
            transport.write(bytes(1 << 22))
            key = loop._selector.get_key(ours)  # type: ignore[attr-defined]
            found.extend(map(named.name, named.of_both(key.data)))
            transport.abort()
            await asyncio.sleep(0)

    asyncio.run(main())
    sends = "_write_sendmsg" if sys.version_info >= (3, 12) else "_write_ready"
    assert found == ["Taker.data_received", f"_SelectorSocketTransport.{sends}"]


def test_the_same_code_has_one_number_and_its_place(named: Any) -> None:
    assert named.of(serve) == named.of((serve,)) == named.of_code(serve.__code__)


def test_a_text_that_finds_no_room_has_no_number(named: Any) -> None:
    for n in range(1100):
        named.of_text(f"{n:04}" * 250)
    assert named.of_text("one more, of which there is no room" * 20) == 0
    named.forget()
    assert named._count == 0
