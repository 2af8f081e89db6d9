"""A presentation has large words and fewer panels, and shows what was pressed; afterwards all is as before."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMenu

from tests.ui.user import User
from ui.appearance.presentation import HIDDEN, POINT
from ui.kit import text_size


@pytest.fixture(autouse=True)
def as_before(user: User) -> Iterator[None]:
    yield
    if user.action("view.presentation").isChecked():
        user.do("view.presentation")
    text_size.apply(0)


def hidden(user: User) -> dict[str, bool]:
    return {name: user.find(QDockWidget, f"dock.{name}").isHidden() for name in (*HIDDEN, "details", "fileobjects")}


def key(user: User) -> QLabel:
    found: QLabel = user.find(QLabel, "presentation.key")
    return found


def test_large_words_and_fewer_panels_until_it_ends(user: User) -> None:
    user.find(QDockWidget, "dock.data").hide()
    before, points = hidden(user), QApplication.font().pointSizeF()
    user.do("view.presentation")
    size = user.window.size()
    larger = min(size.width() // POINT[0], size.height() // POINT[1])
    assert QApplication.font().pointSizeF() == points + larger > points + 4
    assert [name for name, away in hidden(user).items() if away] == [*HIDDEN]
    user.do("view.presentation")
    assert hidden(user) == before and QApplication.font().pointSizeF() == points
    user.find(QDockWidget, "dock.data").show()


def test_what_was_pressed_is_shown_and_what_is_typed_is_not(user: User) -> None:
    user.do("view.presentation")
    user.qtbot.keyClick(user.files, Qt.Key.Key_F10)
    assert key(user).isVisible() and key(user).text() == "F10"
    user.settle()
    user.qtbot.keyClick(user.files, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert key(user).text() == "Ctrl+1"
    user.settle()
    for typed in (Qt.Key.Key_A, Qt.Key.Key_Shift):
        user.qtbot.keyClick(user.files, typed)
    assert key(user).text() == "Ctrl+1"
    user.settle()
    user.do("view.presentation")
    assert not key(user).isVisible()


def test_buttons_menus_and_ticks_that_are_clicked_are_shown(user: User) -> None:
    user.do("scenario.pair")
    user.do("view.presentation")
    user.timeout("0")
    user.click("button.call.step")
    assert key(user).isVisible() and key(user).text() == "select() once"
    user.tick("pair.b", "write")
    assert key(user).text().startswith("pair.b WRITE")
    user.select("pair.a")
    assert key(user).text().startswith("pair.b WRITE"), "to choose a row is no press of anything"
    menu = user.find(QMenu, "menu.selector")
    menu.popup(user.window.mapToGlobal(user.window.rect().center()))
    at = menu.actionGeometry(user.action("selector.get-map")).center()
    user.qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
    assert key(user).text() == "get_map()"
    user.settle()
    user.do("view.presentation")
    assert not key(user).isVisible()


def test_all_is_as_before_when_it_ends(user: User) -> None:
    """Heads, heights of rows, and columns for which there was no room meanwhile."""

    def look() -> list[object]:
        found: list[object] = []
        for view in (user.files, user.history):
            head, count = view.horizontalHeader(), view.model().columnCount()
            found += [head.height(), head.font().pointSizeF(), head.viewport().font().pointSizeF()]
            found += [view.verticalHeader().defaultSectionSize(), *map(view.columnWidth, range(count))]
        return found

    user.do("view.reset")
    user.do("scenario.pair")
    before = look()
    user.do("view.presentation")
    assert look() != before
    user.do("view.presentation")
    user.wait_until(lambda: look() == before)
