"""The palette finds an action by its words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
)

from tests.ui.user import User


def test_the_palette_finds_actions_by_their_words(user: User) -> None:
    user.do("app.palette")
    search: QLineEdit = user.find(QLineEdit, "palette.search")
    user.qtbot.keyClicks(search, "socket pair one end")
    found: QListWidget = user.find(QListWidget, "palette.list")
    assert found.count() == 1
    user.qtbot.keyClick(search, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]
