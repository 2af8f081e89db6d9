"""What functions, handles and data are called."""

import asyncio
import functools
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


def test_the_same_code_has_one_number_and_its_place(named: Any) -> None:
    assert named.of(serve) == named.of((serve,)) == named.of_code(serve.__code__)


def test_a_text_that_finds_no_room_has_no_number(named: Any) -> None:
    for n in range(1100):
        named.of_text(f"{n:04}" * 250)
    assert named.of_text("one more, of which there is no room" * 20) == 0
    named.forget()
    assert named._count == 0
