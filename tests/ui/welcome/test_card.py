"""A card is as high as its words are where it is that wide."""

from pytestqt.qtbot import QtBot

from ui.welcome.card import ScenarioCard, least_width


def test_a_narrow_card_is_higher_than_a_wide_one(qtbot: QtBot) -> None:
    card = ScenarioCard("scenario.echo", "server", "Echo server", "A listener and a client; what it sends comes back")
    qtbot.addWidget(card)
    assert card.height_at(least_width()) > card.height_at(3 * least_width()) > card.fontMetrics().height() * 2
    assert card.accessibleName() == "Echo server" and card.accessibleDescription().startswith("A listener")
