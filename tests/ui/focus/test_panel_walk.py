"""F6 goes through the panels that are in sight, Shift+F6 back, and each gets the keyboard where it had it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.user import User


def press(user: User, back: bool = False) -> QWidget:
    """Press F6 or Shift+F6; where the keyboard is then."""
    modifiers = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    user.qtbot.keyClick(QApplication.focusWidget() or user.window, Qt.Key.Key_F6, modifiers)
    found = QApplication.focusWidget()
    assert found is not None
    return found


def walk(user: User, back: bool = False) -> list[str]:
    """The panels that are gone through until the list of file objects has the keyboard again."""
    user.files.setFocus()
    found = []
    for _ in range(12):
        panel = press(user, back)
        if panel is user.files:
            return found
        found.append(panel.objectName())
    raise AssertionError(found)


def test_all_that_are_in_sight_and_back_the_same_way(user: User) -> None:
    user.do("scenario.pair")
    there = walk(user)
    assert "history" in there and len(there) == len(set(there)) >= 3
    assert walk(user, back=True) == there[::-1]


def test_a_panel_that_is_hidden_is_passed_over(user: User) -> None:
    user.do("scenario.pair")
    before = walk(user)
    data = user.window.docks["data"]
    data.hide()
    assert walk(user) == [name for name in before if not name.startswith("data")]
    data.show()
    assert walk(user) == before


def test_it_comes_back_to_where_the_keyboard_was(user: User) -> None:
    user.do("scenario.pair")
    timeout = user.find(QWidget, "timeout")
    timeout.setFocus()
    press(user)
    assert press(user, back=True) is QApplication.focusWidget() and timeout.hasFocus()


def test_f5_runs_and_pauses(user: User) -> None:
    user.do("scenario.pair")
    user.qtbot.keyClick(user.files, Qt.Key.Key_F5)
    user.wait_until(lambda: user.window.property("state") != "idle")
    user.qtbot.keyClick(user.files, Qt.Key.Key_F5)
    user.wait_for("idle")
    user.settle()
