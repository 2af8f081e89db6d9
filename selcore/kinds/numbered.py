"""A plain int as a file object: ``selectors`` takes a descriptor's number as it takes an object."""

import os
import socket
import stat
from typing import Any

from ..system import packets
from ..system.descriptors import lift
from ..values.spelling import Style
from .base import Opening, close_fds, unblock
from .file_object import FileObject

INT = Style("os.write({name}, {data})", "os.read({name}, {size})")


class IntObject(FileObject):
    """A number that is ours: closed once, for by the second time it may be somebody else's."""

    style = INT
    is_number = True

    def read(self, size: int) -> bytes:
        return read_number(self, size)

    def _end(self) -> None:
        if not getattr(self, "_ended", False):
            self._ended = True
            os.close(self.obj)


def read_number(this: FileObject, size: int) -> bytes:
    """``os.read()`` of its number; what of a packet does not fit is said (``cut``)."""
    found = packets.read_number(this.obj, size) if this.identity and this.identity[2] == stat.S_IFSOCK else None
    if found is None:
        return os.read(this.obj, size)
    data, this.cut = found
    return data


def put(opening: Opening, fd: int) -> int:
    """The descriptor in its place, non-blocking."""
    moved = opening.lift(fd)
    try:
        unblock(moved)
    except BaseException:
        os.close(moved)
        raise
    return moved


def fresh_end(opening: Opening) -> tuple[int, socket.socket]:
    """One end of a new socket pair in its place, and the other, which whoever closes the first closes too."""
    first, peer = socket.socketpair()
    with peer:
        fd = put(opening, first.detach())
        try:
            family, type_, proto = peer.family, peer.type, peer.proto
            return fd, socket.socket(family, type_, proto, fileno=lift(peer.detach()))
        except BaseException:
            close_fds([fd])
            raise


def own_int(kind: str, name: str, opening: Opening) -> list[FileObject]:
    """The number of a fresh end, where no other was given."""
    fd, peer = fresh_end(opening)
    made = IntObject(name, kind, fd)
    made.before_close = peer.close
    return [made]


def described(value: Any) -> str:
    """A number as the text of a question: short, however long it is."""
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
