"""The cards of an empty window are walked with arrows and chosen with Enter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from tests.ui.user import User


def test_cards_are_walked_with_arrows_and_chosen_with_enter(user: User) -> None:
    card = user.find(QWidget, "card.scenario.pair")
    card.setFocus()
    user.qtbot.keyClick(card, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is user.find(QWidget, "card.scenario.echo")
    user.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    user.qtbot.keyClick(card, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]
