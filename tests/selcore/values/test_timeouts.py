"""A timeout is given to select() as it is."""

import pytest

from selcore.values import commands as c
from selcore.values.timeouts import may_block, timeout_in_short, to_seconds


@pytest.mark.parametrize(
    ("timeout", "seconds", "blocks"),
    [(None, None, True), (0, 0, False), (-1, -1, False), (0.5, 0.5, True), ("inf", float("inf"), True)]
    + [("-inf", float("-inf"), False)],
)
def test_a_timeout_is_given_as_it_is(timeout: c.Timeout, seconds: float | None, blocks: bool) -> None:
    assert (to_seconds(timeout), may_block(timeout)) == (seconds, blocks)
    assert str(to_seconds("nan")) == "nan"


@pytest.mark.parametrize(
    ("timeout", "words"),
    [(None, "None"), (0.0, "0"), (0.49993663599980, "0.4999"), (0.5, "0.5"), (12, "12"), ("nan", "float('nan')")],
)
def test_what_a_program_computed_is_read_in_few_digits(timeout: c.Timeout, words: str) -> None:
    assert timeout_in_short(timeout) == words
