"""What file objects hold in this program's own memory and in temporary files is bounded, all of it together."""

import weakref
from collections.abc import Callable
from typing import Any

from ..values.text import text

MOST = 4 << 20
"""Bytes in memory: no OS says that it is full."""
TEMPORARY = 256 << 20
"""Bytes written to the temporary files of a session: a disk, which others use too, would take whatever is sent."""


class NoRoom(OSError):
    """More is not taken."""

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


class TemporaryRoom:
    """What may still be written to the temporary files of one session; what a closed one holds stays until its end."""

    def __init__(self) -> None:
        self._left = TEMPORARY

    def write(self, write: Callable[[bytes], int], data: bytes) -> int:
        """Call ``write`` with ``data``; the number of bytes taken. Raises NoRoom before, and whatever it raises."""
        if len(data) > self._left:
            said = text("the temporary files of a session take at most {most} bytes in all", most=f"{TEMPORARY:,}")
            raise NoRoom(str(said))
        sent = write(data)
        self._left -= sent
        return sent
