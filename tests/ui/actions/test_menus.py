"""What is on has a tick in the menu, and one sees what could have one."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu

from selcore.kinds import KINDS
from tests.ui.kit.test_theme import contrast
from tests.ui.user import User
from ui.actions.actions import all_actions
from ui.actions.menus import TOP


def test_what_is_on_has_a_tick_in_the_menu_in_whose_place_no_icon_stands(user: User) -> None:
    for row in all_actions():
        if row.checkable:
            action = user.action(row.id)
            assert action.icon().isNull() or not action.isIconVisibleInMenu(), row.id


@pytest.mark.parametrize("name", TOP)
def test_a_menu_of_the_bar_fits_a_small_screen_in_one_column(user: User, name: str) -> None:
    menu = user.window.menus[name]
    lines = [action for action in menu.actions() if not action.isSeparator()]
    assert len(lines) * 20 + (len(menu.actions()) - len(lines)) * 10 < 620
    assert len({menu.actionGeometry(action).left() for action in lines}) == 1


def test_the_panels_are_shown_and_hidden_by_a_menu(user: User) -> None:
    found = [action.objectName() for action in user.window.menus["view.panels"].actions()]
    assert found == [
        f"view.dock.{name}"
        for name in ("fileobjects", "details", "data", "refusals", "warnings", "kernel", "code", "output", "turns")
    ]


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_off_has_a_box_that_can_be_seen_and_what_is_on_a_tick_in_it(user: User, theme: str) -> None:
    user.do(f"view.{theme}")
    menu = user.window.menus["view"]
    menu.popup(user.window.mapToGlobal(user.window.rect().topLeft()))
    picture = menu.grab().toImage()
    ground = picture.pixelColor(4, menu.actionGeometry(menu.actions()[0]).bottom())
    boxes = {id: box(picture, menu, user.action(id)) for id in ("history.freeze", "history.follow", "view.next-panel")}
    best = {id: max(contrast(ground, one) for one in map(picture.pixelColor, *zip(*found, strict=True)))
            for id, found in boxes.items()}  # fmt: skip
    assert user.action("history.follow").isChecked() and not user.action("history.freeze").isChecked()
    assert best["history.freeze"] >= 3 and best["history.follow"] >= 3 and best["view.next-panel"] == 1
    inside = {id: {picture.pixelColor(x, y).name() for x, y in found} for id, found in boxes.items()}
    assert len(inside["history.follow"]) > len(inside["history.freeze"]), "a tick in it"
    menu.close()
    user.do("view.light")


def box(picture: QImage, menu: QMenu, action: object) -> list[tuple[int, int]]:
    """The pixels in front of the words of that row."""
    row: QRect = menu.actionGeometry(action)  # type: ignore[arg-type]
    scale = picture.width() / menu.width()
    return [
        (round(x * scale), round(y * scale))
        for x in range(row.left() + 4, row.left() + 22)
        for y in range(row.top() + 2, row.bottom() - 1)
    ]
