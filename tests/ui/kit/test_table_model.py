"""Rows that follow each other are one run; what Qt cannot carry is given as words."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from ui.kit.table_model import NOWHERE, Index, TableModel, carried, runs


def test_rows_that_follow_each_other_are_one_run() -> None:
    assert list(runs([])) == []
    assert list(runs([5, 3, 4, 9, 4, 0])) == [(0, 0), (3, 5), (9, 9)]


HUGE = 10**900
CARRIED = (None, True, 7, -(1 << 63), (1 << 63) - 1, 1.5, "words", [1, [2, {"a": [None]}]], {})
WORDS = (HUGE, 1 << 63, [1, [HUGE]], {"a": {"b": (HUGE,)}}, -HUGE)


@pytest.mark.parametrize("value", [*CARRIED, *WORDS], ids=range(len(CARRIED + WORDS)))
def test_a_number_of_any_size_is_given_through_qt(value: Any) -> None:
    class Table(TableModel):
        columns = ("it",)

        def length(self) -> int:
            return 1

        def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            return carried(value)

    table = Table()
    found = table.index(0, 0, NOWHERE).data()
    assert found == (repr(value) if value in WORDS else value)
