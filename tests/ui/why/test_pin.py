"""The pin says what Why shows, in the room it has, and what a press would do."""

import pytest
from pytestqt.qtbot import QtBot

from ui.session.selection import Selection
from ui.why.pin import Pin

LONG = Selection(("a-name-that-is-much-longer-than-the-panel-is-wide",), about="object")


@pytest.mark.parametrize(
    ("selection", "words", "pinned"),
    [
        (Selection(), "Following the newest result", False),
        (Selection(("pair.a",)), "Following the newest result", False),
        (Selection(("pair.a",), 1233, "row"), "Row 1,234 · pinned", True),
        (Selection(("pair.a", "pair.b"), about="object"), "pair.a now · pinned", True),
    ],
)
def test_it_says_which_it_is(qtbot: QtBot, selection: Selection, words: str, pinned: bool) -> None:
    pin = Pin()
    qtbot.addWidget(pin)
    pin.resize(pin.sizeHint())
    pin.show()
    pin.show_selection(selection)
    pin.resize(pin.sizeHint())
    assert pin.text() == words and pin.isChecked() is pinned
    press = "Press to follow the newest result" if pinned else "Press to stay at this one"
    assert pin.accessibleName() == pin.toolTip() == f"{words}. {press}"


def test_a_click_asks_and_changes_nothing_by_itself(qtbot: QtBot) -> None:
    pin = Pin()
    qtbot.addWidget(pin)
    wanted: list[bool] = []
    pin.wanted.connect(wanted.append)
    pin.click()
    assert wanted == [False] and not pin.isChecked()
    pin.show_selection(LONG)
    pin.click()
    assert wanted == [False, True] and pin.isChecked()


def test_words_without_room_are_cut_in_the_middle_and_said_whole(qtbot: QtBot) -> None:
    pin = Pin()
    qtbot.addWidget(pin)
    pin.show_selection(LONG)
    pin.resize(200, 24)
    pin.show()
    assert "…" in pin.text() and pin.text().endswith("pinned")
    assert pin.fontMetrics().horizontalAdvance(pin.text()) <= 200
    assert LONG.name in pin.accessibleName()
