"""A world of others beside the program, and the program's temporary folders within it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with World(tmp_path) as made:
        monkeypatch.setattr(tempfile, "tempdir", str(made.temp))
        yield made
