"""Columns are chosen; time is relative or of the day."""

import re

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
