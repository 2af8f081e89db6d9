"""The list under a storm: what one looks at and has chosen stays while it is kept; a frozen list stands still."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from selcore.history.store import Store
from selcore.values.facts import Batch
from tests.ui.history.test_model import calls
from tests.ui.user import User
from ui.history.panel import HistoryPanel


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[HistoryPanel]:
    """A list of at most 500 rows, 100 of them there."""
    made = HistoryPanel(Store(500))
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    add(made, 1, 100)
    yield made


def add(panel: HistoryPanel, first: int, count: int) -> None:
    panel.fold(panel._store.fold(Batch((calls(first, count, "a", "b"),))))
    QApplication.processEvents()


def top(panel: HistoryPanel) -> int:
    return panel.model.serial(panel.view.rowAt(0))


def notice(panel: HistoryPanel) -> str:
    label = panel.findChild(QLabel, "history.notice")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_what_stands_at_the_top_stays_there_while_older_rows_go(panel: HistoryPanel) -> None:
    add(panel, 101, 390)
    panel.set_following(False)
    panel.view.scrollTo(panel.model.index(300, 2), panel.view.ScrollHint.PositionAtTop)
    before = top(panel)
    add(panel, 491, 60)
    assert panel._store.evicted > 0 and top(panel) == before and notice(panel) == ""


def test_when_what_one_looks_at_is_gone_it_is_said(panel: HistoryPanel) -> None:
    panel.set_following(False)
    panel.view.scrollToTop()
    add(panel, 101, 900)
    assert "were removed" in notice(panel) and f"{panel._store.evicted:,}" in notice(panel)
    assert top(panel) == panel._store.first_serial
    panel.set_following(True)
    assert notice(panel) == ""


def test_what_is_chosen_and_gone_is_not_exchanged_for_another(panel: HistoryPanel) -> None:
    told: list[object] = []
    panel.row_changed.connect(told.append)
    panel.view.selectRow(3)
    chosen = told[-1]
    add(panel, 101, 900)
    assert told == [chosen], "beside the list the copy is shown on"
    assert not panel.view.selectionModel().hasSelection()


def test_what_is_chosen_and_kept_stays_chosen(panel: HistoryPanel) -> None:
    add(panel, 101, 390)
    panel.view.selectRow(450)
    serial = panel.model.serial(450)
    add(panel, 491, 60)
    assert panel.model.serial(panel.view.currentIndex().row()) == serial
    assert [row.serial for row in panel.chosen()] == [serial]


def test_the_list_is_frozen_while_the_loop_runs_and_resumed(user: User) -> None:
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("history.group").trigger()
    user.action("history.freeze").trigger()
    rows = len(user.rows())
    user.action("loop.run").trigger()
    user.wait_until(lambda: user.window.store.totals.calls > 2000)
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    assert len(user.rows()) == rows
    assert f"{len(user.window.store) - rows:,} rows more" in user.label("history.notice")
    user.click("history.resume")
    assert user.history.model().rowCount() == len(user.window.store)
    assert not user.action("history.freeze").isChecked()


def overflowing(user: User, capacity: int = 2000) -> None:
    """A busy loop, each call kept, in a history that is full."""
    user.window.store.capacity = capacity
    user.do("history.group")
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("loop.run").trigger()
    user.wait_until(lambda: user.window.store.evicted > 0)


def test_a_frozen_list_that_loses_rows_says_so_and_follows_again(user: User) -> None:
    overflowing(user)
    user.action("history.freeze").trigger()
    user.wait_until(lambda: "of its oldest were removed" in user.label("history.notice"))
    user.find(QPushButton, "history.resume").setFocus()
    QTest.keyClick(user.find(QPushButton, "history.resume"), Qt.Key.Key_Space)
    assert user.action("history.follow").isChecked() and QApplication.focusWidget() is user.history
    user.do("loop.pause")
    bar = user.history.verticalScrollBar()
    user.wait_until(lambda: bar.value() == bar.maximum())


def test_to_the_end_is_to_the_end_however_often(user: User) -> None:
    overflowing(user)
    for _ in range(2):
        user.action("history.follow").trigger()
        assert user.action("history.follow").isChecked() and user.window.history.following
    user.do("loop.pause")
