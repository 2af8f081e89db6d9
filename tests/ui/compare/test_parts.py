"""A comparison of few steps leaves its room to the whole answer, until somebody moves the line between them."""

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QPlainTextEdit, QTableView
from pytestqt.qtbot import QtBot

from ui.compare.parts import LARGEST, LEAST, TableAbove


def test_the_answer_has_what_the_table_leaves(qtbot: QtBot) -> None:
    model, table, answer = QStandardItemModel(2, 3), QTableView(), QPlainTextEdit()
    table.setModel(model)
    made = TableAbove(table, answer)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    assert answer.height() > 250 and table.height() >= round(LEAST * made.height()) - 8
    model.setRowCount(200)
    made.share()
    assert table.height() >= round(LARGEST * made.height()) - 8 and answer.height() > 80
    made.setSizes([300, 300])
    made.splitterMoved.emit(300, 1)
    made.share()
    made.resize(800, 640)
    assert 280 < table.height() < 340
