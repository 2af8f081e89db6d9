"""Waits until the program imports a module of the standard library, and then changes it. Nothing is imported for it.

A finder that stands first, asks those behind it, and lets a loader of ours do what theirs would; once the module is
there, everything about it says what it would say without. It goes when all that it waits for has come.
"""

import sys
from collections.abc import Callable
from typing import Any

from .private import is_standard

Change = Callable[[Any], None]


class WaitingFinder:
    """An entry of ``sys.meta_path``. ``changes``: what to do with which module."""

    def __init__(self, changes: "dict[str, Change]"):
        self._changes = changes

    def begin(self) -> None:
        """Change what is there already, and wait for the others."""
        for name in [one for one in self._changes if one in sys.modules]:
            self.arrived(name, sys.modules[name])
        if self._changes:
            sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """What those behind it find."""
        if name not in self._changes:
            return None
        spec = _found_behind(self, name, path, target)
        if spec is not None and spec.loader is not None and is_standard(spec.origin):
            spec.loader = WatchedLoader(spec.loader, self)
        return spec

    def arrived(self, name: str, module: Any) -> None:
        """The module is there."""
        change = self._changes.pop(name, None)
        if not self._changes and self in sys.meta_path:
            sys.meta_path.remove(self)
        if change is None or not is_standard(getattr(getattr(module, "__spec__", None), "origin", None)):
            return
        try:
            change(module)
        except Exception:  # not as it is known: then it is not seen
            pass


def _found_behind(finder: Any, name: str, path: Any, target: Any) -> Any:
    for other in list(sys.meta_path):
        find = getattr(other, "find_spec", None)
        if other is not finder and find is not None:
            spec = find(name, path, target)
            if spec is not None:
                return spec
    return None


class WatchedLoader:
    """Does what the real loader does, and is gone when that is done."""

    def __init__(self, loader: Any, finder: WaitingFinder):
        self._loader, self._finder = loader, finder

    def create_module(self, spec: Any) -> Any:
        """As the real one."""
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        """As the real one; then the module is changed."""
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._finder.arrived(module.__name__, module)
