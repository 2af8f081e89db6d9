"""The sentences of this program: a template from a file is filled in only if it is one of them.

They are read off the program's code, in which each stands as a constant: there is no list that could be forgotten.
"""

import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.machinery import ModuleSpec
from types import CodeType
from typing import Any

from ..values.text import Text, places

LONGEST = 1000
"""Characters of a stranger's sentence, and of a value."""


def safe_sentence(said: Text) -> Text:
    """Make a sentence from a file safe to show, and bounded. A template that is not ours is shown literally.

    Raises ValueError where a sentence of ours lacks a value.
    """
    if said.template not in sentences():
        return Text("{words}", {"words": _short(said.template)})
    missing = places(said.template) - said.values.keys()
    if missing:
        raise ValueError(f"a sentence without its {min(missing)}")
    return Text(said.template, {_short(name): _plain(value) for name, value in said.values.items()})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | float) else _short(value)


def _short(value: Any) -> Any:
    """An int as it is unless it is too long; everything else as words."""
    words = str(value)
    if len(words) > LONGEST:
        return f"{words[:LONGEST]}…"
    return value if isinstance(value, int) else words


@cache
def sentences() -> frozenset[str]:
    """Every constant string in the code of this package. Looked for once, in the compiled modules: none is imported."""
    import selcore

    return frozenset(word for code in _codes(selcore.__path__, "selcore") for word in _words(code.co_consts))


def _codes(path: Iterable[str], package: str) -> Iterator[CodeType]:
    for finder, name, is_package in pkgutil.iter_modules(path):
        whole = f"{package}.{name}"
        spec: ModuleSpec | None = finder.find_spec(whole, None)
        loader: Any = spec.loader if spec is not None else None
        code = loader.get_code(whole) if loader is not None else None
        if code is not None:
            yield code
        if is_package and spec is not None:
            yield from _codes(spec.submodule_search_locations or (), whole)


def _words(constants: Iterable[Any]) -> Iterator[str]:
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, CodeType):
            yield from _words(constant.co_consts)
        elif isinstance(constant, tuple):
            yield from _words(constant)
