"""Opens a file to look into it, only if it is a regular one: nothing else is waited for, read from or set off."""

import errno
import io
import os
import stat
from pathlib import Path
from typing import IO

_AT_ONCE = 1 << 20
"""Bytes that are copied in one go."""


class NotRegular(OSError):
    """It is a FIFO, a device, a socket."""


def open_regular(path: str | Path) -> IO[bytes]:
    """The file, open for reading. Raises OSError (NotRegular, IsADirectoryError), and ValueError for a NUL in its name.

    What has this name now may be another thing a moment later: it is opened without waiting, then looked at again.
    """
    _check(os.stat(path))  # noqa: PTH116 - first, since some devices do something when they are opened
    file = _ReadsNow(io.FileIO(str(path), "rb", opener=_open_now))
    try:
        _check(os.fstat(file.fileno()))
    except BaseException:
        file.close()
        raise
    return file


class _ReadsNow(io.BufferedReader):
    """What has nothing to give at the moment (the kernel's log is a regular file too) reads as empty, not as None."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) or b""


def _open_now(path: str, flags: int) -> int:
    # Windows has neither: there no name of a file becomes a pipe's or a device's, which have names of their own.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _check(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular(errno.EINVAL, "it is not a regular file")


def copy_regular(path: str | Path, copy: Path) -> None:
    """Copy what the file holds now, which is not what is appended meanwhile. Raises as ``open_regular`` does."""
    with open_regular(path) as file, copy.open("xb") as new:
        left = os.fstat(file.fileno()).st_size
        while left > 0 and (part := file.read(min(left, _AT_ONCE))):
            left -= new.write(part)
