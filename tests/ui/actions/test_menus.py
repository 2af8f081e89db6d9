"""What is on has a tick in the menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from selcore.kinds import KINDS
from tests.ui.user import User
from ui.actions.actions import all_actions


def test_what_is_on_has_a_tick_in_the_menu_in_whose_place_no_icon_stands(user: User) -> None:
    for row in all_actions():
        if row.checkable:
            action = user.action(row.id)
            assert action.icon().isNull() or not action.isIconVisibleInMenu(), row.id


def test_escape_gives_the_keyboard_back_from_a_menu(user: User) -> None:
    user.window.activateWindow()
    user.files.setFocus()
    user.qtbot.keyClick(user.files, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    user.wait_until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    with user.qtbot.waitExposed(menu):
        pass
    user.qtbot.wait(0)
    user.qtbot.keyClick(menu, Qt.Key.Key_Escape)
    user.wait_until(lambda: QApplication.activePopupWidget() is None)
    user.window.activateWindow()  # the offscreen platform activates nothing when a popup is closed at once
    user.wait_until(lambda: user.window.focusWidget() is user.files)
    assert user.window.menuBar().activeAction() is None


@pytest.mark.parametrize("name", ["object.open", "object.open-with"])
def test_a_menu_of_what_can_be_opened_has_one_column(user: User, name: str) -> None:
    groups = [action.menu() for action in user.window.menus[name].actions()]
    assert len(groups) == 7 and all(groups)
    found = [action.objectName() for menu in groups for action in menu.actions()]
    assert len(found) == len(KINDS) == len(set(found))
    for menu in (user.window.menus[name], *groups):
        shown = [menu.actionGeometry(action).left() for action in menu.actions()]
        assert len(set(shown)) == 1 and menu.sizeHint().height() < 500
