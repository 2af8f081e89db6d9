"""The menu of kinds finds by words and opens with Enter."""

import pytest
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


def test_what_is_asked_for_comes_first(user: User) -> None:
    from PySide6.QtWidgets import QListWidget

    from ui.forms.kind_chooser import KindRole

    firsts = {"mp": "mp-pipe", "queue": "queue", "pipe": "pipe", "udp": "udp", "file": "text-file", "pty": "pty"}
    user.do("fileobject.new")
    search: QLineEdit = user.find(QLineEdit, "new.search")
    found: QListWidget = user.find(QListWidget, "new.list")
    for words, first in firsts.items():
        search.setText(words)
        assert (words, found.item(0).data(KindRole), found.currentRow()) == (words, first, 0)
    search.setText("zzz")
    assert found.currentItem() is None and found.count() == 1
    user.find(QDialog, "new").close()


def test_what_this_system_lacks_is_shown_and_enter_opens_nothing(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QListWidget

    from selcore.kinds import find_kind
    from selcore.values.text import text

    monkeypatch.setattr(type(find_kind("queue")), "missing", lambda self: text("it was taken away"))
    user.do("fileobject.new")
    search: QLineEdit = user.find(QLineEdit, "new.search")
    search.setText("queue")
    assert "not here: it was taken away" in user.find(QListWidget, "new.list").item(0).text()
    user.qtbot.keyClick(search, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == [] and user.find(QDialog, "new").isVisible()
    user.find(QDialog, "new").close()
