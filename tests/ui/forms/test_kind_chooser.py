"""The menu of kinds finds by words and opens with Enter."""

from PySide6.QtWidgets import QDialog, QLineEdit

from tests.ui.user import User


def test_the_new_menu_finds_by_words_and_opens_with_enter(user: User) -> None:
    from PySide6.QtCore import Qt

    user.do("fileobject.new")
    search: QLineEdit = user.find(QLineEdit, "new.search")
    user.qtbot.keyClicks(search, "pipe")
    user.qtbot.keyClick(search, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pipe.r", "pipe.w"]
    user.do("fileobject.new")
    search = user.find(QLineEdit, "new.search")
    user.qtbot.keyClicks(search, "pipe")
    user.qtbot.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert user.find(QDialog, "form.pipe").isVisible()
