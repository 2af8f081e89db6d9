"""What Python's buffer holds is counted, and the reader is the one that Python makes."""

import io
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from selcore.kinds.read_ahead import read_ahead


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    os.set_blocking(ends[0], False)
    yield ends
    for end in ends:
        os.close(end)


def held(reader: Any) -> bytes:
    """The buffer itself; it reads nothing while something is in it."""
    return bytes(reader.peek())


def test_the_count_is_that_of_the_buffer(pipe: tuple[int, int]) -> None:
    with open(pipe[0], "rb", closefd=False) as reader:  # noqa: PTH123
        ahead = read_ahead(reader)
        assert type(reader) is io.BufferedReader and type(reader.raw) is io.FileIO
        assert (ahead.held, ahead.line) == (0, None)
        os.write(pipe[1], b"one\ntwo\nthree")
        for line, left in ((b"one\n", b"two\nthree"), (b"two\n", b"three")):
            ahead.took(reader.readline())
            assert held(reader) == left and ahead.held == len(left), line
        assert ahead.line is None
        os.write(pipe[1], bytes(20_000))
        ahead.took(reader.read(3))
        assert ahead.held == len(held(reader)) == 2


def test_a_sockets_file_is_counted_too() -> None:
    a, b = socket.socketpair()
    with a, b, a.makefile("rb") as reader:
        ahead = read_ahead(reader)
        b.send(b"l1\nl2\n")
        ahead.took(reader.readline())
        assert (ahead.held, ahead.line) == (3, 3) and held(reader) == b"l2\n"


def test_text_is_counted_until_newlines_are_translated(pipe: tuple[int, int]) -> None:
    with open(pipe[0], encoding="utf-8", closefd=False) as reader:  # noqa: PTH123
        ahead = read_ahead(reader)
        os.write(pipe[1], "é\nzwei\n".encode())
        ahead.took(reader.readline().encode())
        assert (ahead.held, ahead.line) == (5, 5)
        os.write(pipe[1], b"a\r\nb\n")
        ahead.took(reader.readline().encode())
        ahead.took(reader.readline().encode())
        assert (ahead.held, ahead.line) == (None, None)


def test_after_a_read_that_failed_nothing_is_claimed(pipe: tuple[int, int]) -> None:
    with open(pipe[0], encoding="utf-8", closefd=False) as reader:  # noqa: PTH123
        ahead = read_ahead(reader)
        ahead.lost()
        assert ahead.held == 0  # nothing was there to be lost
        os.write(pipe[1], b"\xff\n")
        with pytest.raises(UnicodeDecodeError):
            reader.readline()
        ahead.lost()
        assert ahead.held is None


def test_what_has_no_raw_file_is_not_counted() -> None:
    assert read_ahead(io.BytesIO(b"x")).held is None
