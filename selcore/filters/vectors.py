"""Operations on whole columns: numbers are arrays, words are codes into a list, and each word is tested once.

A number that is not there is NaN; a word that is not there is empty, or of a negative code. Sets (``returned``,
``raw``) are words whose members are parted by ``|``; ``[]`` is the empty set, the empty word stands for none at all.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..history.word_tables import Coded
from ..values.flags import bare

Truth = NDArray[np.bool_]
FEW = 4
"""Up to so many words, comparing is faster than a lookup."""


Columns = Mapping[str, Any]
"""Columns by name: an array of numbers or truths, or Coded. All of one length."""


def code(words: Sequence[str]) -> Coded:
    """A column of these words."""
    known: dict[str, int] = {}
    codes = np.fromiter((known.setdefault(word, len(known)) for word in words), np.int32, len(words))
    return Coded(codes, list(known))


def by_word(column: Coded, test: Callable[[str], bool]) -> Truth:
    """The rows whose word passes the test. Each word is tested once; if there are fewer rows than words, only the words
    that occur."""
    codes, words = column.codes, column.words
    if len(codes) < len(words):
        used, back = np.unique(codes, return_inverse=True)
        answers = [test(words[one] if one >= 0 else "") for one in used.tolist()]
        return np.array(answers, bool)[back.reshape(codes.shape)]
    # The last stands for what is not there: -1 counts from the end.
    return _take([*map(test, words), test("")], codes)


def _take(answers: list[bool], codes: NDArray[Any]) -> Truth:
    """``answers[code]`` for every code. A few comparisons are six times faster than looking up each code."""
    rarer = answers.count(True) * 2 <= len(answers)
    few = [place for place, answer in enumerate(answers) if answer is rarer]
    if len(few) > FEW:
        return np.asarray(np.array(answers, bool)[codes])
    found: Truth = np.zeros(len(codes), bool)
    for place in few:
        found |= codes < 0 if place == len(answers) - 1 else codes == place
    return found if rarer else ~found


def by_words(left: Coded, right: Coded, test: Callable[[str, str], bool]) -> Truth:
    """The rows whose pair of words, one from each column, passes the test. Each pair is tested once."""
    size = len(right.words) + 1
    pairs = (left.codes.astype(np.int64) + 1) * size + (right.codes + 1)
    used, back = np.unique(pairs, return_inverse=True)
    first, second = ["", *left.words], ["", *right.words]
    answers = [test(first[one // size], second[one % size]) for one in used.tolist()]
    return np.array(answers, bool)[back.reshape(pairs.shape)]


def members(word: str) -> tuple[str, ...] | None:
    """The members of a set; None for no set."""
    if not word:
        return None
    return () if word == "[]" else tuple(word.split("|"))


def same_member(given: str, member: str) -> bool:
    """Whether the word names the member. ``EPOLLHUP`` can be given whole, or as ``HUP``."""
    return given == member or given == bare(member)


def holds(word: str, given: str) -> bool:
    """Whether the set contains that member."""
    return any(same_member(given, one) for one in members(word) or ())


def equals(word: str, given: Sequence[str]) -> bool:
    """Whether the set has exactly these members, in any order."""
    found = members(word)
    if found is None or len(found) != len(set(given)):
        return False
    return all(any(same_member(one, member) for member in found) for one in given)


def truth(numbers: Any) -> Any:
    """The rows whose number is present and not zero."""
    return (numbers != 0) & ~np.isnan(numbers)


def isin(numbers: Any, wanted: Sequence[float]) -> Any:
    return np.isin(numbers, np.array(wanted, float))


def _guarded(compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Division whose result is missing (NaN) where Python would raise ZeroDivisionError."""

    def divide(left: Any, right: Any) -> Any:
        found = compute(left, right)
        none = np.asarray(right) == 0
        return np.where(none, np.nan, found) if none.any() else found

    return divide


def numeric(value: Any) -> Any:
    """The value as float64, the type of all arithmetic here."""
    return np.asarray(value, float)


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": _guarded(np.divide),
    "//": _guarded(np.floor_divide),
    "%": _guarded(np.mod),
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
