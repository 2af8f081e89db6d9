"""Rows that follow each other are one run."""

from ui.kit.table_model import runs


def test_rows_that_follow_each_other_are_one_run() -> None:
    assert list(runs([])) == []
    assert list(runs([5, 3, 4, 9, 4, 0])) == [(0, 0), (3, 5), (9, 9)]
