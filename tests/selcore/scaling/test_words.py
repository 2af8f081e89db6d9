"""Costs and ends in words."""

from selcore.scaling.values import ScalingReport
from selcore.scaling.words import cost, of_end


def test_each_end_has_its_words() -> None:
    report = ScalingReport()
    assert str(of_end(report)) == ""
    for why, words in (
        ("all", "measured up to 7 descriptors, as asked"),
        ("time", "measured up to 7 descriptors: then the time was up"),
        ("stopped", "measured up to 7 descriptors: none of the classes takes more"),
        ("refused", "measured up to 7 descriptors: the system opens no more"),
    ):
        report.fold({"is": "end", "why": why, "reached": 7, "error": None})
        assert str(of_end(report)) == words
    report.fold({"is": "begin", "limit": {"was": 64, "soft": 1024, "hard": -1}, "sizes": []})
    assert str(of_end(report)).endswith("opens no more (limit: 1,024, at most ∞)")


def test_costs_have_three_figures_that_count() -> None:
    assert [cost(seconds) for seconds in (5e-7, 1e-6, 1.26e-5, 4.567e-4, 0.99996e-3, 0.0166, 2.0)] == [
        "500 ns", "1.00 µs", "12.6 µs", "457 µs", "1.00 ms", "16.6 ms", "2.00 s",
    ]  # fmt: skip
