"""The menu of a table's head explains its column."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from tests.ui.help.test_popup import close, titles
from tests.ui.user import User


def test_the_menu_of_a_head_explains_its_column(user: User) -> None:
    view: QTableView = user.find(QTableView, "kernel")
    head = view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(2) + 4, 4)
    head.customContextMenuRequested.emit(at)
    menu = next(one for one in view.findChildren(QMenu) if one.isVisible())
    asked = menu.findChild(QAction, "kernel.column-help")
    assert asked is not None
    menu.close()
    asked.trigger()
    assert titles(user) == ["object (kernel)"]
    close(user)
