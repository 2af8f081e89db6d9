"""What file objects hold in this program's own memory is bounded, all of it together: no OS says that it is full."""

import weakref
from typing import Any

from ..values.text import text

MOST = 4 << 20
"""Bytes."""


class NoRoom(OSError):
    """More is not taken into memory."""

    by = "playground"


class Held:
    """What one object was given and did not give back; it counts as long as the object is there."""

    _all = 0

    def __init__(self, owner: Any):
        self._bytes = 0
        weakref.finalize(owner, self.give_back).atexit = False

    def take(self, size: int) -> None:
        """Before so many bytes are written. Raises NoRoom."""
        if Held._all + size > MOST:
            said = text("what is in memory here has at most {most} bytes in all", most=f"{MOST:,}")
            raise NoRoom(str(said))
        Held._all += size
        self._bytes += size

    def give_back(self, size: int | None = None) -> None:
        """So many were read, or with None all is gone."""
        gone = self._bytes if size is None else min(size, self._bytes)
        Held._all -= gone
        self._bytes -= gone
