"""A module that is imported when it is first used: numpy, which takes longer than all of the core together, and what
else a window can be shown without. ``TYPE_CHECKING`` has the plain import beside it, for whoever reads types.
"""

from importlib import import_module
from typing import Any


class LazyModule:
    """A stand-in for the module of that name. The import lock keeps two threads from importing it at once."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(import_module(self._name), attribute)
        setattr(self, attribute, found)  # the next time it is a plain attribute
        return found


def later(name: str) -> Any:
    """The module of that name, imported on first use."""
    return LazyModule(name)
