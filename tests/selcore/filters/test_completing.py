"""What is offered next, read from what stands before the cursor."""

from collections.abc import Iterable

import pytest

from selcore.filters.completing import complete
from selcore.history.fields import FIELDS

PRESENT = {
    "name": ["pair.a", "pair.b", "server"],
    "error": ["", "OSError"],
    "raw": ["EPOLLIN|EPOLLHUP", "EPOLLIN", "[]"],
    "do": ["open", "select"],
}


def present(column: str) -> Iterable[str]:
    return PRESENT.get(column, ())


NEXT = {
    "n": ["name", "not"],
    "wai": ["waited"],
    "name ": ["==", "!=", "in (", "not in (", "and", "or"],
    "name =": ["=="],
    "name == ": ['"pair.a"', '"pair.b"', '"server"'],
    "name == s": ['"server"'],
    'name == "pa': ['"pair.a"', '"pair.b"'],
    "name == 'pa": ['"pair.a"', '"pair.b"'],
    'name == "pair.a" ': ["and", "or"],
    'name == "pair.a" a': ["and"],
    "name in (": ['"pair.a"', '"pair.b"', '"server"'],
    'name in ("pair.a", ': ['"pair.a"', '"pair.b"', '"server"'],
    'name in ("pair.a", "pair.b") ': ["and", "or"],
    "error == ": ['"OSError"'],
    'do == "open" or object == "s': ['"server"'],
    '"EP': ['"EPOLLHUP"', '"EPOLLIN"'],
    '"EPOLLHUP" ': ["in", "and", "or"],
    '"EPOLLHUP" in ': ["(", "returned", "raw", "did"],
    "READ ": ["in", "and", "or"],
    "returned == ": ['"read"', '"write"', '["read", "write"]', "[]"],
    "timeout == ": ["None"],
    "interrupted == ": ["True", "False"],
    "waited > 0.01 ": ["and", "or"],
    "waited > ": [],
    "not (na": ["name"],
    "¿": [],
}


@pytest.mark.parametrize("words", NEXT)
def test_what_may_stand_next(words: str) -> None:
    assert list(complete(words, len(words), present).words) == NEXT[words]


def test_at_the_beginning_every_column_is_offered() -> None:
    assert {field.id for field in FIELDS} <= set(complete("", 0, present).words)


def test_it_replaces_what_is_typed_of_it_and_the_quote_behind() -> None:
    assert complete("error and na", 12, present)[:2] == (10, 12)
    assert complete('name == "pa"', 11, present)[:2] == (8, 12)
    assert complete("na == 3", 2, present)[:2] == (0, 2)
