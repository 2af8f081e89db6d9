"""What was not saved is one line of the empty window: no room without it, plain words, and reached before the cards."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.user import User


def test_without_words_it_takes_no_room_and_nobody_comes_there(user: User) -> None:
    cards = user.window.cards
    assert cards.offer.isHidden() and not set(cards.offer.buttons) & set(cards.focus_chain())


def test_tab_and_arrows_come_to_it_before_the_cards(user: User) -> None:
    cards = user.window.cards
    cards.offer.show_offer("Something was left.")
    cards.offer.restore.setFocus()
    reached = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_Left):
        user.qtbot.keyClick(QApplication.focusWidget(), key)
        reached.append(QApplication.focusWidget().objectName())
    first = cards.cards[0].objectName()
    assert reached == ["card.unsaved.discard", first, "card.unsaved.discard", "card.unsaved.restore"]
    cards.offer.show_offer("")


def test_its_buttons_are_the_actions_and_what_cannot_be_restored_has_one(user: User) -> None:
    cards, pressed = user.window.cards, list[str]()
    cards.offer.chosen.connect(pressed.append)
    cards.offer.show_offer("<b>It</b> cannot be restored.", can_be_restored=False)
    assert user.label("unsaved.words") == "<b>It</b> cannot be restored."
    assert cards.offer.shown_buttons() == [cards.offer.discard]
    cards.offer.discard.click()  # nothing was left: the action does nothing
    assert pressed == ["unsaved.discard"]
    cards.offer.show_offer("")


def test_above_a_history_there_is_no_room_for_it(user: User) -> None:
    cards = user.window.cards
    cards.offer.show_offer("Something was left.")
    user.do("fileobject.open.pipe")
    for name in user.names():
        user.select(name)
        user.do("fileobject.close")
    assert cards.isVisible() and not user.find(QWidget, "unsaved").isVisible()
    user.do("experiment.new")
    assert user.find(QWidget, "unsaved").isVisible()
    cards.offer.show_offer("")
