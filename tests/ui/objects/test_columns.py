"""The name has the room that the other columns leave; what is cut is in the tooltip; numbers are not cut."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView

from selcore.values.commands import Open
from tests.ui.user import User
from ui.objects.model import COLUMNS

NAME = COLUMNS.index("name")
LONG = "a-client-with-a-long-name-1"


def test_the_name_takes_what_is_left_and_gives_it_back(user: User) -> None:
    files: QTableView = user.find(QTableView, "fileobjects")
    user.do("scenario.pair")
    files.setFixedWidth(600)
    QApplication.processEvents()
    others = sum(map(files.columnWidth, range(len(COLUMNS)))) - files.columnWidth(NAME)
    wide = files.width() - files.viewport().width() + others
    files.setFixedWidth(wide + 200)
    QApplication.processEvents()
    assert files.columnWidth(NAME) == 200
    files.setColumnWidth(COLUMNS.index("callback"), files.columnWidth(COLUMNS.index("callback")) + 12)
    assert files.columnWidth(NAME) == 188 and files.horizontalScrollBar().maximum() == 0
    files.setMinimumWidth(0)
    files.setMaximumWidth(16_777_215)


def test_a_long_name_makes_no_column_wider_and_is_whole_in_the_tooltip(user: User) -> None:
    files: QTableView = user.find(QTableView, "fileobjects")
    before = files.columnWidth(NAME)
    user.window.bridge.send(Open(kind="udp", name=LONG))
    user.settle()
    assert files.columnWidth(NAME) == before
    assert user.cell(LONG, "name").data(Qt.ItemDataRole.ToolTipRole).startswith(LONG)
    address = user.object(LONG)["address"]
    assert user.cell(LONG, "address").data(Qt.ItemDataRole.ToolTipRole).startswith(address)


def test_the_number_of_the_call_is_not_cut(user: User) -> None:
    columns, files = user.window.files.columns, user.find(QTableView, "fileobjects")
    last = COLUMNS.index("last")
    before = files.columnWidth(last)
    columns.make_room("last", "RW · 888,888,888,888")
    assert files.columnWidth(last) > before
    columns.reset()
    assert files.columnWidth(last) == before


def test_in_a_narrow_list_the_callback_goes_first_and_comes_back(user: User) -> None:
    files: QTableView = user.find(QTableView, "fileobjects")
    user.do("view.reset")
    found = list[bool]()
    for wide in (600, 240, 600):
        files.setFixedWidth(wide)
        QApplication.processEvents()
        found.append(files.isColumnHidden(COLUMNS.index("callback")))
        assert files.horizontalScrollBar().maximum() == 0
    assert found == [False, True, False]
    files.setMinimumWidth(0)
    files.setMaximumWidth(16_777_215)
