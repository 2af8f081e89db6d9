"""Whole columns are computed as plain Python would answer row by row; expressions and rows are made up."""

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.filters import BadFilter, Coded, parse
from tests.examples import examples

Row = dict[str, Any]
Answer = Callable[[Row], Any]
Pair = tuple[str, Answer]
"""An expression, and the plain function that answers it for one row."""

NAMES = ["server", "pair.a", "pair.b", 'a"b', ""]
COMPARE = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
rows = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "error": st.sampled_from(["", "OSError", "KeyError"]),
        "did": st.sampled_from(["", "accepted server.1", "5 in, pair.a"]),
        "waited": st.sampled_from([math.nan, 0.0, 0.01, 0.5, 2.0]),
        "count": st.integers(1, 4).map(float),
        "timeout": st.sampled_from([math.nan, math.inf, 0.0, -1.0, 0.5]),
        "returned": st.sampled_from([None, [], ["read"], ["write"], ["read", "write"]]),
        "raw": st.sampled_from([None, ["EPOLLIN"], ["EPOLLIN", "EPOLLHUP"], ["POLLHUP"]]),
        "interrupted": st.booleans(),
    }
)


def divided(compute: Callable[[float, float], float]) -> Callable[[float, float], float]:
    return lambda a, b: math.nan if b == 0 else compute(a, b)


CALCULATE = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": divided(operator.truediv),
    "%": divided(operator.mod), "//": divided(operator.floordiv),
}  # fmt: skip

number_constants = st.sampled_from([0, 1, 2, 0.01, 0.5, 1e3]).map(lambda n: (repr(n), lambda row: float(n)))
number_columns = st.sampled_from(["waited", "count"]).map(lambda name: (name, lambda row: row[name]))


