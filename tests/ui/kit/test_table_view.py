"""Rows are as high as their words, headings can be read, and names are cut in their middle."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.kit.table_view import HEADING, fit_headers, heading_width, make_table
from ui.kit.text_size import set_row_height


def made(qtbot: QtBot) -> QTableView:
    model = QStandardItemModel(2, 1)
    model.setHorizontalHeaderLabels(["last returned by the selector"])
    view = make_table("it", "it", model)
    model.setParent(view)
    qtbot.addWidget(view)
    return view


def test_rows_of_a_higher_font_have_as_much_air(qtbot: QtBot) -> None:
    view = made(qtbot)
    before = view.rowHeight(0) - view.fontMetrics().height()
    font = view.font()
    font.setPixelSize(60)
    view.setFont(font)
    set_row_height(view, 24)
    assert view.rowHeight(0) - view.fontMetrics().height() == before > 0


def test_a_heading_can_be_read_and_names_are_cut_in_the_middle(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.setColumnWidth(0, 10)
    fit_headers(view)
    words = view.horizontalHeader().fontMetrics().horizontalAdvance("last returned by the selector")
    assert view.columnWidth(0) == heading_width(view, 0) == words + HEADING
    assert view.textElideMode() == Qt.TextElideMode.ElideMiddle
