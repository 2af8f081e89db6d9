"""Builds filter expressions from cells: one that finds rows with the same value, and ways to combine it with others."""

import ast
import math
from collections.abc import Sequence
from typing import Any

from .names import TYPES, column
from .syntax import BadFilter, tree

_AT_LEAST = ("waited", "time", "count")


def test_of(name: str, value: Any) -> str | None:
    """The expression that finds rows with this value in this column; None if there is none.

    For times and counts it finds equal or larger values: nobody looks for exactly 0.0123456 s.
    """
    found = column(name)
    if found is None:
        return None
    kind = TYPES[found]
    if kind == "number":
        return _number_test(found, value)
    if kind == "flag":
        return found if value else f"not {found}"
    if not value and value != []:
        return f"{found} == None"
    if kind == "set":
        return f"{found} == {quoted(value[0]) if len(value) == 1 else _listed(value)}"
    return f"{found} == {quoted(str(value))}"


def _number_test(name: str, value: Any) -> str | None:
    if name == "timeout" and (value is None or value == "inf"):
        return "timeout == None"
    if not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return f"{name} {'>=' if name in _AT_LEAST else '=='} {value!r}"


def _listed(values: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def quoted(word: str) -> str:
    """The word as a string literal of the language, in double quotes."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else ascii(one)[1:-1] for one in escaped) + '"'


def join(words: str, test: str, sign: str = "and") -> str:
    """``words and test``, with brackets if needed; only the test if ``words`` is not valid."""
    try:
        body = tree(words)
    except BadFilter:
        return test
    if words.strip() == test:
        return test
    loose = isinstance(body, ast.BoolOp) and isinstance(body.op, ast.Or)
    return f"({words.strip()}) {sign} {test}" if loose else f"{words.strip()} {sign} {test}"


def negated(test: str) -> str:
    """The negation of an expression."""
    return test.replace(" == ", " != ", 1) if " == " in test and test.count(" == ") == 1 else f"not {test}"
