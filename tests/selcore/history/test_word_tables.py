"""Words as codes: those in use never change, and those that no row uses make room."""

import pytest

from selcore.history.columns import Columns
from selcore.history.ring import Ring
from selcore.history.tables import Tables
from selcore.history.word_tables import TableFull, WordTable
from tests.selcore.history.test_ring import values


def test_words_that_no_row_uses_make_room_and_never_change_those_in_use() -> None:
    ring, tables = Ring(), Tables()
    words = tables.name = WordTable(limit=5)
    for name in "abcd":
        code = words.code(name)
        words.mark(code, ring.extend(1, **values(tables, name=code)))
    with pytest.raises(TableFull):
        words.code("e")
    ring.evict(2)
    tables.sweep(ring.first)
    assert words.code("d") == ring.value(3, "name")
    words.mark(words.code("e"), ring.extend(1, **values(tables, name=words.code("e"))))
    assert Columns(ring, tables)["object"].texts() == ["c", "d", "e"]
