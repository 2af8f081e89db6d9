"""A rate is never negative."""

from time import monotonic

from selcore.values.facts import Totals
from ui.kit.rate import Rate


def test_a_rate_is_never_negative() -> None:
    rate = Rate()
    rate._readings.clear()
    rate._readings.append((monotonic() - 1, Totals(calls=1_000_000, results=1_000_000)))
    rate.take(Totals(calls=5, results=5))
    assert rate.calls == rate.results == 0  # another session: it counts from there
