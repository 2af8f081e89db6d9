"""A filter knows its columns, and is a value."""

from selcore.filters import parse


def test_it_tells_which_columns_it_needs() -> None:
    assert parse('object == "server" and waited > 0.01 or error').columns == {"name", "waited", "error"}
    assert parse('READ and command != "open"').columns == {"returned", "do"}


def test_filters_of_the_same_words_are_equal() -> None:
    assert parse("error") == parse("error") != parse("count")
    assert len({parse("error"), parse("error")}) == 1 and repr(parse("error")) == "Filter('error')"
