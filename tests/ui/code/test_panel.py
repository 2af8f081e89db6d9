"""The panel: what is missing is said at its head; a line and its row choose each other; the newest line is followed."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QTableView

from selcore.programs.program import Program
from selcore.values.commands import Note, Send
from tests.playground.shell import linux
from tests.ui.user import User
from ui.code import following
from ui.code.panel import CodePanel


@pytest.fixture
def panel(user: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[CodePanel]:
    monkeypatch.setattr(following, "EVERY", 0.0)
    monkeypatch.setattr(following, "SHARE", 0)
    user.do("view.code")
    yield user.window.handlers.code.panel()
    user.window.docks["details"].raise_()


def lines(user: User) -> list[str]:
    model = user.find(QTableView, "code").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def line_of(user: User, words: str) -> int:
    user.wait_until(lambda: any(words in line for line in lines(user)))
    return next(row for row, line in enumerate(lines(user)) if words in line)


def marked(user: User) -> list[str]:
    return [index.data() for index in user.find(QTableView, "code").selectedIndexes()]


def click(user: User, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = user.find(QTableView, "code")
    index = view.model().index(row, 0)
    view.scrollTo(index)
    at = view.visualRect(index).center()
    at.setX(20)
    user.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
    user.settle()


def test_a_line_chooses_its_row_and_a_row_its_lines(user: User, panel: CodePanel) -> None:
    user.do("scenario.pair")
    user.window.bridge.send(Send(name="pair.b", text="hi"))
    user.do("call.step")
    click(user, line_of(user, "sel.register("))
    row = user.window.store.row(user.window.selection.value.serial)
    assert row.do == "register" and marked(user) == ["sel.register(pair_a, EVENT_READ)"]
    user.window.selection.row(user.window.store.row(user.window.store.serial_of(row.step + 2)))
    user.wait_until(lambda: any("sel.select(" in line for line in marked(user)))
    assert "sel.register" not in "".join(marked(user))


def test_lines_before_the_first_step_choose_nothing(user: User, panel: CodePanel) -> None:
    user.do("scenario.pair")
    line_of(user, "sel.register(")
    before = user.window.selection.value
    click(user, 0)
    assert user.window.selection.value == before


def test_several_lines_are_chosen_and_copied_as_they_are(user: User, panel: CodePanel) -> None:
    user.do("scenario.pair")
    last = line_of(user, "sel.register(")
    first = line_of(user, "socket.socketpair()")
    click(user, first)  # its step has three lines
    click(user, last, Qt.KeyboardModifier.ShiftModifier)
    user.qtbot.keyClick(user.find(QTableView, "code"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == "".join(f"{line}\n" for line in lines(user)[first : last + 1])


def test_what_is_not_in_it_is_said_at_its_head(user: User, panel: CodePanel) -> None:
    words = user.find(QLabel, "code.cannot")
    user.do("scenario.pair")
    line_of(user, "sel.register(")
    assert not words.isVisible()
    user.do("fileobject.open.stdin")
    line_of(user, "sys.stdin")
    user.wait_until(words.isVisible)
    assert "stdin" in words.text() and words.toolTip().count("\n") >= 1
    user.do("experiment.new")
    user.wait_until(lambda: not words.isVisible())


def test_very_many_commands_are_not_all_shown_and_that_is_said(
    user: User, panel: CodePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST", 2)
    user.window.bridge.send(*(Note(text=f"note {number}") for number in range(5)))
    user.wait_until(lambda: "Only the first 2 commands of 5 are shown" in user.label("code.cannot"))
    assert "# note 1" in lines(user) and "# note 2" not in lines(user)


def test_the_newest_line_is_followed_until_another_one_is_read(user: User, panel: CodePanel) -> None:
    view = user.find(QTableView, "code")
    user.window.bridge.send(*(Note(text=f"note {number}") for number in range(100)))
    line_of(user, "# note 99")
    user.wait_until(panel.view.at_end)
    view.scrollToTop()
    user.window.bridge.send(Note(text="more"))
    line_of(user, "# more")
    assert not panel.view.at_end()


def test_the_keyboard_walks_along_the_lines_and_the_rows_with_it(user: User, panel: CodePanel) -> None:
    user.do("scenario.pair")
    row = line_of(user, "sel.register(")
    view = user.find(QTableView, "code")
    view.selectionModel().setCurrentIndex(
        view.model().index(row - 1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    user.qtbot.keyClick(view, Qt.Key.Key_Down)
    user.settle()
    assert user.window.store.row(user.window.selection.value.serial).do == "register"


@linux
def test_of_a_watched_program_it_is_said_that_it_has_no_code(open_window: Callable[..., User], tmp_path: Path) -> None:
    (tmp_path / "short.py").write_text("import selectors\nselectors.DefaultSelector().close()\n")
    user = open_window()
    user.do("view.code")
    user.window.handlers.programs.run(Program(str(tmp_path / "short.py"), (), False, sys.executable))
    user.wait_until(lambda: user.label("code.cannot").startswith("A program is watched: "))
    assert not user.action("code.copy").isEnabled() and not any("#" in line for line in lines(user))
    user.wait_until(lambda: not user.window.bridge.program.alive)
