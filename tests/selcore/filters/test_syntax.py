"""Text becomes a tree, or is refused: however hostile, deep or oddly spaced it is."""

import sys
import warnings

import pytest

from selcore.filters import BadFilter, parse
from selcore.filters.syntax import DEEPEST, LONGEST

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
