"""A key as Python prints it: formed where the selector lives, for ``repr()`` of a socket asks the system."""

from typing import Any

from ..values.observed import Printed
from ..values.text import in_short

LONGEST = 4000
"""Characters of one field: a path has as many at most."""
KEYS = 50
"""Keys of a map that are printed."""


def printed(key: Any) -> Printed:
    """The fields of a SelectorKey, each as ``repr()`` has it; what raises instead is told so."""
    return Printed(*map(_repr, (key.fileobj, key.fd, key.events, key.data)))


def _repr(value: Any) -> str:
    try:
        return in_short(repr(value), LONGEST)
    except Exception as error:  # whatever a repr() of the standard library raises, the key is there all the same
        return f"<repr() raises {type(error).__name__}: {error}>"
