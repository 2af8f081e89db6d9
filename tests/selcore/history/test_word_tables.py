"""Words as codes: those in use never change, and those that no row uses make room."""

import pytest

from selcore.history.columns import Columns, Ring, Tables
from selcore.history.word_tables import TableFull, Words
from tests.selcore.history.test_columns import values


def test_words_that_no_row_uses_make_room_and_never_change_those_in_use() -> None:
    ring, tables = Ring(), Tables()
    words = tables.name = Words(limit=5)
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


def test_what_is_told_of_things_follows_them_when_codes_are_used_anew() -> None:
    ring, tables = Ring(), Tables()
    for did in ("5 in", "6 in", "5 in"):
        code = tables.did.code(did)
        tables.did.mark(code, ring.extend(1, **values(tables, did=code)))
    assert Columns(ring, tables)["did"].texts() == ["5 in", "6 in", "5 in"]
    ring.evict(3)
    tables.sweep(ring.first)
    ring.extend(1, **values(tables, did=tables.did.code("7 in")))
    assert Columns(ring, tables)["did"].texts() == ["7 in"]
