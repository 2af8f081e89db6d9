"""Tabs and the buttons that float and close stand in one line; they act on the panel in front."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QListView, QTabBar, QToolButton

from tests.ui.user import User
from ui.shell.dock_title import DockButtons, DockTitle


@pytest.fixture
def window_user(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr("ui.shell.screen_fit.ScreenFit._fit", lambda self: None)
    user = open_window()
    user.wait_until(lambda: any(shown(user)))
    return user


def shown(user: User) -> list[DockButtons]:
    """The buttons over bars of tabs, of those stacks that are in sight."""
    return [
        one for one in user.window.findChildren(DockButtons) if isinstance(one.parent(), QTabBar) and one.isVisible()
    ]


def dock(user: User, name: str) -> QDockWidget:
    found: QDockWidget = user.find(QDockWidget, f"dock.{name}")
    return found


def head_height(user: User, name: str) -> int:
    title = dock(user, name).titleBarWidget()
    assert isinstance(title, DockTitle)
    return title.height() if title.isVisible() else 0


def press(user: User, name: str) -> None:
    button = next(
        button for one in shown(user) for button in one.findChildren(QToolButton) if button.objectName() == name
    )
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_stack_has_one_line_and_a_panel_alone_its_title(window_user: User) -> None:
    user = window_user
    assert len(shown(user)) == 2
    assert head_height(user, "details") <= 1 and head_height(user, "warnings") <= 1
    assert head_height(user, "fileobjects") > 20


def test_they_act_on_the_panel_in_front(window_user: User) -> None:
    user = window_user
    dock(user, "kernel").raise_()
    user.wait_until(lambda: any(one.findChild(QToolButton, "dock.kernel.close") for one in shown(user)))
    press(user, "dock.kernel.close")
    user.wait_until(lambda: not dock(user, "kernel").isVisible())
    user.wait_until(lambda: not any(one.findChild(QToolButton, "dock.kernel.close") for one in shown(user)))


def test_one_that_floats_has_its_own_title_again(window_user: User) -> None:
    user = window_user
    dock(user, "details").raise_()
    user.wait_until(lambda: any(one.findChild(QToolButton, "dock.details.float") for one in shown(user)))
    press(user, "dock.details.float")
    user.wait_until(lambda: dock(user, "details").isFloating() and head_height(user, "details") > 20)
    dock(user, "details").setFloating(False)
    user.wait_until(lambda: head_height(user, "details") <= 1)


def test_without_room_beside_the_tabs_each_panel_has_its_line(window_user: User) -> None:
    user = window_user
    user.window.resizeDocks([dock(user, "details")], [180], Qt.Orientation.Horizontal)
    user.wait_until(lambda: head_height(user, "warnings") > 20)


def test_a_stack_of_which_one_is_left_has_its_title_again(window_user: User) -> None:
    user = window_user
    for _ in range(2):
        user.do("view.timeline")
        user.wait_until(lambda: head_height(user, "data") <= 1)
        user.do("view.timeline")
        user.wait_until(lambda: head_height(user, "data") > 20)


def test_the_one_that_is_left_of_a_stack_has_its_name(window_user: User) -> None:
    user = window_user
    for name in ("kernel", "code"):
        dock(user, name).hide()
    user.wait_until(lambda: head_height(user, "details") > 20)
    title = dock(user, "details").titleBarWidget()
    assert title is not None
    assert [label.text() for label in title.findChildren(QLabel) if label.isVisible()] == ["Why"]


def test_with_nothing_to_tell_the_warnings_are_one_line(window_user: User) -> None:
    """Beneath their tabs, whatever stands behind them."""
    user = window_user
    line = user.find(QLabel, "warnings.words").fontMetrics().height()
    user.wait_until(lambda: dock(user, "warnings").height() < 3 * line)
    user.do("fileobject.open.queue")
    user.select("q")
    user.do("key.unregister")
    assert user.find(QListView, "refusals").model().rowCount() == 1
    dock(user, "warnings").raise_()
    user.wait_until(lambda: dock(user, "warnings").height() < 4 * line)


def test_menu_bar_and_lines_above_the_panels_leave_them_the_window(window_user: User) -> None:
    assert dock(window_user, "fileobjects").y() <= 84
