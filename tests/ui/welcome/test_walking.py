"""Arrow keys go round cards, links and recent files, along the rows and across them, and leave them never."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from tests.ui.user import User
from ui.welcome.recent import file_link


def walk(user: User, key: Qt.Key, times: int) -> list[str]:
    found = []
    for _ in range(times):
        user.qtbot.keyClick(QApplication.focusWidget(), key)
        focused = QApplication.focusWidget()
        found.append(focused.objectName())
    return found


def test_right_and_left_go_through_all_of_them_and_round(user: User, tmp_path: Path) -> None:
    user.window.cards.ask_recent(lambda: [file_link(str(tmp_path / "one.json"))], list)
    chain = [one.objectName() for one in user.window.cards.focus_chain()]
    assert chain[-1] == "recent.0"
    user.window.cards.cards[0].setFocus()
    assert walk(user, Qt.Key.Key_Right, len(chain)) == [*chain[1:], chain[0]]
    assert walk(user, Qt.Key.Key_Left, 1) == chain[-1:]
    user.window.cards.ask_recent(list, list)


def test_down_and_up_go_from_row_to_row_and_round(user: User) -> None:
    user.window.resize(1280, 800)
    cards = user.window.cards
    cards.grid.setFixedWidth(600)
    user.wait_until(lambda: cards.grid.columns == 2)
    cards.cards[0].setFocus()
    first, below, link = (one.objectName() for one in (cards.cards[0], cards.cards[2], cards.links[0]))
    assert walk(user, Qt.Key.Key_Down, 3) == [below, link, first]
    assert walk(user, Qt.Key.Key_Up, 3) == [link, below, first]
    cards.grid.setMinimumWidth(0)
    cards.grid.setMaximumWidth(16_777_215)


def test_enter_presses_a_link_too(user: User) -> None:
    user.window.cards.links[1].setFocus()
    user.qtbot.keyClick(user.window.cards.links[1], Qt.Key.Key_Return)
    chooser = user.find(QDialog, "new")
    user.wait_until(chooser.isVisible)
    chooser.reject()
