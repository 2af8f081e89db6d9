"""The line of a function's def, as long as the file is what the program was started from."""

import os
from pathlib import Path
from time import time_ns

import pytest

from selcore.programs import source_lines
from selcore.programs.source_lines import LONGEST, SourceLines
from selcore.values.watched import Function

CODE = b"""import time

@one
@two(
    5)
async def serve(reader):
    pass

handle = lambda: 5
"""
LATER = 10**10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "server.py"
    path.write_bytes(CODE)
    return path


def line(path: Path, number: int, began: int | None = None, name: str = "") -> str:
    lines, function = (
        SourceLines(str(path.parent), began or time_ns() + LATER),
        Function("f", name or str(path), number),
    )
    lines.learn(function)
    return lines.line(function)


def test_it_is_that_of_the_def_though_decorators_stand_before_it(path: Path) -> None:
    assert [line(path, number) for number in (1, 3, 6, 9)] == [
        "import time", "async def serve(reader):", "async def serve(reader):", "handle = lambda: 5",
    ]  # fmt: skip
    assert line(path, 6, name="server.py") == "async def serve(reader):"


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_where_there_is_no_such_line_there_is_none(path: Path, number: int) -> None:
    assert line(path, number) == ""


def test_of_a_file_that_has_changed_since_nothing_is_said(path: Path) -> None:
    began = time_ns() + LATER
    assert line(path, 6, began) != ""
    os.utime(path, ns=(began + 1, began + 1))
    assert line(path, 6, began) == ""
    os.utime(path, ns=(1, 1))  # somebody put it back: the file itself tells when that was
    assert line(path, 6, time_ns() - LATER) == ""


def test_what_is_no_file_or_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo = path.with_name("fifo")
    os.mkfifo(fifo)
    for other in (str(fifo), str(path.parent), "nowhere.py", "a\0b", "<frozen importlib>", ""):
        assert line(path, 1, name=other or "none") == ""
    monkeypatch.setattr(source_lines, "MOST", 10)
    assert line(path, 1) == ""


def test_it_is_bounded_and_read_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"def f(" + b"x" * 1000 + b"\xff\n")
    lines, function = SourceLines(str(path.parent), time_ns() + LATER), Function("f", str(path), 1)
    assert lines.line(function) == ""
    lines.learn(function)
    path.unlink()
    lines.learn(function)
    assert len(lines.line(function)) == LONGEST
    monkeypatch.setattr(source_lines, "KEPT", 1)
    lines.learn(Function("g", str(path), 1))
    assert lines.line(Function("g", str(path), 1)) == ""
