"""The panels beside the history keep their share of a window that gets another size."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTabBar, QTableView

from tests.ui.user import User
from ui.objects.model import COLUMNS
from ui.shell.dock_title import DockButtons
from ui.shell.proportions import LEAST, MOST, SHARES, first_width


@pytest.fixture
def user_on_a_large_screen(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    """The one of the offscreen platform is 800 pixels wide."""
    monkeypatch.setattr("ui.shell.screen_fit.ScreenFit._fit", lambda self: None)
    return open_window()


def width(user: User, name: str = "fileobjects") -> int:
    return int(user.find(QDockWidget, f"dock.{name}").width())


def resize(user: User, wide: int) -> None:
    user.window.resize(wide, 800)
    user.wait_until(lambda: user.window.width() == wide)


def test_they_share_the_window(user_on_a_large_screen: User) -> None:
    user = user_on_a_large_screen
    for wide in (1280, 1600, 853, 1280):
        resize(user, wide)
        user.wait_until(lambda wide=wide: all(abs(width(user, one) - first_width(one, wide)) <= 2 for one in SHARES))


def test_what_the_user_made_of_them_is_scaled(user_on_a_large_screen: User) -> None:
    user = user_on_a_large_screen
    user.window.resizeDocks([user.find(QDockWidget, "dock.fileobjects")], [240], Qt.Orientation.Horizontal)
    user.wait_until(lambda: width(user) == 240)
    resize(user, 1600)
    user.wait_until(lambda: abs(width(user) - 300) <= 2)


def test_many_small_steps_add_up_to_nothing(user_on_a_large_screen: User) -> None:
    user = user_on_a_large_screen
    before = width(user)
    for wide in (*range(1280, 1180, -3), *range(1180, 1281, 3), 1280):
        resize(user, wide)
    user.wait_until(lambda: abs(width(user) - before) <= 3)


def test_the_first_width_has_bounds() -> None:
    assert first_width("fileobjects", 640) == LEAST and first_width("details", 3840) == MOST


def test_at_one_and_a_half_times_the_size_nothing_at_the_sides_is_cut(user_on_a_large_screen: User) -> None:
    """853 pixels: 1280 at 150 %."""
    user = user_on_a_large_screen
    resize(user, 853)
    user.do("scenario.pair")
    view, last = user.find(QTableView, "fileobjects"), COLUMNS.index("last")
    user.wait_until(lambda: view.viewport().width() >= view.columnViewportPosition(last) + view.columnWidth(last))
    assert not view.isColumnHidden(last) and not view.horizontalScrollBar().isVisible()
    over_tabs = [one for one in user.window.findChildren(DockButtons) if isinstance(one.parent(), QTabBar)]
    user.wait_until(lambda: sum(one.isVisible() for one in over_tabs) == 2)
