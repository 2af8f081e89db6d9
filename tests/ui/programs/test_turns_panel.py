"""The turns of a program in a window: each leads to its note, its lane and the whole of it in Why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QTextBrowser, QToolButton

from selcore.timeline.segments import SegmentKind
from tests.selcore.recorded_watch import TURNS, record_watched
from tests.ui.user import User
from ui.kit.table_view import heading_width


@pytest.fixture
def user(open_window: Callable[..., User], tmp_path: Path) -> User:
    user = open_window()
    user.window.handlers.experiments.open_recording(record_watched(tmp_path / "r.sqlite"))
    user.wait_until(lambda: user.window.late["turns"].model.count == 2)
    return user


def test_a_recording_has_its_table_and_its_lane(user: User) -> None:
    panel, lanes = user.window.late["turns"], user.window.bridge.feed.lanes
    assert user.window.docks["turns"].isVisible() and user.window.docks["turns"].windowTitle() == "Turns (2)"
    assert user.label("turns.words") == "2 turns of 50 ms and more · the longest 230 ms"
    (lane,) = [lane for lane in lanes if lane.has_turns]
    segments = [lane.main[place] for place in lane.main.within(0, 1 << 60)]
    assert [(one.start, one.end, one.kind) for one in segments] == [(t.start, t.end, SegmentKind.TURN) for t in TURNS]
    assert user.window.late["timeline"].view.shown()[1] is lane
    panel.filter.setText("nobody")
    assert user.label("turns.words").endswith("· 0 in sight")


def test_one_that_is_chosen_is_told_whole_and_marked_everywhere(user: User) -> None:
    panel, store = user.window.late["turns"], user.window.store
    user.action("view.timeline").trigger()
    panel.table.clicked.emit(panel.in_sight.index(0, 0))
    user.settle()
    assert user.window.selection.value.serial == panel.model.serial(0)
    row: Any = store.row(panel.model.serial(0))
    assert row.about == TURNS[0] and user.rows()[user.history.currentIndex().row()]["command"] == "note"
    user.wait_until(lambda: "serve server.py:4 held the loop" in user.find(QTextBrowser, "why").toPlainText())
    view = user.window.late["timeline"].view
    assert view.current.startswith("\0turns") and view.cursor_at == TURNS[0].start
    assert "230 ms" in view.words() and "serve server.py:4" in view.words()
    user.window.selection.row(store.row(panel.model.serial(1)))
    user.settle()
    assert [index.row() for index in panel.table.selectionModel().selectedRows()] == [1]


def test_a_warning_leads_to_its_turn(user: User) -> None:
    warnings: Any = user.window.panels.warnings.list
    warnings.itemClicked.emit(warnings.item(1))
    user.settle()
    chosen: Any = user.window.store.row(user.window.selection.value.serial)
    assert chosen.about == TURNS[0]


def test_what_a_program_did_is_saved_as_no_experiment(user: User) -> None:
    """Its calls are of selectors that no experiment could make."""
    for id in ("experiment.save", "experiment.save-as", "experiment.compare"):
        assert not user.action(id).isEnabled(), id


def test_another_session_has_none(user: User) -> None:
    user.do("recording.close")
    panel = user.window.late["turns"]
    assert (panel.model.count, user.label("turns.words")) == (0, "No turn of 50 ms and more.")


def test_of_a_call_it_is_said_what_the_program_called(user: User) -> None:
    rows = [row for row in user.window.store.rows if row.is_call and not row.child]
    assert [row.line for row in rows] == ["select(None)", "select(0.25)", "select(0)"]
    user.window.selection.row(rows[1])
    user.wait_until(lambda: "0.25000000000000006" in user.find(QTextBrowser, "why.state").toPlainText())
    state = user.find(QTextBrowser, "why.state").toPlainText()
    assert "EpollSelector 1" in state and "thread" in state
    assert "sel." not in user.find(QTextBrowser, "why.printed").toPlainText()
    assert "What the program called" in user.find(QTextBrowser, "why.printed").toPlainText()
    assert not user.find(QToolButton, "why.copy").isVisibleTo(user.window)


def test_all_columns_have_room_in_a_window_of_1280_pixels(user: User) -> None:
    table = user.window.late["turns"].table
    table.setFixedWidth(628)
    user.wait_until(lambda: 600 < table.viewport().width() <= 628)
    user.window.late["turns"].fit()
    last = table.columnViewportPosition(table.model().columnCount() - 1)
    assert last + heading_width(table, table.model().columnCount() - 1) <= table.viewport().width()
