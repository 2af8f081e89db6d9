"""Words are as large as a window has room for; panels give way before words are as small as they were."""

import pytest

from ui.appearance.room import NEEDS, WANTED, give_way, growth


@pytest.mark.parametrize("factor", [1.0, 1.2, 1.7, 3.0])
def test_words_grow_with_the_window(factor: float) -> None:
    wide, high = (round(side * factor) for side in NEEDS)
    assert growth(wide, high) == growth(wide * 2, high) == growth(wide, high * 2) == pytest.approx(factor, abs=0.01)


def test_no_window_makes_them_smaller() -> None:
    assert growth(300, 200) == 1


def test_panels_go_on_the_side_that_is_short() -> None:
    wide, high = (round(side * WANTED) + 1 for side in NEEDS)
    assert give_way(wide, high) == ()
    assert give_way(wide - 9, high) == ("details",)
    assert give_way(wide, high - 9) == ("timeline",)
    assert give_way(wide - 9, high - 9) == ("details", "timeline")
    assert growth(wide - 9, high, ("details",)) > growth(wide - 9, high)
