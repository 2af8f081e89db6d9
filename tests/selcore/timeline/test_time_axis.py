"""Times as people read them, from nanoseconds to days."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.timeline.time_axis import base_of, exact_text, rate_text, step_of, tick_text, ticks
from tests.examples import examples

S = 10**9


@pytest.mark.parametrize(
    ("least", "step"),
    [
        (0.2, 1),
        (3, 5),
        (51, 100),
        (6e8, 10**9),
        (11 * S, 15 * S),
        (40 * S, 60 * S),
        (3700 * S, 7200 * S),
        (9e13, 2 * 86400 * S),
    ],
)
def test_steps_are_round(least: float, step: int) -> None:
    assert step_of(least) == step


@settings(max_examples=examples(100))
@given(st.integers(0, 10**15), st.integers(1, 10**15), st.integers(1, 10**14))
def test_ticks_are_in_the_window_and_far_enough_apart(since: int, length: int, least: int) -> None:
    found = ticks(since, since + length, least)
    assert found.step >= least
    assert all(since <= at <= since + length and at % found.step == 0 for at in found[:50])


@settings(max_examples=examples(100))
@given(st.integers(0, 10**13), st.sampled_from([10**n for n in range(11)]))
def test_two_ticks_never_read_the_same(since: int, step: int) -> None:
    times = [since // step * step + step * n for n in range(8)]
    base = base_of(times[0], step)
    assert len({tick_text(at, step, base) for at in times}) == 8


@pytest.mark.parametrize(
    ("at", "step", "words"),
    [
        (0, S, "0 s"),
        (12 * S, S, "12 s"),
        (125 * S, 5 * S, "2:05"),
        (3_725 * S, 60 * S, "1:02:05"),
        (5_250_000_000, 250_000_000 // 5, "5.25 s"),
        (120_000_000, 20_000_000, "120 ms"),
        (120_400_000, 200_000, "120.4 ms"),
    ],
)
def test_a_tick_is_as_short_as_its_step_allows(at: int, step: int, words: str) -> None:
    assert tick_text(at, step) == words


def test_close_ticks_are_told_from_a_time_that_is_told_once() -> None:
    base = base_of(7_202_512_345, 50_000)
    assert base == 7_202_000_000
    assert tick_text(7_202_550_000, 50_000, base) == "+550 µs"


def test_exact_times_and_rates() -> None:
    assert exact_text(3_141_592_653) == "3.141 592 653 s"
    assert exact_text(-5) == "-0.000 000 005 s"
    assert [rate_text(ns) for ns in (0, 80_000, 2 * S, 1, 10**12)] == [
        "∞ Hz",
        "12.5 kHz",
        "0.50 Hz",
        "1.00 GHz",
        "0.0010 Hz",
    ]
