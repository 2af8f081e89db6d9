"""What is refused, in which words and where: the place is in characters of what was typed."""

import sys
import warnings

import pytest

from selcore.filters import BadFilter, parse
from selcore.filters.examples import EXAMPLES
from selcore.filters.syntax import DEEPEST, LONGEST

REFUSED = {
    'nmae == "server"': ("there is no column nmae; did you mean name?", "nmae"),
    "events == []": ("there is no column events; did you mean returned?", "events"),
    "name == server": ('there is no column server; a word stands in quotes: "server"', "server"),
    "name == pair.a": ('there are no dots here; a word stands in quotes: "pair.a"', "pair.a"),
    "name = 'a'": ("Python writes == for =", "="),
    "error && count": ("Python writes and for &&", "&&"),
    "error | count": ("Python writes or for |", "error | count"),
    "!error": ("Python writes not for !", "!"),
    "name == “a”": ('words stand between plain quotes: "…"', "“"),
    'é == "ü" and': ("something is missing at the end", ""),
    '"é" in did and nmae': ("there is no column nmae; did you mean name?", "nmae"),
    "  count >": ("something is missing at the end", ""),
    "count > 1 1": ("1 is not expected here", "1"),
    "(error": ("'(' was never closed", "("),
    "error)": ("unmatched ')'", ")"),
    'name == "a': ("unterminated string literal", '"'),
    "name > 3": ("name is a word: it cannot be compared with this", "3"),
    'count == "3"': ("count is a number: it cannot be compared with this", '"3"'),
    "3 < name": ("name is a word: it cannot be compared with this", "3"),
    "interrupted == 1": ("interrupted is True or False: it cannot be compared with this", "1"),
    'fd in (1, "a")': ("fd is a number: it cannot be compared with this", '(1, "a")'),
    'name in ("a")': ('a list needs a comma, ("a",); or use ==', '"a"'),
    'returned == "red"': ("returned holds read and write, nothing else", '"red"'),
    'name is "x"': ("Python writes == for is", '"x"'),
    "name * 2 > 3": ("one can only calculate with numbers", "name"),
    '"server"': ('by itself it asks nothing; perhaps: name == "…"', '"server"'),
    "1 == 1": ("it looks at no column", "1 == 1"),
    "count == 1" + "0" * 400: ("the number is too large", "1" + "0" * 400),
    "count > 1j": ("only numbers, words, True, False and None can stand here", "1j"),
    'b"a" in did': ("only numbers, words, True, False and None can stand here", 'b"a"'),
    "__import__('os')": ("nothing can be called here", "__import__('os')"),
    "name.__class__.__mro__": ('there are no dots here; a word stands in quotes: "name.__class__.__mro__"', None),
    "().__class__": ("there are no attributes here", None),
    "9**9**9 > count": ("there are no powers here", "9**9**9"),
    "name[0] == 'a'": ("nothing can be taken out of anything here", "name[0]"),
    "(lambda: 1)": ("there are no functions here", "lambda: 1"),
    "[x for x in name]": ("this is not part of the filter's language", None),
    'name == f"{error}"': ("there are no f-strings here", 'f"{error}"'),
    "1 if error else 2": ("there is no if here; use and, or", None),
    "(error := 1)": ("Python writes == for :=", ":="),
    "error; count": ("it must be one expression", ";"),
    "": ("there is no expression", ""),
    " \t\n": ("there is no expression", None),
    "error\0": ("there is a character here that nobody can see", "\0"),
    "error\ud800": ("there is a character here that nobody can see", "\ud800"),
    "(count, 1) == 2": ("in a list only words and numbers can stand", "count"),
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_refusal_says_why_and_points_at_the_place(words: str) -> None:
    with pytest.raises(BadFilter) as caught:
        parse(words)
    why, place = REFUSED[words]
    assert str(caught.value) == why
    assert place is None or words[caught.value.start : caught.value.end] == place


HOSTILE = {
    "ten megabytes": "(" * 10_000_000,
    "a hundred thousand brackets": "(" * 100_000 + ")" * 100_000,
    "as many brackets as fit": "(" * (LONGEST // 2 - 5) + "error" + ")" * (LONGEST // 2 - 5),
    "lists in lists": "[" * 900 + "]" * 900,
    "not not not": "not " * 490 + "error",
    "minus minus": "-" * (LONGEST - 10) + "count",
    "a long sum": "1+" * 990 + "count",
    "a long power": "9**" * 660 + "9",
    "attributes": "name" + ".a" * 900,
    "calls": "name" + "()" * 900,
    "subscripts": "name" + "[0]" * 600,
    "lambdas": "lambda:" * 280 + "1",
    "f-strings in f-strings": "f'{" * 300,
    "one big number": "9" * (LONGEST - 20) + " == count",
    "a huge exponent": "count == 1e99999999",
    "quotes": '"' * (LONGEST - 1),
    "backslashes": "\\" * LONGEST,
    "repeated words": '"a" * 999999999999 == name',
    "await": "await " * 300 + "error",
    "starred": "*name",
    "yield": "(yield error)",
    "hash": "#" * 500,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_text_is_refused_by_name_and_nothing_else(what: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BadFilter) as caught:
            parse(HOSTILE[what])
    assert 0 <= caught.value.start <= caught.value.end <= len(HOSTILE[what]) + 1


def test_a_deep_stack_of_the_caller_is_no_other_answer() -> None:
    """Python's parser and ours count their depth from where they are called."""

    def deeper(levels: int) -> None:
        if levels:
            deeper(levels - 1)
        else:
            assert parse("((((error))))").columns == {"error"}

    deeper(sys.getrecursionlimit() // 2)


def test_as_deep_as_it_may_be() -> None:
    parse("(" * DEEPEST + "error" + ")" * DEEPEST)
    with pytest.raises(BadFilter, match="nested too deep"):
        parse("(" * (DEEPEST + 1) + "error" + ")" * (DEEPEST + 1))
    parse(" or ".join(["error"] * 200))


def test_several_lines_and_odd_spaces_are_one_expression() -> None:
    assert parse('error\n\tand\u00a0name ==\r\n"a"').columns == {"error", "name"}


@pytest.mark.parametrize("words", [words for words, _ in EXAMPLES])
def test_the_examples_are_valid(words: str) -> None:
    assert parse(words).text == words


def test_it_tells_which_columns_it_needs() -> None:
    assert parse('object == "server" and waited > 0.01 or error').columns == {"name", "waited", "error"}
    assert parse('READ and command != "open"').columns == {"returned", "do"}


def test_filters_of_the_same_words_are_equal() -> None:
    assert parse("error") == parse("error") != parse("count")
    assert len({parse("error"), parse("error")}) == 1 and repr(parse("error")) == "Filter('error')"
