"""What is the standard library's, and its modules beside a program's of the same name."""

import mmap
import sys
from pathlib import Path

import pytest

from selcore.probe import private


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("built-in", True),
        ("frozen", True),
        (mmap.__spec__.origin, True),
        (Path(__file__).as_posix(), False),
        (pytest.__spec__.origin, False),
        (None, False),
    ],
)
def test_is_standard(origin: str | None, expected: bool) -> None:
    assert private.is_standard(origin) is expected


@pytest.mark.skipif(sys.platform != "linux", reason="lib-dynload")
def test_a_module_of_that_name_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    assert private.module("mmap") is mmap
    mine = types.ModuleType("mmap")
    monkeypatch.setitem(sys.modules, "mmap", mine)
    found = private.module("mmap")
    assert found is not mine and found.mmap is not None and sys.modules["mmap"] is mine
    monkeypatch.delitem(sys.modules, "mmap")
    assert private.module("mmap").PAGESIZE and "mmap" not in sys.modules
