"""Compiles a syntax tree: only what the language allows, each part with a type, all of it checked before the first row.

An expression that is accepted here cannot fail when it is computed.
"""

import ast
import math
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn

from ..values.text import Text, text
from . import comparing, vectors
from .names import EVENTS, MEANT, TYPES, column
from .part import Part
from .syntax import DEEPEST, BadFilter, span, too_deep
from .vectors import Columns

_ARITHMETIC: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
}  # fmt: skip
_COMPARE: dict[type, str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_ABSENT: dict[type, Text] = {
    ast.Call: text("nothing can be called here"),
    ast.Subscript: text("nothing can be taken out of anything here"),
    ast.Lambda: text("there are no functions here"),
    ast.IfExp: text("there is no if here; use and, or"),
    ast.JoinedStr: text("there are no f-strings here"),
    ast.Pow: text("there are no powers here"),
    ast.BitAnd: text("Python writes {right} for {mark}", right="and", mark="&"),
    ast.BitOr: text("Python writes {right} for {mark}", right="or", mark="|"),
    ast.Invert: text("Python writes {right} for {mark}", right="not", mark="~"),
}


class Checker:
    """Checks one tree. ``columns`` are the names of the columns that it uses."""

    def __init__(self) -> None:
        self.columns: set[str] = set()
        self._depth = 0

    def part(self, node: ast.expr) -> Part:
        """The node as a Part. Raises BadFilter."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep(*span(node))
        try:
            found = _KNOWN.get(type(node), _absent)(self, node)
        finally:
            self._depth -= 1
        return found

    def question(self, node: ast.expr) -> Part:
        """The node as a Part that is true or false. Raises BadFilter."""
        return _as_flag(self, self.part(node))


def _as_flag(checker: Checker, part: Part) -> Part:
    of = part.of
    if part.event:
        checker.columns.add("returned")
        return part._replace(kind="flag", of=lambda all: vectors.by_word(all["returned"], comparing.member(part.value)))
    if part.constant and part.kind != "flag":
        part.refuse(text('by itself it asks nothing; perhaps: name == "…"'))
    if part.kind == "number":
        return part._replace(kind="flag", of=lambda all: vectors.truth(of(all)))
    if part.kind == "word":
        return part._replace(kind="flag", of=lambda all: vectors.by_word(of(all), bool))
    if part.kind == "set":
        return part._replace(kind="flag", of=lambda all: vectors.by_word(of(all), lambda word: word not in ("", "[]")))
    return part


def _absent(checker: Checker, node: ast.AST, place: tuple[int, int] | None = None) -> NoReturn:
    message = _ABSENT.get(type(node), text("this is not part of the filter's language"))
    raise BadFilter(message, *(place or span(node)))  # type: ignore[arg-type]


def _constant(checker: Checker, node: ast.Constant) -> Part:
    value, (start, end) = node.value, span(node)
    if isinstance(value, bool):
        return Part("flag", lambda _: value, start, end, value, constant=True)
    if isinstance(value, int | float):
        number = _number(value, start, end)
        return Part("number", lambda _: number, start, end, number, constant=True)
    if isinstance(value, str):
        return Part("word", lambda _: value, start, end, value, constant=True)
    if value is None:
        return Part("none", lambda _: None, start, end, constant=True)
    raise BadFilter(text("only numbers, words, True, False and None can stand here"), start, end)


def _number(value: int | float, start: int, end: int) -> int | float:
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if math.isinf(found):
        raise BadFilter(text("the number is too large"), start, end)
    return found


def _name(checker: Checker, node: ast.Name) -> Part:
    start, end = span(node)
    if node.id in EVENTS:
        event = EVENTS[node.id]
        return Part("word", lambda _: event, start, end, event, constant=True, event=True)
    found = column(node.id)
    if found is None:
        raise BadFilter(unknown(node.id), start, end)
    checker.columns.add(found)
    return Part(TYPES[found], lambda all: all[found], start, end, name=found)


def unknown(word: str) -> Text:
    """The error for an unknown column, with the column that was probably meant."""
    near = MEANT.get(word.lower()) or next(iter(get_close_matches(word.lower(), [*TYPES, "object", "command"], 1)), "")
    if near:
        return text("there is no column {word}; did you mean {near}?", word=word, near=near)
    return text('there is no column {word}; a word stands in quotes: "{word}"', word=word)


def _attribute(checker: Checker, node: ast.Attribute) -> NoReturn:
    words, inner = [node.attr], node.value
    while isinstance(inner, ast.Attribute):
        words, inner = [inner.attr, *words], inner.value
    if isinstance(inner, ast.Name) and len(words) < 5:
        word = ".".join([inner.id, *words])
        raise BadFilter(text('there are no dots here; a word stands in quotes: "{word}"', word=word), *span(node))
    raise BadFilter(text("there are no attributes here"), *span(node))


def _list(checker: Checker, node: ast.List | ast.Tuple | ast.Set) -> Part:
    parts = [checker.part(one) for one in node.elts]
    for part in parts:
        if not part.constant or part.kind not in ("number", "word"):
            part.refuse(text("in a list only words and numbers can stand"))
    values = [part.value for part in parts]
    return Part("list", lambda _: values, *span(node), values, constant=True)


def _all_or_any(checker: Checker, node: ast.BoolOp) -> Part:
    parts = [checker.question(one).of for one in node.values]
    both = isinstance(node.op, ast.And)

    def of(all: Columns) -> Any:
        found = parts[0](all)
        for part in parts[1:]:
            found = found & part(all) if both else found | part(all)
        return found

    return Part("flag", of, *span(node))


def _unary(checker: Checker, node: ast.UnaryOp) -> Part:
    if isinstance(node.op, ast.Not):
        asked = checker.question(node.operand).of
        return Part("flag", lambda all: asked(all) ^ True, *span(node))
    if isinstance(node.op, ast.Invert):
        _absent(checker, node.op, span(node))
    part = _numeric(checker, node.operand)
    sign = -1.0 if isinstance(node.op, ast.USub) else 1.0
    if part.constant:
        return part._replace(of=lambda _: sign * part.value, value=sign * part.value, start=span(node)[0])
    return Part("number", lambda all: sign * vectors.numeric(part.of(all)), *span(node))


def _binary(checker: Checker, node: ast.BinOp) -> Part:
    sign = _ARITHMETIC.get(type(node.op))
    if sign is None:
        _absent(checker, node.op, span(node))
    left, right = _numeric(checker, node.left).of, _numeric(checker, node.right).of
    compute = vectors.ARITHMETIC[sign]
    return Part("number", lambda all: compute(vectors.numeric(left(all)), vectors.numeric(right(all))), *span(node))


def _numeric(checker: Checker, node: ast.expr) -> Part:
    part = checker.part(node)
    if part.kind != "number":
        part.refuse(text("one can only calculate with numbers"))
    return part


def _compare(checker: Checker, node: ast.Compare) -> Part:
    parts = [checker.part(one) for one in (node.left, *node.comparators)]
    tests = [
        comparing.comparison(_COMPARE[type(sign)], left, right)
        for sign, left, right in zip(node.ops, parts, parts[1:], strict=False)
    ]

    def of(all: Columns) -> Any:
        found = tests[0](all)
        for test in tests[1:]:
            found = found & test(all)
        return found

    return Part("flag", of, *span(node))


_KNOWN: dict[type, Callable[[Checker, Any], Part]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Set: _list,
    ast.BoolOp: _all_or_any,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
}
