"""Comparing in the window: what this session has done, difference by difference, cancelled, copied, ended."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableView, QToolButton

from selcore.backends import BACKENDS
from selcore.compare import Report
from selcore.compare.table import Table
from selcore.experiment.examples import FOLDER
from selcore.experiment.file import parse
from tests.selcore.recipes import opened, recipe
from tests.ui.user import ROLE, User
from ui.compare.copying import as_csv, as_text
from ui.compare.dialog import CompareDialog
from ui.compare.model import CompareModel, Odd

HERE = [backend.id for backend in BACKENDS if backend.missing() is None]
three = pytest.mark.skipif(HERE != ["select", "poll", "epoll"], reason="as on Linux")
STEPS = (opened(), {"do": "note", "text": "x"}, {"do": "select", "timeout": 0}, {"do": "get-map"})


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
def test_what_was_done_here_is_compared_as_it_would_be_saved(open_window: Callable[..., User]) -> None:
    user = open_window(experiment=FOLDER / "closed-but-registered.selector.json")
    user.wait_until(lambda: not user.window.document.is_playing)
    user.action("experiment.compare").trigger()
    dialog = ended(user)
    assert headline(user) == "2 of 13 steps differ"
    table: QTableView = user.find(QTableView, "compare.table")
    heads = [table.model().headerData(column, Qt.Orientation.Horizontal) for column in range(3, 6)]
    assert heads == ["SelectSelector\ndone", "PollSelector\ndone", "EpollSelector\ndone"]
    assert user.label("compare.absent") == "Not here: DevpollSelector, KqueueSelector"
    # The first difference is before the eye, whole.
    assert (table.currentIndex().row(), table.currentIndex().column()) == (7, 3)
    outcome: QPlainTextEdit = user.find(QPlainTextEdit, "compare.outcome")
    assert "OSError: [Errno 9] Bad file descriptor" in outcome.toPlainText()
    walk_through(user, dialog, table)
    assert nobody_is_left(child_pids(dialog))


def walk_through(user: User, dialog: CompareDialog, table: QTableView) -> None:
    """F8 and back, only the differences, Enter, Escape."""
    QTest.keyClick(table, Qt.Key.Key_F8)
    assert table.currentIndex().row() == 8
    QTest.keyClick(table, Qt.Key.Key_F8)
    assert table.currentIndex().row() == 7  # after the last comes the first
    QTest.keyClick(table, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert table.currentIndex().row() == 8
    only: QToolButton = user.find(QToolButton, "compare.only-differences")
    QTest.keyClick(only, Qt.Key.Key_Space)
    assert table.model().rowCount() == 2 and table.currentIndex().row() == 1
    asked: list[str] = []
    dialog.why_wanted.connect(lambda backend, played: asked.append(f"{backend} {played.line['ok']}"))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked == ["select False"]
    user.find(QAction, "compare.copy").trigger()
    assert QApplication.clipboard().text().startswith("2 of 13 steps differ\n")
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


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
    assert "1 were not compared" in headline(user) and nobody_is_left(pids)
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


def test_what_needs_trust_is_asked_for_once_and_not_played_if_it_is_refused(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    asked: list[tuple[str, str]] = []
    user = open_window(ask=lambda id, words, choices: asked.append((id, words)) or choices[-1])
    path = tmp_path / "p.json"
    path.write_bytes(recipe(opened("process", "p")))
    user.window.handlers.compare.file(path)
    user.settle()
    assert [id for id, _ in asked] == ["experiment.trust"] and "starts a process" in asked[0][1]
    assert user.window.findChild(CompareDialog, "compare") is None


def test_with_nothing_done_and_with_a_bad_file_the_reason_is_said(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[-1])
    user.do("experiment.compare")
    (tmp_path / "bad.json").write_text(json.dumps({"format": "x"}))
    user.window.handlers.compare.file(tmp_path / "bad.json")
    user.settle()
    assert "Nothing was done" in said[0] and "format" in said[1]


# The model and what is copied, without a child.


def report(*answers: tuple[str, int], ended: bool = True) -> Report:
    """What comes of (backend, step) answered one after the other; poll is refused what the others are not."""
    table = Table(parse(recipe(*STEPS)), ["select", "poll"], 1.0)
    for backend, step in answers:
        line = {"step": step, "do": "x", "backend": backend, "ok": True}
        if backend == "poll" and step == 2:
            error = {"type": "OSError", "errno": 9, "message": 'say, "x"', "by": "python"}
            line |= {"ok": False, "error": error}
        table.add(backend, line)
    return table.report(ended)


ALL = [(backend, step) for step in range(4) for backend in ("select", "poll")]


def test_the_model_is_one_that_qt_believes_in_while_it_fills(qtmodeltester: object, qapp: QApplication) -> None:
    model = CompareModel()
    model.show_only_differences(True)
    model.begin(report())
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    inserted: list[int] = []
    model.rowsInserted.connect(lambda parent, first, last: inserted.append(first))
    for number in range(len(ALL) + 1):
        model.update(report(*ALL[:number], ended=False))
    assert inserted == [0] and model.step(0) is not None
    model.show_only_differences(False)
    assert rows_of(model) == [False, False, True, False]


def rows_of(model: QAbstractItemModel) -> list[bool]:
    return [model.index(place, 0).data(ROLE) for place in range(model.rowCount())]


def test_what_the_eye_sees_is_also_said() -> None:
    model = CompareModel()
    model.begin(report(*ALL))
    index = model.index(2, 4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == 'poll: OSError: say, "x", differs'
    assert index.data(Odd) and index.data(ROLE)["error"]["errno"] == 9
    assert model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "differs"


def test_csv_holds_whatever_is_in_a_cell() -> None:
    assert as_csv(report(*ALL)).splitlines()[3] == '≠,3,sel.select(0),None,"OSError: say, ""x"""'
    assert "≠  3     sel.select(0)" in as_text(report(*ALL))
