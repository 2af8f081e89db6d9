"""What is counted has its singular: no sentence says ``1 bytes``. Read from the sources, on every run."""

import ast
import re
from collections.abc import Iterator

from tests.sources import modules, tree

_COUNTED = re.compile(r"\{(\w+)\} (?:\w+ )?(\w+s)\b")
"""``{n} rows``, ``{n} more rows``; where there are two forms, a brace follows the count."""
NO_PLURAL = frozenset(
    (
        "is",
        "has",
        "was",
        "does",
        "this",
        "always",
        "takes",
        "stays",
        "says",
        "answers",
        "ends",
        "names",
        "begins",
        "keeps",
        "knows",
    )
    + (
        "watches",
        "opens",
        "asks",
        "sends",
        "waits",
        "forwards",
        "address",
        "as",
        "stands",
        "tries",
        "refuses",
        "less",
        "its",
        "writes",
    )
)
"""Words with an s that count nothing."""
FIXED = {
    "again": "the calls in a row after which a warning comes: 20",
    "early": "as many of those that came too early: 2",
    "most": "a bound",
    "limit": "a bound",
    "room": "the size of a buffer",
    "page": "4,096",
    "whole": "a message of which a part is missing",
    "size": "the size of a buffer or of a file that is too large",
}
"""Names of values that are never 1."""
ALSO = {
    "{call}() takes one of {n} bytes whole, without waiting": "of 1 it is said otherwise",
    "{n} file objects": "said of two at least",
    "{n} objects:": "said of two at least",
    "Open these {n} files?": "asked of two at least",
    "+{n} without events": "it counts objects",
    "since call {since} calls return nothing before their time is up: {name} has no key any more, and the kernel still "
    "watches it": "the number of a call",
    "it has too many values: at most {n} lists and objects, and {m} others": "a bound",
    "a session has at most {n} file objects, the closed ones too": "a bound",
    "starts {count} processes: {argv}": "of one it is said in the singular",
    "{n} digits are more than anything here takes": "nineteen at least",
    "… cut: {kept} of {size} bytes were kept": "a piece that is cut has 4,096 at least",
    "({count} times)": "said of two at least",
    "it is longer than {n} characters": "a bound",
    "it is nested too deeply: at most {n} levels": "a bound",
    "it is larger than {n} bytes": "a bound",
    "all {n} steps": "said of two at least",
    "{name} has {n} words; at most {most}": "more than a bound",
    "{name} has {n} characters; at most {most}": "more than a bound",
    "data has {n} characters; at most {most}": "more than a bound",
}


def test_what_is_counted_has_a_singular_too() -> None:
    wrong = {said for said in sentences() if any(is_plural(*found) for found in _COUNTED.findall(said))} - ALSO.keys()
    assert wrong == set(), "{n} {n:row|rows}, filled in by Text, or by counted() in the window"


def is_plural(name: str, word: str) -> bool:
    return word not in NO_PLURAL and name not in FIXED


def sentences() -> Iterator[str]:
    """What is given to ``text()``, ``Text()`` and ``tr()``."""
    for path in modules("selcore", "ui", "playground"):
        for node in ast.walk(tree(path)):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("text", "Text", "tr", "_")
            first = node.args[0] if called and isinstance(node, ast.Call) and node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
