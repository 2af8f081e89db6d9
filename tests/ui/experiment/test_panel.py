"""The panel of the experiment: how far it is, the note that belongs to a command, its menu, its place in the window."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDockWidget, QLabel, QMenu, QToolButton

from tests.ui.experiment.test_actions import HALF, choose, opened, steps
from tests.ui.user import User


def test_it_says_how_far_it_is_and_shows_the_line_of_the_chosen_or_the_next(user: User) -> None:
    opened(user)
    assert user.label("experiment.words") == "0 of 7 played, paused"
    assert user.label("experiment.note") == "Two bytes come, and one is read." and user.label("experiment.line") == ""
    user.do("experiment.step")
    assert user.label("experiment.line").startswith("pair_a, pair_b = socket.socketpair()")
    assert user.find(QLabel, "experiment.note").isVisible(), "the note stands before the next"
    user.do("experiment.step")
    assert not user.find(QLabel, "experiment.note").isVisible()
    choose(user, 1)
    assert "→ pair.a fd" in user.label("experiment.line")


def test_its_menu_has_the_same_actions_for_the_command_under_the_pointer(user: User) -> None:
    view = opened(user)
    at: QPoint = view.visualRect(view.model().index(3, 1)).center()
    view.customContextMenuRequested.emit(at)
    menu: QMenu = user.find(QMenu, "menu.experiment")
    assert view.currentIndex().row() == 3 and menu.isVisible()
    ids = [action.objectName() for action in menu.actions()]
    assert ids[:2] == ["experiment.run-to", "experiment.again"] and "call.stop" in ids
    assert all(user.action(id) in menu.actions() for id in ids)
    menu.close()
    user.do("experiment.run-to")
    assert len(user.rows()) == 4


def test_without_an_experiment_it_says_what_to_do(user: User) -> None:
    user.do("view.experiment")
    assert user.find(QDockWidget, "dock.experiment").isVisible()
    assert user.label("experiment.words").startswith("No experiment is open") and not steps(user).isVisible()
    user.do("view.experiment")
    assert not user.find(QDockWidget, "dock.experiment").isVisible()


def test_the_column_stays_as_wide_as_it_was_and_both_panels_can_be_used(user: User) -> None:
    files: QDockWidget = user.find(QDockWidget, "dock.fileobjects")
    wide = files.width()
    opened(user)
    dock: QDockWidget = user.find(QDockWidget, "dock.experiment")
    assert abs(files.width() - wide) <= 2 and abs(dock.width() - files.width()) <= 2
    assert dock.height() > 200 and dock.y() > files.y()
    assert user.find(QToolButton, "button.experiment.step").text() == "Step"


def test_it_is_not_there_at_the_next_start_without_an_experiment(open_window: Callable[..., User]) -> None:
    first = open_window()
    opened(first)
    first.window.close_now()
    again = open_window()
    assert not again.find(QDockWidget, "dock.experiment").isVisible()
    assert HALF and again.action("experiment.open-paused").isChecked()
