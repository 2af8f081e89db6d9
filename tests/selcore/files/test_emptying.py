"""A folder is emptied, however deep it is and whatever is in it; what links lead to stays."""

import os
from pathlib import Path

import pytest

from selcore.files import emptying
from selcore.files.emptying import empty, remove_folder
from tests.playground.shell import posix

pytestmark = posix


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("text")
    made = tmp_path / "folder"
    made.mkdir()
    return made


def test_it_is_emptied_however_deep_and_links_stay_what_they_are(folder: Path) -> None:
    deepest = os.open(folder, os.O_RDONLY)
    for _ in range(1500):  # more than Python calls from each other, and than a path may have
        os.mkdir("d", dir_fd=deepest)
        deeper = os.open("d", os.O_RDONLY, dir_fd=deepest)
        os.close(deepest)
        deepest = deeper
    os.symlink(folder.parent / "precious", "link", dir_fd=deepest)
    os.close(deepest)
    for name in ("last", "file", "\udcff"):
        (folder / name).write_text(name if name.isascii() else "")
    (folder / "link").symlink_to(folder.parent / "precious")
    os.mkfifo(folder / "fifo")
    remove_folder(folder, "last")
    assert [one.name for one in folder.parent.iterdir()] == ["precious"]
    assert (folder.parent / "precious" / "file").read_text() == "text"


def test_what_cannot_be_removed_keeps_the_last_and_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("last", "one", "two"):
        (folder / name).write_text("")
    unlink = os.unlink

    def refuse(name: str, **more: int) -> None:
        if name == "one":
            raise PermissionError(name)
        unlink(name, **more)

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(PermissionError, match="one"):
        remove_folder(folder, "last")
    assert sorted(one.name for one in folder.iterdir()) == ["last", "one"]


def test_who_goes_on_filling_it_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "ROUNDS", 20)
    (folder / "file").write_text("")
    remove = emptying._remove

    def remove_and_put(fd: int, name: str) -> None:
        remove(fd, name)
        (folder / f"{name}x").write_text("")

    monkeypatch.setattr(emptying, "_remove", remove_and_put)
    fd = os.open(folder, os.O_RDONLY)
    with pytest.raises(OSError, match="not empty"):
        empty(fd, "last")
    os.close(fd)
