"""Each name is told once, and has one number."""

import sys
from pathlib import Path

import pytest

from selcore.probe.name_table import NameTable, plain
from selcore.probe.ring import SharedRing
from selcore.watching.ring_reader import RingReader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="posix_fallocate")


class Server:
    def accept(self) -> None: ...


async def client() -> None: ...


def test_a_function_is_told_once_with_its_place(tmp_path: Path) -> None:
    ring = SharedRing(str(tmp_path))
    table = NameTable(ring)
    number = table.of_function(Server().accept)
    coroutine = client()
    others = [table.of_coroutine(coroutine), table.of_function(print), table.of_text("a text")]
    coroutine.close()
    assert [number, *others] == [1, 2, 3, 4] and table.of_code(Server.accept.__code__) == number
    reader = RingReader(next(tmp_path.iterdir()))
    found = reader.function(number)
    assert found is not None and (found.name, found.file) == ("Server.accept", __file__) and found.line > 0
    reader.close()
    table.forget()
    assert table.of_text("another") == 1
    ring.forked()


def test_what_is_plain() -> None:
    assert plain(Server().accept) is plain(Server.accept) is Server.accept
    assert plain(print) is plain(Server) is None
