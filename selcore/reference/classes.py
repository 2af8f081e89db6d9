"""The selector classes as a tree: read off the running Python, and what this system lacks from a cited record."""

import inspect
import select
import selectors
from functools import cache
from typing import Any

import msgspec

from ..backends import BACKENDS, default_backend
from ..backends.base import Backend
from ..values.text import text
from .doctor import backends
from .raised import raised

SOURCE = "Lib/selectors.py of CPython 3.11 to 3.14"
_ELSEWHERE = {
    "devpoll": ("_PollLikeSelector", "_BaseSelectorImpl", "BaseSelector"),
    "kqueue": ("_BaseSelectorImpl", "BaseSelector"),
}
"""The bases of classes that are made where the system has what they stand on, after SOURCE."""
PREFERENCE = ("KqueueSelector", "EpollSelector", "DevpollSelector", "PollSelector", "SelectSelector")
"""Which one ``DefaultSelector`` is an alias of, chosen when ``selectors`` is imported: the first that can be used."""


class SelectorClass(msgspec.Struct, frozen=True):
    """``bases``: up to BaseSelector, the nearest first; ``wraps``: what of the ``select`` module it stands on.

    ``reason`` says why it is not here; then the rest is after ``source``. ``about`` is the class's own docstring,
    ``mro`` its ``__mro__`` as Python prints it.
    """

    id: str
    name: str
    bases: tuple[str, ...]
    wraps: str
    about: str = ""
    reason: str = ""
    source: str = ""
    mro: str = ""


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


WINDOWS = (
    text("Windows has SelectSelector alone, and there it takes sockets alone: a pipe or a file raises {pipe}; "
         "select() with nothing registered raises {nothing}.",
         pipe="OSError: [WinError 10038] An operation was attempted on something that is not a socket",
         nothing="OSError: [WinError 10022] An invalid argument was supplied"),
    "the documentation of select.select(); CPython issue gh-80907",
)  # fmt: skip
"""What is so on Windows, and where that is recorded: it was not tried here."""


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
    about, missing = _first_line(found), str(backend.missing() or "")
    return SelectorClass(backend.id, backend.class_name, bases, wraps, about, missing, mro=repr(found.__mro__))


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
            told = {"error": error.error, "when": error.words, "step": error.when, "fact": error.fact}
            methods.setdefault(error.method, []).append(told)
    return line | ({"source": one.source} if one.source else {}) | ({"raises": methods} if methods else {})
