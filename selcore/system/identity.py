"""Checks whether a descriptor is still the file that was opened.

Somebody else may have closed it, and its number may be another file's by now, which must not be touched.
"""

import os
import socket
from typing import Any, Literal

Identity = tuple[int, int, int]
"""Device, inode, and the type of file."""
Lost = Literal["", "gone", "other"]

_abandoned: list[Any] = []


def identity_of(fd: int) -> Identity | None:
    """The identity of an open descriptor; None if it is closed or the OS does not tell."""
    try:
        status = os.fstat(fd)
    except (OSError, ValueError, OverflowError, TypeError):
        return None
    return status.st_dev, status.st_ino, status.st_mode & 0o170000


def lost(fd: int, before: Identity | None) -> Lost:
    """``gone``: somebody closed the descriptor; ``other``: its number is another file's now; empty: neither."""
    if before is None:
        return ""
    now = identity_of(fd)
    return "gone" if now is None else "" if now == before else "other"


def let_go(obj: Any) -> None:
    """Detach an object from a descriptor that is no longer its own, without closing the descriptor."""
    if isinstance(obj, socket.socket):
        obj.detach()
    elif obj not in _abandoned:
        # A file cannot be detached from its number. Keep it alive for ever: when it is collected, it closes the number.
        _abandoned.append(obj)


def owner_of(given: Any, like: Any) -> Any:
    """An object that owns what ``like.detach()`` returned, and closes it once."""
    if not isinstance(given, int):
        return given
    if isinstance(like, socket.socket):
        return socket.socket(like.family, like.type, like.proto, fileno=given)
    return os.fdopen(given, "rb", 0)
