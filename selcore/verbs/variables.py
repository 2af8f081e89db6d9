"""Names of file objects as variables: no keyword, no builtin, no module, nothing reserved, and no two the same."""

import builtins
import keyword
import sys
from collections.abc import Iterable

from ..values.spelling import variable as spelled

_TAKEN = frozenset(
    (*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *sys.stdlib_module_names, *("match", "case", "type", "_"))
)
"""What no variable is called, whatever a script needs: a module of the library may be imported in it."""


class Variables:
    """Gives each name a variable of its own, always the same one. ``reserved``: what else stands for something."""

    def __init__(self, reserved: Iterable[str] = ()):
        self._taken = {*_TAKEN, *reserved}
        self._given: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The variable for that name."""
        if name not in self._given:
            self._given[name] = self.fresh(name)
        return self._given[name]

    def give(self, name: str, expression: str) -> None:
        """Let an expression stand for the name from now on."""
        self._given[name] = expression

    def known(self, name: str) -> bool:
        """Whether something stands for it already."""
        return name in self._given

    def fresh(self, name: str) -> str:
        """A variable that stands for nothing yet, called as the name is, or nearly."""
        return self._free(spelled(name.replace(" ", "_")))

    def beside(self, name: str) -> list[str]:
        """The names of what stands for something made along with it: ``NAME what``."""
        return [one for one in self._given if one.startswith(f"{name} ")]

    def _free(self, wanted: str) -> str:
        found, number = wanted, 1
        while found in self._taken:
            found = f"{wanted}_" if number == 1 else f"{wanted}_{number}"
            number += 1
        self._taken.add(found)
        return found
