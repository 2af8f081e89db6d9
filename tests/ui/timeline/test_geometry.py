"""Lanes, ruler and names have room for their words in whatever size these are."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from tests.ui.timeline.seer import MS, Seer
from ui.timeline.geometry import Geometry, sizes_for, small


@pytest.mark.parametrize("points", [6, 9, 13, 24])
def test_all_words_have_room(points: int) -> None:
    font = QFont()
    font.setPointSize(points)
    sizes, names, words = sizes_for(font), QFontMetrics(font), QFontMetrics(small(font))
    assert sizes.lane >= names.height() and sizes.box >= words.height() and sizes.axis >= words.height() + 8
    assert sizes.name_room >= names.horizontalAdvance("select()") and sizes.tick > words.horizontalAdvance(
        "-500.000 ms"
    )
    assert sizes.box_top + sizes.box < sizes.watch < sizes.lane
    assert sizes.letter >= names.horizontalAdvance("W") and sizes.plate >= words.height()


def test_small_words_take_no_room_from_what_is_drawn() -> None:
    font = QFont()
    font.setPointSize(6)
    assert sizes_for(font) == Geometry()


def test_a_timeline_grows_with_its_font_and_is_found_where_it_is_painted(seer: Seer) -> None:
    view, font = seer.view, QFont()
    before = view.sizes, view.minimumHeight()
    font.setPointSize(26)
    view.setFont(font)
    assert view.sizes.lane > before[0].lane and view.minimumHeight() > before[1]
    assert view.span.width == view.width() - view.sizes.names
    assert seer.ink("a", 1025 * MS) != seer.ink("a", 1047 * MS)
    found = view.found_at(seer.point("a", 1025 * MS).toPointF())
    assert found is not None and found.lane.name == "a"
