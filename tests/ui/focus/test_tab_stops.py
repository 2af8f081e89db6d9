"""Tab goes where the eye can follow."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.user import User


def test_a_fresh_window_begins_at_its_first_card(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.wait_until(lambda: user.window.cards.cards[0].hasFocus())
    QTest.keyClick(user.window.cards.cards[0], Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]


def test_tab_never_stops_at_a_panel_that_stands_behind_another(user: User) -> None:
    user.do("scenario.pair")
    user.window.docks["details"].raise_()
    reached = set()
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert any(name.startswith("why") for name in reached)
    assert not reached & {"kernel", "kernel.now", "refusals"}
    user.window.docks["kernel"].raise_()
    user.wait_until(lambda: user.window.late["kernel"].view.focusPolicy() != Qt.FocusPolicy.NoFocus)
    assert user.window.why.focusPolicy() == Qt.FocusPolicy.NoFocus
