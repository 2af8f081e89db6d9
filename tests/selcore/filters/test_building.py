"""Expressions made from cells find the row they were made from, and join what is there."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.filters import parse
from selcore.filters.building import join, negated, quoted, test_of
from tests.examples import examples

CELLS: list[tuple[str, Any, str | None]] = [
    ("object", "pair.a", 'name == "pair.a"'),
    ("object", None, "name == None"),
    ("command", "register", 'do == "register"'),
    ("call", 8, "call == 8"),
    ("call", None, None),
    ("waited", 0.25, "waited >= 0.25"),
    ("count", 4, "count >= 4"),
    ("timeout", None, "timeout == None"),
    ("timeout", 0, "timeout == 0"),
    ("timeout", "nan", None),
    ("returned", ["read"], 'returned == "read"'),
    ("returned", ["read", "write"], 'returned == ["read", "write"]'),
    ("returned", [], "returned == []"),
    ("returned", None, "returned == None"),
    ("raw", ["EPOLLIN", "EPOLLHUP"], 'raw == ["EPOLLIN", "EPOLLHUP"]'),
    ("error", "OSError", 'error == "OSError"'),
    ("interrupted", False, "not interrupted"),
    ("colour", "red", None),
]


@pytest.mark.parametrize(("column", "value", "expected"), CELLS)
def test_a_cell_as_an_expression(column: str, value: Any, expected: str | None) -> None:
    found = test_of(column, value)
    assert found == expected
    if found is not None:
        row = {{"object": "name", "command": "do"}.get(column, column): value}
        assert parse(found).matches(row) and not parse(negated(found)).matches(row)


@settings(max_examples=examples(100))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_word_can_be_quoted(word: str) -> None:
    assert parse(f"name == {quoted(word)}").matches({"name": word})


def test_it_joins_what_is_there() -> None:
    assert join("", "error") == join("  ", "error") == join("name ==", "error") == "error"
    assert join("error", "error") == "error"
    assert join("count > 1 ", "error") == "count > 1 and error"
    assert join("count > 1 or READ", "error") == "(count > 1 or READ) and error"
    assert join("not READ and error", "count") == "not READ and error and count"


test_of.__test__ = False  # type: ignore[attr-defined]
