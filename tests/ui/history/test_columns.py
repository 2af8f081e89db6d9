"""Columns are chosen; time is relative or of the day."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.ui.history.test_following import at_end, notes
from tests.ui.user import User
from ui.columns.chosen import ids
from ui.history.cells import COLUMNS
from ui.history.ink import Ink
from ui.history.view import PAD
from ui.kit.table_view import heading_width


def test_columns_are_chosen_and_time_is_relative_or_of_the_day(user: User) -> None:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QTableView

    user.do("scenario.pair")
    view: QTableView = user.find(QTableView, "history")
    head = view.horizontalHeader()
    head.customContextMenuRequested.emit(head.rect().center())
    user.find(QAction, "history.column.time").trigger()
    assert not view.isColumnHidden(0)
    shown = view.model().index(0, 0).data()
    assert re.fullmatch(r"\d+\.\d{6}", shown)
    user.do("history.absolute")
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{6}", view.model().index(0, 0).data())
    user.window.findChild(QAction, "history.column.time").parent().close()  # type: ignore[union-attr, call-arg]


def test_a_column_that_grew_with_its_numbers_is_as_it_was_when_they_are_gone(user: User) -> None:
    from PySide6.QtWidgets import QTableView

    user.do("scenario.pair")
    view: QTableView = user.find(QTableView, "history")
    user.do("view.reset")
    view.setFixedWidth(1200)
    user.wait_until(lambda: view.viewport().width() > 1180)
    call, did = COLUMNS.index("call"), COLUMNS.index("waited")
    before = [view.columnWidth(call), view.columnWidth(did)]
    columns = user.window.panels.history.columns
    columns.make_room("call", "88,888,888")
    columns.make_room("call", "88,888,888,888,888,888")
    columns.make_room("waited", "≤ 888,888,888 ms")
    assert view.columnWidth(call) > before[0] and view.columnWidth(did) > before[1]
    view.setColumnWidth(did, 150)
    user.do("experiment.new")
    user.settle()
    assert [view.columnWidth(call), view.columnWidth(did)] == [before[0], 150]
    any_width(user)


def test_no_column_moves_while_a_row_grows(user: User) -> None:
    user.spin()
    widths = [user.history.columnWidth(column) for column in range(user.history.model().columnCount())]
    user.wait_until(lambda: user.window.store.totals.calls > 20_000)
    user.do("loop.pause")
    user.wait_for("idle")
    assert [user.history.columnWidth(column) for column in range(len(widths))] == widths
    user.timeout("0")
    user.do("call.step")
    number = user.rows()[-1]["call"]
    column = user.window.history.view.columnWidth(1)
    assert number > 20_000 and column > user.history.fontMetrics().horizontalAdvance(f"{number:,}")


def test_the_newest_row_stays_in_sight_when_the_filter_is_wrong(user: User) -> None:
    notes(user, 100)
    assert at_end(user)
    user.type("filter", "nmae ==")
    message = user.find(QLabel, "filter.message")
    user.wait_until(message.isVisible)
    user.wait_until(lambda: at_end(user))
    user.find(QLineEdit, "filter").clear()
    user.wait_until(lambda: not message.isVisible())


def test_in_a_narrow_window_the_command_gives_way_and_no_column_leaves_the_view(user: User) -> None:
    from ui.history.columns import COMMAND

    user.do("scenario.pair")
    view, widths = user.window.history.view, list[int]()
    for wide in (900, 540, 900):
        view.setFixedWidth(wide)
        QApplication.processEvents()
        widths.append(view.columnWidth(COMMAND))
        assert view.horizontalScrollBar().maximum() == 0
    full = widths[0]
    assert widths[1] < full == widths[2]
    view.setColumnWidth(COMMAND, full + 40)
    view.setFixedWidth(700)
    QApplication.processEvents()
    assert view.columnWidth(COMMAND) == full + 40, "what somebody made of it stays"
    any_width(user)


def any_width(user: User) -> None:
    user.window.history.view.setMinimumWidth(0)
    user.window.history.view.setMaximumWidth(16_777_215)


def hidden(user: User, wide: int) -> list[str]:
    """What a list that wide does without."""
    from ui.history.columns import FIRST, GIVES_WAY

    if not user.history.isVisible():
        user.do("scenario.pair")
    columns, view = user.window.history.columns, user.window.history.view
    view.setFixedWidth(wide)
    user.wait_until(lambda: wide - 20 < view.viewport().width() <= wide)
    shown = [ids(view)[column] for column in columns.shown()]
    assert [name for name in shown if name not in GIVES_WAY] == [name for name in FIRST if name not in GIVES_WAY]
    return [name for name in GIVES_WAY if name not in shown]


def test_where_the_command_is_short_the_wait_goes_and_then_the_flags_and_what_was_done_is_read(user: User) -> None:
    user.do("view.reset")
    found = [hidden(user, wide) for wide in (900, 498, 430, 900)]
    assert found == [[], ["waited"], ["waited", "raw"], []]
    view, metrics = user.window.history.view, user.history.fontMetrics()
    hidden(user, 430)
    assert view.horizontalScrollBar().maximum() == 0
    assert view.columnWidth(COLUMNS.index("did")) > metrics.horizontalAdvance("accepted server.8")
    user.window.history.columns.show("waited")
    assert hidden(user, 400) == [], "somebody has asked for it"
    user.do("view.reset")
    any_width(user)


def test_a_column_without_room_is_not_hidden_in_the_next_run(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window(storage=tmp_path)
    assert hidden(user, 400) == ["waited", "raw"]
    user.window.close_now()
    assert hidden(open_window(storage=tmp_path), 900) == []


def test_of_calls_that_are_alike_the_number_is_in_sight_in_a_narrow_window(user: User) -> None:
    user.do("view.reset")
    hidden(user, 400)
    user.spin()
    user.do("loop.pause")
    user.wait_for("idle")
    painted = list[str]()
    view = user.window.history.view
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Ink, "draw", lambda ink, left, top, width, text, *rest: painted.append(text))
        view.viewport().grab()
    grown = [text for text in painted if text.startswith("×")]
    assert grown and int(grown[0][1:].replace(",", "")) > 1000
    any_width(user)
    user.do("view.reset")


def test_in_a_small_window_headings_and_what_a_callback_did_are_read_whole(user: User) -> None:
    user.do("view.reset")
    hidden(user, 486)  # of 1024 pixels, beside two panels and a scroll bar
    view = user.window.history.view
    for name in ("call", "command", "object", "returned", "raw", "did"):
        assert view.columnWidth(COLUMNS.index(name)) >= heading_width(view, COLUMNS.index(name)), name
    words = view.fontMetrics().horizontalAdvance("accepted server.1")
    assert view.columnWidth(COLUMNS.index("did")) >= words + 2 * PAD
    any_width(user)


def test_what_a_callback_did_gives_way_before_the_call_itself(user: User) -> None:
    from PySide6.QtWidgets import QTableView

    user.do("scenario.pair")
    view: QTableView = user.find(QTableView, "history")
    user.do("view.reset")
    command, did = COLUMNS.index("command"), COLUMNS.index("did")
    code = user.window.panels.history.columns._code()
    seen = []
    for wide in (700, 380, 290, 700):
        view.setFixedWidth(wide)
        user.wait_until(lambda wide=wide: wide - 30 < view.viewport().width() < wide)
        assert view.columnWidth(command) >= code
        seen.append(not view.isColumnHidden(did))
    assert seen == [True, True, False, True]
    any_width(user)
