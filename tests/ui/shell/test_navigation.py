"""From one visible thing to another: panels open, come to the front, and leave the keyboard where it was."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDockWidget, QWidget

from tests.ui.user import User


@pytest.fixture
def user(user: User) -> Iterator[User]:
    user.window.docks.reset()
    user.do("scenario.pair")
    yield user
    user.window.docks.reset()  # the window is kept for other tests


def seen(user: User, name: str) -> bool:
    """Whether the panel is there and no other stands before it."""
    dock = user.find(QDockWidget, f"dock.{name}")
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


def focused(user: User) -> QWidget | None:
    widget: QWidget | None = user.window.focusWidget()
    return widget


def test_a_panel_that_is_closed_is_opened_and_comes_to_the_front(user: User) -> None:
    user.window.docks["kernel"].hide()
    user.window.context.navigate.show_dock("kernel")
    user.wait_until(lambda: seen(user, "kernel"))
    assert not seen(user, "details"), "they share their place"


def test_raised_it_comes_to_the_front_but_what_is_closed_stays_closed(user: User) -> None:
    navigate = user.window.context.navigate
    navigate.raise_dock("kernel")
    user.wait_until(lambda: seen(user, "kernel"))
    user.window.docks["data"].hide()
    navigate.raise_dock("data")
    user.settle()
    assert not navigate.is_open("data") and not user.window.docks["data"].isVisible()
    assert navigate.is_open("details"), "it is open, though another stands before it"


def test_what_shows_the_choice_too_is_not_covered_by_it(user: User) -> None:
    navigate = user.window.context.navigate
    navigate.show_dock("code")
    user.wait_until(lambda: seen(user, "code"))
    navigate.raise_dock("details")
    user.settle()
    assert seen(user, "code")
    navigate.show_dock("details")
    user.wait_until(lambda: seen(user, "details"))


def test_the_keyboard_goes_to_the_history_from_a_panel_that_is_closed(user: User) -> None:
    user.window.activateWindow()
    user.files.setFocus()
    user.window.context.navigate.hide_dock("fileobjects")
    assert focused(user) is user.history and not user.window.docks["fileobjects"].isVisible()


def test_the_keyboard_stays_where_it_is_when_another_panel_is_closed(user: User) -> None:
    user.window.activateWindow()
    user.files.setFocus()
    user.window.context.navigate.hide_dock("warnings")
    assert focused(user) is user.files


def test_how_many_there_are_is_in_the_title(user: User) -> None:
    navigate, dock = user.window.context.navigate, user.find(QDockWidget, "dock.warnings")
    plain = dock.windowTitle()
    navigate.show_count("warnings", 1200)
    assert dock.windowTitle() == f"{plain} (1,200)"
    navigate.show_count("warnings", 0)
    assert dock.windowTitle() == plain
