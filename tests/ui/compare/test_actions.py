"""What is compared: this session as it would be saved, or a file; what needs trust is asked for once."""

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableView, QToolButton

from selcore.experiment.examples import FOLDER
from tests.selcore.recipes import opened, recipe
from tests.ui.compare.test_dialog import child_pids, ended, headline, nobody_is_left, three
from tests.ui.user import User
from ui.compare.dialog import CompareDialog
from ui.compare.model import Reasons

KEY = "SelectorKey(fileobj=<socket.socket fd=102, family=1, type=1, proto=0>, fd=102, events=1, data=None)"


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
    assert "good.a READ was not returned: the call raised" in outcome.toPlainText()
    cell = table.model().index(7, 5)
    assert cell.data() == "good.a READ (EPOLLIN)" and "not gone.a READ: closed and forgotten" in cell.data(Reasons)
    assert "(EPOLLIN); not gone.a READ" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert table.rowHeight(7) > table.rowHeight(6)  # they stand beneath the answer
    table.setCurrentIndex(table.model().index(7, 5))
    assert f"as Python prints it: [({KEY}, 1)]" in outcome.toPlainText()
    assert "gone.a READ was not returned: closed and forgotten" in outcome.toPlainText()
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
    assert table.rowHeight(0) == table.rowHeight(1) > table.verticalHeader().defaultSectionSize()
    QTest.keyClick(table, Qt.Key.Key_Return)
    outcome = user.find(QPlainTextEdit, "compare.outcome")
    assert dialog.focusWidget() is outcome and outcome.toPlainText().startswith("SelectSelector ")
    user.find(QAction, "compare.copy").trigger()
    assert QApplication.clipboard().text().startswith("2 of 13 steps differ\n")
    user.find(QAction, "compare.copy-report").trigger()
    report = QApplication.clipboard().text()
    assert "2 of 13 steps differ." in report and "not gone.a READ: closed and forgotten" in report
    assert '{"do": "close", "name": "gone.a"}' in report
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


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
