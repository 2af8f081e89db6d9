"""The selector classes as a tree: read off the running Python, and what this system lacks from a cited record.

What each method raises is a recorded fact (``campaign``): it was asked, and is not what a docstring promises.
"""

import inspect
import re
import select
import selectors
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from ..backends import BACKENDS, default_backend
from ..backends.base import Backend
from .campaign import Behaviour, load
from .doctor import backends

SOURCE = "Lib/selectors.py of CPython 3.11 to 3.14"
_ELSEWHERE = {
    "devpoll": ("_PollLikeSelector", "_BaseSelectorImpl", "BaseSelector"),
    "kqueue": ("_BaseSelectorImpl", "BaseSelector"),
}
"""The bases of classes that are made where the system has what they stand on, after SOURCE."""
PREFERENCE = ("KqueueSelector", "EpollSelector", "DevpollSelector", "PollSelector", "SelectSelector")
"""Which one ``DefaultSelector`` is an alias of, chosen when ``selectors`` is imported: the first that can be used."""
METHODS = ("register", "modify", "unregister", "get_key", "get_map", "select", "close")


class SelectorClass(msgspec.Struct, frozen=True):
    """``bases``: up to BaseSelector, the nearest first; ``wraps``: what of the ``select`` module it stands on.

    ``reason`` says why it is not here; then the rest is after ``source``. ``about`` is the class's own docstring.
    """

    id: str
    name: str
    bases: tuple[str, ...]
    wraps: str
    about: str = ""
    reason: str = ""
    source: str = ""


class Raised(msgspec.Struct, frozen=True):
    """An exception that a method raised when it was asked: with which backends, at which step of which fact."""

    method: str
    error: str
    backends: tuple[str, ...]
    when: str
    fact: str


@cache
def class_tree() -> tuple[SelectorClass, ...]:
    """Every selector class, those that are not here too."""
    return tuple(map(_class_of, BACKENDS))


def base_classes() -> tuple[tuple[str, str], ...]:
    """The classes above them, the highest first: name and docstring."""
    found: dict[str, str] = {}
    for one in BACKENDS:
        for base in reversed(getattr(selectors, one.class_name, object).__mro__[1:-1]):
            found.setdefault(base.__name__, _first_line(base))
    return tuple(found.items())


def alias_of() -> str:
    """The name of the class that ``DefaultSelector`` is here."""
    return default_backend().class_name


def _class_of(backend: Backend) -> SelectorClass:
    found = getattr(selectors, backend.class_name, None)
    wraps = f"select.{backend.function}"
    if found is None:
        reason = backend.missing()
        return SelectorClass(
            backend.id, backend.class_name, _ELSEWHERE[backend.id], wraps, reason=str(reason), source=SOURCE
        )
    inner = getattr(found, "_selector_cls", None) or getattr(select, backend.function)
    wraps = f"{inner.__module__}.{inner.__qualname__}" if inner.__module__ == "select" else wraps
    bases = tuple(base.__name__ for base in found.__mro__[1:-1])
    return SelectorClass(backend.id, backend.class_name, bases, wraps, _first_line(found), str(backend.missing() or ""))


def _first_line(found: type) -> str:
    return (inspect.getdoc(found) or "").partition("\n")[0]


def class_lines() -> list[dict[str, Any]]:
    """The catalogue of backends, each with its bases, what it wraps and what its methods raised."""
    classes = {one.id: one for one in class_tree()}
    return [row | (_line_of(classes[row["id"]]) if row["id"] in classes else _alias()) for row in backends()]


def _alias() -> dict[str, Any]:
    return {"alias": alias_of(), "preference": list(PREFERENCE)}


def _line_of(one: SelectorClass) -> dict[str, Any]:
    line: dict[str, Any] = {"bases": list(one.bases), "wraps": one.wraps}
    methods: dict[str, list[dict[str, Any]]] = {}
    for error in raised():
        if one.id in error.backends:
            told = {"error": error.error, "when": error.when, "fact": error.fact}
            methods.setdefault(error.method, []).append(told)
    return line | ({"source": one.source} if one.source else {}) | ({"raises": methods} if methods else {})


_NO_EVENTS = 'modify with invalid events (0, 4, 8, -1, None, "r"): result, is the key lost, then select'
_STEPS: tuple[tuple[str, str, str], ...] = (
    ("register", "register the same object twice", "second"),
    ("register", "register argument checks: events", r"register\(events=(0|4|None|'r')\)"),
    ("register", "register argument checks: fd that cannot work (register / then select)", r"register\(.*"),
    ("register", "a failed register leaves no trace (regular file)", "register.*"),
    ("register", "same fd in two selectors; selector registered in a selector", "register a selector in itself"),
    ("register", "after selector.close()", r"register\(c\)"),
    ("modify", _NO_EVENTS, r"modify\(events=(0|4|None|'r')\)"),
    ("modify", "modify on an unregistered / invalid / closed object", ".*"),
    ("modify", "modify: same events, different data", "data whose.*"),
    ("modify", "fd number reused by a new file after close (old one not unregistered)", r"modify\(new, W\)"),
    ("unregister", "unregister / get_key errors", "unregister .*"),
    ("get_key", "unregister / get_key errors", "get_key .*"),
    ("get_key", "after selector.close()", "get_key"),
    ("get_map", "get_map: liveness, mutability, lookups", r"m\[.*|.* in m|set item|register while iterating"),
    ("select", "timeout argument with a ready fd", r"select\((nan|inf|1000000000.0|'1')\)"),
    ("select", "fd >= 1024", "select"),
    ("select", "close the registered fd without unregister, then select, then unregister", r"select\(0\)"),
    ("select", "after selector.close()", r"select\(0\)"),
    ("select", "signal: handler raises", "custom|KeyboardInterrupt"),
)  # fmt: skip
"""Which steps of which fact ask which method; a step is a pattern."""


@cache
def raised() -> tuple[Raised, ...]:
    """What each method raised, each kind of exception of each step once."""
    facts = load()
    return tuple(
        one for method, id, pattern in _STEPS for one in _raised(method, facts.behaviour(id), re.compile(pattern))
    )


def _raised(method: str, fact: Behaviour, pattern: re.Pattern[str]) -> Iterator[Raised]:
    for step, answers in fact.steps.items():
        if not pattern.fullmatch(step):
            continue
        by_error: dict[str, list[str]] = {}
        for backend, answer in answers.items():
            if isinstance(answer, str) and answer.startswith("!"):
                by_error.setdefault(answer[1:].removesuffix(" early"), []).append(backend)
        yield from (Raised(method, error, tuple(some), step, fact.id) for error, some in by_error.items())
