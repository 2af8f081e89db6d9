"""A private folder is nobody else's, is gone when it is removed, and says by its lock that its owner lives."""

import sys
import tempfile
from pathlib import Path

import pytest

from selcore.files.left_behind import remove_leftovers
from selcore.files.private_folder import PrivateFolder
from tests.playground.shell import posix

pytestmark = posix


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_what_is_removed_in_time_leaves_nothing(temporary: Path) -> None:
    with PrivateFolder() as folder:
        assert folder.parent == temporary and folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").write_text("text")
        assert remove_leftovers() == []
    assert list(temporary.iterdir()) == []


def test_what_is_left_on_purpose_is_as_if_its_owner_had_died(temporary: Path) -> None:
    folder = PrivateFolder()
    assert folder.is_locked
    folder.leave()
    assert not folder.is_locked and remove_leftovers() == [folder.path.name]


def test_where_nothing_can_be_locked_a_folder_is_made_without_a_mark(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with PrivateFolder() as folder:
        assert list(folder.iterdir()) == [] and remove_leftovers() == []
