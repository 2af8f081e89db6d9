"""Completion: the columns, operators and present words that can come next.

Only the text before the cursor is read, with a plain scan: what is being typed is not a valid expression yet.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..history.fields import FIELDS
from .building import quoted
from .names import EVENTS, TYPES, column

PresentWords = Callable[[str], Iterable[str]]
"""The words that are present in a column, by its name."""
MOST = 50
_OPERATORS = {
    "number": ("==", "!=", "<", "<=", ">", ">=", "in ("),
    "word": ("==", "!=", "in (", "not in ("),
    "set": ("==", "!="),
    "flag": (),
}
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>["'](?:[^"'\\]|\\.)*\Z)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<word>\w+(?:\.\w+)*)|(?P<sign>==|!=|<=|>=|//|[-+*/%<>=!(),\[\]{}])|(?P<other>\S))"""
)


class Completion(NamedTuple):
    """Replace the characters ``start`` to ``end`` by one of ``words``."""

    start: int
    end: int
    words: tuple[str, ...]


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def complete(words: str, cursor: int, present: PresentWords) -> Completion:
    """What can stand at the cursor. It replaces the word that has been begun there."""
    before = words[:cursor]
    tokens = [
        _Token(found.lastgroup or "", found.group(found.lastgroup or 0), found.start(found.lastgroup or 0))
        for found in _TOKEN.finditer(before)
        if found.lastgroup
    ]
    begun = _begun(tokens, cursor)
    start = begun.start if begun else cursor
    if begun:
        tokens = tokens[:-1]
    typed = before[start:]
    fitting = tuple(one for one in _possible(tokens, present) if _fits(one, typed))
    return Completion(start, _end(words, start, cursor), fitting[:MOST])


def _begun(tokens: list[_Token], cursor: int) -> _Token | None:
    """The token that is being typed: the last one, if the cursor stands at its end."""
    last = tokens[-1] if tokens else None
    if last is None or last.start + len(last.text) != cursor:
        return None
    return last if last.kind in ("word", "open") or last.text in ("=", "!", "<", ">") else None


def _end(words: str, start: int, cursor: int) -> int:
    """The end of what is replaced, including a closing quote right after the cursor."""
    if words[start : start + 1] in ('"', "'") and words[cursor : cursor + 1] == words[start]:
        return cursor + 1
    return cursor


def _fits(one: str, typed: str) -> bool:
    if typed.startswith("'"):
        typed = '"' + typed[1:]
    plain = one.lower().lstrip('"')
    return one.lower().startswith(typed.lower()) or (bool(typed) and plain.startswith(typed.lower()))


def _possible(tokens: list[_Token], present: PresentWords) -> list[str]:
    """Everything that can follow these tokens."""
    last = tokens[-1] if tokens else None
    if last is None or last.text in ("and", "or", "not") or (last.text == "(" and not _is_list(tokens)):
        return _beginnings(present, last)
    if last.text in ("==", "!=", "<", "<=", ">", ">=", "is") or _is_list(tokens) and last.text in ("(", "[", ","):
        return _values(_subject(tokens), present)
    if last.text == "in":
        return ["(", "returned", "raw", "did"] if _subject(tokens) is None else ["("]
    if last.kind == "word" and (name := column(last.text)):
        return [*_OPERATORS[TYPES[name]], "and", "or"]
    if last.kind == "string" or last.text in EVENTS:
        compared = len(tokens) > 1 and tokens[-2].text in ("==", "!=", "<", "<=", ">", ">=", "(", "[", ",")
        return ["and", "or"] if compared and last.text not in EVENTS else ["in", "and", "or"]
    return ["and", "or"] if last.kind == "word" or last.text in (")", "]") else []


def _beginnings(present: PresentWords, last: _Token | None) -> list[str]:
    negation = [] if last is not None and last.text == "not" else ["not"]
    flags = [quoted(word) for word in sorted(_members(present("raw")))]
    return [*(field.id for field in FIELDS), "READ", "WRITE", *negation, *flags]


def _is_list(tokens: list[_Token]) -> bool:
    """Whether the innermost open bracket belongs to a list."""
    depth = 0
    for place in range(len(tokens) - 1, -1, -1):
        mark = tokens[place].text if tokens[place].kind == "sign" else ""
        depth += (mark in (")", "]")) - (mark in ("(", "["))
        if depth < 0:
            return mark == "[" or (place > 0 and tokens[place - 1].text == "in")
    return False


def _subject(tokens: list[_Token]) -> str | None:
    """The nearest column before the cursor: the one that a value is wanted for."""
    for token in reversed(tokens):
        if token.text in ("and", "or"):
            return None
        if token.kind == "word" and (name := column(token.text)):
            return name
    return None


def _values(name: str | None, present: PresentWords) -> list[str]:
    if name is None:
        return []
    if TYPES[name] == "flag":
        return ["True", "False"]
    if name == "returned":
        return ['"read"', '"write"', '["read", "write"]', "[]"]
    if name == "raw":
        return [quoted(word) for word in sorted(_members(present("raw")))]
    if TYPES[name] == "number":
        return ["None"] if name == "timeout" else []
    return [quoted(word) for word in sorted(set(present(name)) - {""})]


def _members(words: Iterable[str]) -> set[str]:
    return {one for word in words for one in word.split("|")} - {"", "[]"}
