"""Functions are copied as text, with what they use and what has to be imported for them."""

import ast

import pytest

from selcore.script import library
from selcore.script.library import imports_of, needed, parts


def test_a_function_comes_with_what_it_uses_and_constants_stand_first() -> None:
    source = [part.source for part in needed({"serve", "Echo"}, for_sockets=True, one_refusal=True)]
    joined = "\n".join(source)
    compile(joined, "script", "exec")
    assert joined.index("MOST = ") < joined.index("class Echo")
    assert "def name_of" in joined and "def finish" in joined and "def take" not in joined


def test_of_stream_sockets_it_reads_as_one_would_write_it() -> None:
    (echo,) = (part.source for name, part in parts(for_sockets=True, one_refusal=True).items() if name == "Echo")
    assert "sock.recv(min(65536" in echo and "sock.send(" in echo and "except BlockingIOError:" in echo
    assert "take(" in parts()["Echo"].source


def test_no_remark_for_our_own_tools_is_copied() -> None:
    for kind in (False, True):
        for part in parts(kind, kind).values():
            assert "noqa" not in part.source and "type: ignore" not in part.source
            ast.parse(part.source)


def test_imports_are_those_of_the_names_that_are_used() -> None:
    assert imports_of("sel = selectors.X(); x: Callable; EVENT_WRITE; EVENT_READ") == [
        "import selectors",
        "from collections.abc import Callable",
        "from selectors import EVENT_READ, EVENT_WRITE",
    ]


def test_a_long_source_is_read_in_pieces_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window would stand still for as long as one large piece takes. A cut may fall where nothing ends."""
    step = "for _ in range(2):\n    print(socket.socket())\nelse:\n    x = struct.pack('x', 'time os')\n"
    source = "import_me = 1\n" + step * 40 + "with contextlib.suppress(OSError):\n    os.close(1)\n"
    whole = imports_of(source)
    assert whole == ["import contextlib", "import os", "import socket", "import struct"]
    for lines in range(1, 9):
        monkeypatch.setattr(library, "AT_ONCE", lines)
        assert imports_of(source) == whole
