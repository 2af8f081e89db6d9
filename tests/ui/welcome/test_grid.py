"""Cards stand in as many columns as there is room for, and what goes with them in the place that they leave."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.welcome.card import ScenarioCard, least_width
from ui.welcome.grid import GAP, MOST, CardGrid


@pytest.mark.parametrize("count", [3, 5])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_cards_wrap_and_nothing_overlaps(qtbot: QtBot, count: int, columns: int) -> None:
    cards = [ScenarioCard(str(n), "pair", f"Card {n}", "A sentence about it " * n) for n in range(count)]
    beside = QLabel("opened before")
    grid = CardGrid(cards, beside)
    qtbot.addWidget(grid)
    grid.resize(columns * least_width() + (columns - 1) * GAP, 900)
    grid.show()
    assert grid.columns == columns <= MOST
    assert len({card.x() for card in cards}) == columns and len({card.height() for card in cards}) == 1
    places = [one.geometry() for one in (*cards, beside)]
    assert not any(one.intersects(other) for place, one in enumerate(places) for other in places[:place])
    assert (beside.y() == cards[-1].y()) is bool(count % columns)


def test_four_cards_stand_two_by_two_where_three_have_room(qtbot: QtBot) -> None:
    grid = CardGrid([ScenarioCard(str(n), "pair", f"Card {n}", "A sentence") for n in range(4)], QLabel())
    qtbot.addWidget(grid)
    grid.resize(MOST * (least_width() + GAP), 900)
    grid.show()
    assert grid.columns == 2
