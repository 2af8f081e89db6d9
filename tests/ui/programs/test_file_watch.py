"""A file that is written, or replaced, is told of once; others of its folder are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.programs.file_watch import FileWatch


@pytest.fixture
def watched(qapp: object, tmp_path: Path) -> Iterator[tuple[FileWatch, Path, list[int]]]:
    path, told, watch = tmp_path / "a.py", list[int](), FileWatch()
    path.write_text("one")
    watch.watch(str(path))
    watch.changed.connect(lambda: told.append(1))
    yield watch, path, told
    watch.watch("")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_written_and_replaced(watched: tuple[FileWatch, Path, list[int]], qtbot: QtBot) -> None:
    watch, path, told = watched
    path.write_text("more")
    qtbot.waitUntil(lambda: len(told) == 1, timeout=20_000)
    for round in (2, 3):
        other = path.with_name("a.py~")
        other.write_text("x" * round * 10)
        other.replace(path)
        qtbot.waitUntil(lambda round=round: len(told) == round, timeout=20_000)  # type: ignore[misc]


def test_another_file_beside_it_is_not_it(watched: tuple[FileWatch, Path, list[int]], qtbot: QtBot) -> None:
    watch, path, told = watched
    with qtbot.waitSignal(watch._soon.timeout, timeout=20_000):
        path.with_name("b.py").write_text("")
    assert told == []
    path.unlink()
    qtbot.waitUntil(watch._soon.isActive, timeout=20_000)
    qtbot.waitUntil(lambda: not watch._soon.isActive(), timeout=20_000)
    assert told == []


def test_one_that_is_left_is_watched_no_longer(watched: tuple[FileWatch, Path, list[int]]) -> None:
    watch, path, told = watched
    watch.watch("")
    path.write_text("more")
    assert watch._watcher is None and not watch._soon.isActive()
    watch.watch("")
    assert told == []
