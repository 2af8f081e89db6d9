"""Modules of the standard library for the probe's own use: never a file of the program's that has their name.

What the program has imported by then is taken as it is; what it has not, it will not find imported afterwards.
"""

import os
import sys
from typing import Any

VERSION = sys.hexversion
_LIBRARY = os.path.dirname(os.__file__)


def is_standard(origin: object) -> bool:
    """Whether a module with this ``__spec__.origin`` is the standard library's."""
    if origin in ("built-in", "frozen"):
        return True
    if type(origin) is not str:
        return False
    inside = any(origin.startswith(folder + os.sep) for folder in _folders())
    return inside and "/site-packages/" not in origin and "/dist-packages/" not in origin


def _folders() -> "list[str]":
    return [_LIBRARY, *[folder for folder in sys.path if folder.endswith("lib-dynload")]]


def module(name: str) -> Any:
    """The standard library's module of that name. Raises ImportError."""
    there = sys.modules.get(name)
    if there is not None and is_standard(getattr(getattr(there, "__spec__", None), "origin", None)):
        return there
    if name in sys.builtin_module_names:
        return __import__(name)
    external: Any = sys.modules["_frozen_importlib_external"]
    spec = external.PathFinder.find_spec(name, _folders())
    if spec is None or spec.loader is None:
        raise ImportError(name)
    imp: Any = sys.modules["_imp"]
    found = imp.create_dynamic(spec)
    if there is None:
        sys.modules.pop(name, None)
    imp.exec_dynamic(found)
    return found
