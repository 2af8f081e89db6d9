"""Which types can be compared with which, and how. The answers are Python's; a comparison that can never be true is
refused where Python would silently say False."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..values.text import Text, text
from . import vectors
from .part import Part
from .vectors import COMPARE, Columns

Test = Callable[[Columns], Any]
_IS = {"is": "==", "is not": "!="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WHAT = {
    "number": text("a number"), "word": text("a word"), "set": text("a list of words"), "flag": text("True or False"),
    "none": text("None"), "list": text("a list"),
}  # fmt: skip


def comparison(sign: str, left: Part, right: Part) -> Test:
    """The function that computes ``left sign right``. Raises BadFilter."""
    if sign in ("in", "not in"):
        found = _inside(left, right)
        return found if sign == "in" else _not(found)
    if sign in _IS:
        if not any(part.kind in ("none", "flag") for part in (left, right)):
            right.refuse(text("Python writes {right} for {mark}", right=_IS[sign], mark=sign))
        sign = _IS[sign]
    if left.constant and not right.constant:
        left, right, sign = right, left, _TURNED.get(sign, sign)
    if right.kind == "none":
        return _none(sign, left, right)
    if "set" in (left.kind, right.kind):
        return _sets(sign, left, right)
    if left.kind != right.kind or left.kind not in ("number", "word", "flag"):
        right.refuse(_mismatch(left, right))
    if left.kind == "word":
        return _words(sign, left, right)
    if left.kind == "flag" and sign not in ("==", "!="):
        right.refuse(_mismatch(left, right))
    compare, one, other = COMPARE[sign], left.of, right.of
    return lambda all: compare(one(all), other(all))


def _mismatch(left: Part, right: Part) -> Text:
    if left.name:
        return text("{name} is {kind}: it cannot be compared with this", name=left.name, kind=str(_WHAT[left.kind]))
    return text("{left} cannot be compared so with {right}", left=str(_WHAT[left.kind]), right=str(_WHAT[right.kind]))


def _not(test: Test) -> Test:
    return lambda all: test(all) ^ True


def _none(sign: str, left: Part, right: Part) -> Test:
    """``== None`` asks whether a value is missing. The timeout None is a value: it means to wait until something is
    ready."""
    of = left.of
    if sign not in ("==", "!=") or left.kind not in ("number", "word", "set") or left.constant:
        right.refuse(_mismatch(left, right))
    if left.name == "timeout":
        found: Test = lambda all: of(all) == math.inf  # noqa: E731
    elif left.kind == "number":
        found = lambda all: np.isnan(of(all))  # noqa: E731
    else:
        found = lambda all: vectors.by_word(of(all), lambda word: not word)  # noqa: E731
    return found if sign == "==" else _not(found)


def _words(sign: str, left: Part, right: Part) -> Test:
    compare, one, other = COMPARE[sign], left.of, right.of
    if left.constant:
        answer = bool(compare(left.value, right.value))
        return lambda all: answer
    if right.constant:
        wanted = right.value
        return lambda all: vectors.by_word(one(all), lambda word: bool(compare(word, wanted)))
    return lambda all: vectors.by_words(one(all), other(all), lambda a, b: bool(compare(a, b)))


def _sets(sign: str, left: Part, right: Part) -> Test:
    if left.kind != "set" or right.kind not in ("word", "list") or not right.constant or sign not in ("==", "!="):
        right.refuse(_mismatch(left, right))
    wanted = _members(left, right, [right.value] if right.kind == "word" else right.value)
    found: Test = lambda all: vectors.by_word(left.of(all), lambda word: vectors.equals(word, wanted))  # noqa: E731
    return found if sign == "==" else _not(found)


def _members(column: Part, given: Part, values: Sequence[Any]) -> list[str]:
    """The words as the column spells them. ``returned`` has two possible members; which flags exist depends on the
    system."""
    if not all(isinstance(value, str) for value in values):
        given.refuse(_mismatch(column, given))
    if column.name != "returned":
        return list(values)
    for value in values:
        if value.lower() not in ("read", "write"):
            given.refuse(text("returned holds read and write, nothing else"))
    return [value.lower() for value in values]


def member(given: str) -> Callable[[str], bool]:
    return lambda word: vectors.holds(word, given)


def _inside(left: Part, right: Part) -> Test:
    if right.kind == "list":
        return _among(left, right)
    if right.kind == "set":
        if left.kind != "word" or not left.constant:
            left.refuse(text("only a word can be in {name}", name=right.name))
        wanted, of = _members(right, left, [left.value])[0], right.of
        return lambda all: vectors.by_word(of(all), member(wanted))
    if right.kind != "word":
        right.refuse(text("nothing can be in this: in needs words, or a list"))
    if left.kind != "word":
        left.refuse(text("only a word can be in a word"))
    return _substring(left, right)


def _substring(left: Part, right: Part) -> Test:
    if right.constant:  # mostly ("a") meant as a list of one; and what has no name would be in any word
        right.refuse(text('a list needs a comma, ("{word}",); or use ==', word=right.value))
    one, other = left.of, right.of
    if left.constant:
        wanted = left.value
        return lambda all: vectors.by_word(other(all), lambda word: wanted in word)
    return lambda all: vectors.by_words(one(all), other(all), lambda a, b: a in b)


def _among(left: Part, right: Part) -> Test:
    of, wanted = left.of, right.value
    if left.kind == "set":
        several = [_members(left, right, [value]) for value in wanted]
        return lambda all: vectors.by_word(of(all), lambda word: any(vectors.equals(word, one) for one in several))
    fitting = {"number": int | float, "word": str}.get(left.kind)
    if fitting is None or not all(isinstance(value, fitting) for value in wanted):
        right.refuse(_mismatch(left, right))
    if left.kind == "number":
        return lambda all: vectors.isin(of(all), wanted)
    words = frozenset(wanted)
    if left.constant:
        return lambda all: left.value in words
    return lambda all: vectors.by_word(of(all), lambda word: word in words)
