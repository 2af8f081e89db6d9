"""A file that opening made goes when what was opened is closed; another's file in its place stays."""

import os
from collections.abc import Callable
from typing import Any

Identity = tuple[int, int]


def identity(path: str) -> Identity | None:
    """Device and inode of what is there, a link itself; None where nothing is."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def remover(path: str, users: int = 1) -> Callable[[], dict[str, Any] | None]:
    """A function that removes the file at its call number ``users``, and says so: ``removed``.

    It is called while the file is still open: only then can its inode be nobody else's.
    """
    path = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow a link
    made, left = identity(path), [None] * users

    def remove() -> dict[str, Any] | None:
        left.pop()
        if not left and made is not None and identity(path) == made:
            try:
                os.unlink(path)  # noqa: PTH108
            except OSError:
                return None  # its folder is no longer ours to write; closing goes on
            return {"removed": path}
        return None

    return remove
