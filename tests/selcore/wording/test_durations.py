"""A duration has one way to be written, wherever it stands."""

import pytest

from selcore.wording.durations import duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ns"),
        (8.12e-7, "812 ns"),
        (8.6e-5, "86 µs"),
        (8.62e-5, "86.2 µs"),
        (9.996e-4, "1 ms"),
        (0.0166, "16.6 ms"),
        (3.14, "3.14 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (125, "2 min 5 s"),
        (7300, "2 h 1 min"),
        (-5e-6, "-5 µs"),
    ],
)
def test_it_has_the_unit_that_suits_it_and_three_figures(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_figures_and_zeros_are_as_they_are_asked_for() -> None:
    assert [duration(seconds, 2) for seconds in (0.0166, 0.153, 1.0)] == ["17 ms", "153 ms", "1 s"]
    assert [duration(seconds, zeros=True) for seconds in (2e-6, 9.9996e-6, 0.1)] == ["2.00 µs", "10.0 µs", "100 ms"]
