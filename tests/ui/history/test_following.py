"""The newest row stays in view until a row is chosen; a mark counts what has come since and leads back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from selcore.values.commands import Note
from tests.ui.user import User, columns


def notes(user: User, count: int) -> None:
    user.window.bridge.send(*(Note(text=f"note {number}") for number in range(count)))
    user.settle()


def press(user: User, row: int) -> None:
    """Click a row of the history."""
    index = user.history.model().index(row, columns(user.history).index("command"))
    user.history.scrollTo(index)
    at = user.history.visualRect(index).center()
    user.qtbot.mouseClick(user.history.viewport(), Qt.MouseButton.LeftButton, pos=at)


def top(user: User) -> int:
    """The row that stands at the top. The view lays its rows out when it has a moment."""
    return user.history.rowAt(0)


def at_end(user: User) -> bool:
    last = user.history.model().index(user.history.model().rowCount() - 1, columns(user.history).index("command"))
    return user.history.viewport().rect().contains(user.history.visualRect(last).center())


def mark(user: User) -> QToolButton:
    found: QToolButton = user.find(QToolButton, "history.newer")
    return found


def test_a_chosen_row_stays_where_it_is_and_the_mark_leads_back(user: User) -> None:
    notes(user, 100)
    assert at_end(user) and not mark(user).isVisible()
    press(user, 95)
    before = top(user)
    notes(user, 1)
    assert mark(user).text() == "1 new row" and not user.action("history.follow").isChecked()
    notes(user, 50)
    assert mark(user).isVisible() and mark(user).text() == "51 new rows"
    assert top(user) in (before, before + 1)  # at the end of a list the first row is in sight in part
    assert user.history.viewport().geometry().contains(mark(user).geometry())
    user.qtbot.mouseClick(mark(user), Qt.MouseButton.LeftButton)
    assert at_end(user) and not mark(user).isVisible() and user.action("history.follow").isChecked()


def test_where_all_rows_fit_a_chosen_one_ends_it_too(user: User) -> None:
    notes(user, 3)
    press(user, 1)
    notes(user, 60)
    assert not at_end(user) and mark(user).text() == "60 new rows"


def test_keys_choose_and_end_leads_back(user: User) -> None:
    notes(user, 100)
    press(user, 98)
    user.qtbot.keyClick(user.history, Qt.Key.Key_Up)
    notes(user, 10)
    assert mark(user).text() == "10 new rows"
    user.qtbot.keyClick(user.history, Qt.Key.Key_End)
    user.wait_until(lambda: user.action("history.follow").isChecked())
    assert at_end(user) and not mark(user).isVisible()


def test_only_rows_that_the_list_shows_are_counted(user: User) -> None:
    notes(user, 10)
    press(user, 2)
    user.do("history.hide-commands")
    notes(user, 10)
    assert not mark(user).isVisible()
    user.do("history.hide-commands")
    notes(user, 1)
    assert mark(user).text() == "11 new rows"


def test_a_frozen_list_counts_rows_and_calls_and_shows_no_mark(user: User) -> None:
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    notes(user, 5)
    press(user, 1)
    user.do("history.freeze")
    user.timeout("0")
    for _ in range(3):
        user.do("call.step")
    words = user.find(QLabel, "history.notice").text()
    assert "3 calls more" in words and not mark(user).isVisible(), words
    user.do("history.freeze")


def test_of_rows_that_are_in_sight_nothing_is_said(user: User) -> None:
    notes(user, 3)
    press(user, 1)
    notes(user, 2)
    assert not mark(user).isVisible()
