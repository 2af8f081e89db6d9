"""What others use too: its number and its mode stay as they are, and closing it here only ends its use here."""

import os
import sys
from typing import Any, NoReturn

from ..values.observed import State
from ..values.text import text
from .file_object import FileObject


class NotOurs(OSError):
    """Something that would take a borrowed object away from the others who use it."""

    by = "playground"


class Borrowed(FileObject):
    """Reads and writes only what is taken at once, whatever the mode of the descriptor."""

    shared = True

    def __init__(self, name: str, kind: str, obj: Any, *, state: State = "open", address: str = "", peer: str = ""):
        super().__init__(name, kind, obj, state=state, address=address, peer=peer)
        self._blocking = _blocking(self.fd)

    def send(self, *given: Any, **named: Any) -> int:
        self._check_open()
        return super().send(*given, **named)

    def receive(self, *given: Any, **named: Any) -> bytes:
        self._check_open()
        return super().receive(*given, **named)

    def _check_open(self) -> None:
        # The object itself stays open for the others: nothing of Python's would refuse it.
        if self.closed:
            raise NotOurs(str(text("{name} was closed here: its use has ended", name=self.name)))

    def detach(self) -> NoReturn:
        raise NotOurs(str(text("{name} is not ours to give away: others use it", name=self.name)))

    def _end(self) -> None:
        if sys.platform != "win32" and self._blocking and not self.lost() and not _blocking(self.fd):
            os.set_blocking(self.fd, True)  # made non-blocking meanwhile: a terminal would stay so after the program
        self.warning = str(text("others use it too: it stays open, only its use here has ended"))


def _blocking(fd: int) -> bool | None:
    """Whether it blocks; None where that cannot be told or changed."""
    if sys.platform == "win32":
        return None
    try:
        return os.get_blocking(fd)
    except (OSError, OverflowError):
        return None
