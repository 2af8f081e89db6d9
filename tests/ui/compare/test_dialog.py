"""Comparing in the window: what this session has done, difference by difference, cancelled, copied, ended."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from selcore.backends import BACKENDS
from selcore.experiment.examples import FOLDER
from tests.selcore.recipes import opened, recipe
from tests.ui.user import User
from ui.compare.dialog import CompareDialog

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
three = pytest.mark.skipif(HERE != ["select", "poll", "epoll"], reason="as on Linux")


def ended(user: User) -> CompareDialog:
    """The window of the comparison, which has come to its end and is shown whole."""
    dialog: CompareDialog = user.find(CompareDialog, "compare")
    user.wait_until(lambda: dialog.comparison.ended and not dialog._timer.isActive())  # type: ignore[union-attr]
    return dialog


def headline(user: User) -> str:
    return user.label("compare.headline")


def child_pids(dialog: CompareDialog) -> list[int]:
    assert dialog.comparison is not None
    children = dialog.comparison._children.values()
    return [child._process.pid for child in children if child._process is not None]


def nobody_is_left(pids: list[int]) -> bool:
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    return bool(pids)


@three
def test_the_next_comparison_begins_with_all_its_steps(open_window: Callable[..., User]) -> None:
    user = open_window(experiment=FOLDER / "closed-but-registered.selector.json")
    user.wait_until(lambda: not user.window.document.is_playing)
    user.action("experiment.compare").trigger()
    dialog = ended(user)
    user.find(QToolButton, "compare.only-differences").click()
    assert dialog.model.length() == 2
    user.action("experiment.compare").trigger()
    ended(user)
    assert not user.find(QToolButton, "compare.only-differences").isChecked() and dialog.model.length() == 13


def test_answers_with_numbers_of_any_size_are_painted(open_window: Callable[..., User], tmp_path: Path) -> None:
    """A key's data may be any JSON, and Qt has no number of more than 64 bits: painting its cell ended in a crash."""
    kept = {"do": "register", "name": "a", "events": ["read"], "data": [10**900]}
    file = tmp_path / "huge.json"
    file.write_bytes(recipe(opened("eventfd", "a"), kept, {"do": "get-map"}))
    user = open_window(experiment=file)
    user.wait_until(lambda: not user.window.document.is_playing)
    user.action("experiment.compare").trigger()
    dialog = ended(user)
    dialog.grab()
    cell = dialog.model.index(2, len(dialog.model.columns) - 1)
    assert str(10**900) in cell.data(Qt.ItemDataRole.UserRole) and user.window.findChild(QWidget, "crash") is None


def test_escape_cancels_and_keeps_what_is_there_and_the_second_one_closes(user: User, tmp_path: Path) -> None:
    user.window.preferences.longest_wait = 1000.0
    path = tmp_path / "blocks.json"
    path.write_bytes(recipe(opened(), {"do": "select", "timeout": None}, title="It blocks"))
    user.window.handlers.compare.file(path)
    user.settle()
    dialog: CompareDialog = user.find(CompareDialog, "compare")
    user.wait_until(lambda: all(one.steps == 1 for one in dialog.model.report.present))
    assert user.label("compare.title") == "It blocks"
    pids = child_pids(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert ended(user).isVisible()
    assert {one.state for one in dialog.model.report.present} == {"cancelled"}
    assert "1 was not compared" in headline(user) and nobody_is_left(pids)
    assert dialog.model.data(dialog.model.index(0, 3)).startswith("pair.a fd")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_window_that_is_closed_leaves_nobody_behind(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.window.preferences.longest_wait = 1000.0
    user.do("scenario.pair")
    user.action("experiment.compare").trigger()
    dialog: CompareDialog = user.find(CompareDialog, "compare")
    user.wait_until(lambda: len(child_pids(dialog)) == len(HERE))
    pids = child_pids(dialog)
    user.window.close_now()
    assert nobody_is_left(pids)


# The model and what is copied, without a child.
