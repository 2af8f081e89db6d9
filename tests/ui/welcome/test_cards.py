"""The cards of an empty window are walked with arrows and chosen with Enter."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.user import User
from ui.focus.focus_ring import FocusRing
from ui.kit import theme


def test_cards_are_walked_with_arrows_and_chosen_with_enter(user: User) -> None:
    card = user.find(QWidget, "card.scenario.pair")
    card.setFocus()
    user.qtbot.keyClick(card, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is user.find(QWidget, "card.scenario.echo")
    user.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    user.qtbot.keyClick(card, Qt.Key.Key_Return)
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_card_with_the_keyboard_is_tinted_and_edged(user: User, name: str) -> None:
    user.window.activateWindow()
    user.do(f"view.{name}")
    card, other = user.find(QWidget, "card.scenario.pair"), user.find(QWidget, "card.scenario.echo")
    user.wait_until(user.window.isActiveWindow)
    other.setFocus()
    resting = colours(card)
    card.setFocus()
    focused = colours(card)
    assert resting["edge"] not in (resting["ground"], theme.colour("accent"))
    assert focused == {"edge": theme.colour("accent"), "ground": theme.tint("accent")}
    ring = user.window.findChild(FocusRing)
    assert ring is None or not ring.isVisible()


def colours(card: QWidget) -> dict[str, QColor]:
    """Of its edge at the left, and of its ground beside the words."""
    picture = card.grab().toImage()
    ratio = picture.devicePixelRatio()
    middle = picture.height() // 2
    return {"edge": picture.pixelColor(0, middle), "ground": picture.pixelColor(round(6 * ratio), middle)}


def test_on_a_small_screen_all_cards_are_in_sight(open_window: Callable[..., User]) -> None:
    user = open_window()
    cards = user.window.cards
    user.window.resize(1024, 640)
    user.wait_until(lambda: cards.cards[0].y() != cards.cards[2].y())
    shown = cards.viewport().rect()
    for card in cards.cards:
        assert shown.contains(QRect(card.mapTo(cards.viewport(), QPoint(0, 0)), card.size())), card.objectName()
    high = cards.cards[0].height()
    user.window.resize(1440, 900)
    user.wait_until(lambda: cards.cards[0].y() == cards.cards[1].y())
    assert cards.cards[0].height() > high