def calculated(parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    two = st.tuples(parts, st.sampled_from(sorted(CALCULATE)), parts)
    return two.map(lambda t: (f"({t[0][0]} {t[1]} {t[2][0]})", lambda r: CALCULATE[t[1]](t[0][1](r), t[2][1](r)))) | (
        parts.map(lambda p: (f"(-{p[0]})", lambda r: -p[1](r)))
    )


numbers = st.recursive(number_columns | number_constants, calculated, max_leaves=4)


def compared(first: Pair, chain: list[tuple[str, Pair]]) -> Pair:
    def answer(row: Row) -> bool:
        values = [first[1](row), *(part[1](row) for _, part in chain)]
        return all(COMPARE[sign](values[n], values[n + 1]) for n, (sign, _) in enumerate(chain))

    return " ".join([first[0], *(f"{sign} {part[0]}" for sign, part in chain)]), answer


def quoted(word: str) -> str:
    return "'" + word + "'"


def of_set(value: list[str] | None, given: Any) -> bool:
    return value is not None and sorted(value) == sorted([given] if isinstance(given, str) else given)


word = st.sampled_from(["name", "error", "did"])
questions = st.one_of(
    st.tuples(numbers, st.lists(st.tuples(st.sampled_from(sorted(COMPARE)), numbers), min_size=1, max_size=2)).map(
        lambda t: compared(t[0], t[1])
    ),
    st.tuples(word, st.sampled_from(sorted(COMPARE)), st.sampled_from(NAMES)).map(
        lambda t: (f"{t[0]} {t[1]} {quoted(t[2])}", lambda r: COMPARE[t[1]](r[t[0]], t[2]))
    ),
    st.tuples(st.sampled_from(NAMES), word).map(lambda t: (f"{quoted(t[0])} in {t[1]}", lambda r: t[0] in r[t[1]])),
    st.tuples(word, st.lists(st.sampled_from(NAMES), max_size=3)).map(
        lambda t: (f"{t[0]} not in [{', '.join(map(quoted, t[1]))}]", lambda r: r[t[0]] not in t[1])
    ),
    st.just(("name in did", lambda r: r["name"] in r["did"])),
    st.just(("name < error", lambda r: r["name"] < r["error"])),
    word.map(lambda name: (name, lambda r: bool(r[name]))),
    word.map(lambda name: (f"{name} == None", lambda r: not r[name])),
    st.just(("waited", lambda r: r["waited"] == r["waited"] and r["waited"] != 0)),
    st.just(("waited is None", lambda r: math.isnan(r["waited"]))),
    st.just(("timeout is not None", lambda r: r["timeout"] != math.inf)),
    st.just(("timeout > 1", lambda r: r["timeout"] > 1)),
    st.just(("count in (1, 3)", lambda r: r["count"] in (1, 3))),
    st.just(("READ", lambda r: "read" in (r["returned"] or ()))),
    st.just(("returned", lambda r: bool(r["returned"]))),
    st.just(("returned is None", lambda r: r["returned"] is None)),
    st.just(("WRITE not in returned", lambda r: "write" not in (r["returned"] or ()))),
    st.sampled_from(["read", "write", ["write", "read"], []]).map(
        lambda given: (f"returned == {given!r}", lambda r: of_set(r["returned"], given))
    ),
    st.just(("returned in ('read', 'write')", lambda r: r["returned"] in (["read"], ["write"]))),
    st.just(("raw != 'EPOLLIN'", lambda r: not of_set(r["raw"], "EPOLLIN"))),
    st.just(("'EPOLLHUP' in raw", lambda r: "EPOLLHUP" in (r["raw"] or ()))),
    st.just(("'HUP' in raw", lambda r: bool({"EPOLLHUP", "POLLHUP"} & set(r["raw"] or ())))),
    st.just(("interrupted", lambda r: r["interrupted"])),
    st.just(("interrupted != True", lambda r: not r["interrupted"])),
)


def joined(parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    two = st.tuples(parts, parts)
    return st.one_of(
        two.map(lambda t: (f"({t[0][0]}) and ({t[1][0]})", lambda r: t[0][1](r) and t[1][1](r))),
        two.map(lambda t: (f"({t[0][0]}) or ({t[1][0]})", lambda r: t[0][1](r) or t[1][1](r))),
        parts.map(lambda p: (f"not ({p[0]})", lambda r: not p[1](r))),
    )


expressions = st.recursive(questions, joined, max_leaves=5)


@settings(max_examples=examples(200), derandomize=True)
@given(expressions, st.lists(rows, max_size=12))
def test_columns_answer_as_plain_python_does_row_by_row(pair: Pair, table: list[Row]) -> None:
    words, answer = pair
    try:
        found = parse(words)
    except BadFilter as error:
        assert str(error) == "it looks at no column"
        return
    given = [{key: None if value != value else value for key, value in row.items()} for row in table]
    given = [row | {"timeout": "nan"} if row["timeout"] is None else row for row in given]
    expected = [bool(answer(row)) for row in table]
    assert found.rows(given).tolist() == expected
    assert [found.matches(row) for row in given] == expected


def test_a_command_has_no_waiting_time_and_only_unequal_is_true_of_it() -> None:
    waited = {"waited": np.array([math.nan, 0.5])}
    assert parse("waited > 0.1")(waited).tolist() == [False, True]
    assert parse("waited <= 0.1")(waited).tolist() == [False, False]
    assert parse("waited != 0.1")(waited).tolist() == [True, True]
    assert parse("not waited > 0.1")(waited).tolist() == [True, False]
    assert parse("waited == None")(waited).tolist() == [True, False]


def test_dividing_by_zero_finds_nothing() -> None:
    assert parse("1 / (count - 1) > 0 or 1 % (count - 1) >= 0")({"count": np.array([1, 2])}).tolist() == [False, True]


def test_the_timeout_none_is_longer_than_any() -> None:
    rows = [{"timeout": None}, {"timeout": 1}, {"timeout": "nan"}, {"timeout": "inf"}, {}]
    assert parse("timeout == None").rows(rows).tolist() == [True, False, False, True, False]
    assert parse("timeout > 100").rows(rows).tolist() == [True, False, False, True, False]


@pytest.mark.parametrize("size", [0, 1, 5, 1000])
@pytest.mark.parametrize("words", ['name == "w3"', 'name != "w3"', '"w" in name', '"1" in name', "name", "not name"])
def test_many_words_few_rows_and_the_other_way_round(words: str, size: int) -> None:
    random = np.random.default_rng(size)
    for kind in (np.int32, np.int64, np.int8):
        column = Coded(random.integers(-1, 20, size).astype(kind), ["", *(f"w{n}" for n in range(19))])
        texts = ["" if code < 0 else column.words[code] for code in column.codes]
        plain = eval(f"lambda name: {words}")
        assert parse(words)({"name": column}).tolist() == [bool(plain(name)) for name in texts]


def test_only_the_columns_it_needs_are_asked_for() -> None:
    class Asked(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            raise AssertionError(f"{name} was asked for")

    assert parse("count > 1")(Asked(count=np.array([1, 2]))).tolist() == [False, True]
