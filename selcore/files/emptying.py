"""A folder is emptied by descriptors: no name is looked up twice, no link followed, and however deep it is, none is
entered from another. Only where the system can do that (``CAN``).
"""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

CAN = os.listdir in os.supports_fd and {os.open, os.stat, os.unlink, os.rmdir, os.rename} <= os.supports_dir_fd
"""Whether the system finds names from a folder that is open."""
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
INSIDE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Flags for what somebody else may have put there: no link is followed, no FIFO waited for."""
ROUNDS = 10_000
"""Times that it is looked into: somebody may go on putting things there."""


def empty(folder: int, last: str) -> None:
    """Remove all that is in it; ``last`` at the end, if nothing else is left. Raises OSError, when all that can be
    removed is.
    """
    stuck: dict[str, OSError] = {}
    for _ in range(ROUNDS):
        names = [one for one in os.listdir(folder) if one != last and one not in stuck]  # noqa: PTH208 - it has no name
        if not names:
            break
        for name in names:
            try:
                _remove(folder, name)
            except OSError as error:
                stuck[name] = error
    else:
        raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
    if stuck:
        raise next(iter(stuck.values()))
    with suppress(FileNotFoundError):
        os.unlink(last, dir_fd=folder)


def remove_folder(path: Path, last: str) -> None:
    """Empty it and remove it. Raises OSError."""
    folder = os.open(path, FOLDER | INSIDE)
    try:
        empty(folder, last)
    finally:
        os.close(folder)
    path.rmdir()


def _remove(folder: int, name: str) -> None:
    """What is no folder; of a folder what is no folder, then itself, once those that are in it stand beside it.

    ``shutil.rmtree()`` enters each from the one around it: Python ends that after a thousand (until 3.13).
    """
    if not _is_folder(folder, name):
        os.unlink(name, dir_fd=folder)
        return
    inside = os.open(name, FOLDER | INSIDE, dir_fd=folder)
    try:
        for one in os.listdir(inside):  # noqa: PTH208
            if _is_folder(inside, one):
                os.rename(one, f".{os.urandom(8).hex()}", src_dir_fd=inside, dst_dir_fd=folder)
            else:
                os.unlink(one, dir_fd=inside)
    finally:
        os.close(inside)
    os.rmdir(name, dir_fd=folder)


def _is_folder(folder: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
