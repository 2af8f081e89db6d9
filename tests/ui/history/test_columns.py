"""Columns are chosen; time is relative or of the day."""

import re

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.ui.history.test_following import at_end, notes
from tests.ui.user import User


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

    from ui.history.cells import COLUMNS

    user.do("scenario.pair")
    view: QTableView = user.find(QTableView, "history")
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


def test_no_column_moves_while_a_row_grows(user: User) -> None:
    widths = [user.history.columnWidth(column) for column in range(user.history.model().columnCount())]
    user.spin()
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
    view.setMinimumWidth(0)
    view.setMaximumWidth(16_777_215)
    user.do("view.reset")
