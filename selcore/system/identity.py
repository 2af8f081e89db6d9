"""Is a descriptor still what was opened? Somebody may have closed it behind the object's back, and its number may be
another file's by now: nothing of theirs is read, written or closed."""

import os
import socket
from typing import Any, Literal

Identity = tuple[int, int, int]
"""Device, inode, and the type of file."""
Lost = Literal["", "gone", "other"]

_abandoned: list[Any] = []


def identity_of(fd: int) -> Identity | None:
    """What the descriptor is; None where the OS does not tell."""
    try:
        status = os.fstat(fd)
    except (OSError, ValueError, OverflowError, TypeError):
        return None
    return status.st_dev, status.st_ino, status.st_mode & 0o170000


def lost(fd: int, before: Identity | None) -> Lost:
    """``gone``: closed by somebody; ``other``: and the number is another file's."""
    if before is None:
        return ""
    now = identity_of(fd)
    return "gone" if now is None else "" if now == before else "other"


def let_go(obj: Any) -> None:
    """Part an object from a descriptor that is no longer its own, without closing that."""
    if isinstance(obj, socket.socket):
        obj.detach()
    elif obj not in _abandoned:
        # A file cannot be told to forget its number; while somebody refers to it, it does not close it.
        _abandoned.append(obj)


def owner_of(given: Any, like: Any) -> Any:
    """An object that owns what ``like.detach()`` gave away, and closes it once."""
    if not isinstance(given, int):
        return given
    if isinstance(like, socket.socket):
        return socket.socket(like.family, like.type, like.proto, fileno=given)
    return os.fdopen(given, "rb", 0)
