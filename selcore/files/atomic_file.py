"""Writing a file whole or not at all: a full disk shows only at flush or close, when the old content would be gone."""

import errno
import io
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

_AT_ONCE = 1 << 20
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None))
"""Of the disk, of what a file may hold, of what this user may have."""


def write_whole(path: str | Path, data: bytes, new_mode: int = 0o666) -> None:
    """Write beside the target, sync, replace it. Raises OSError; what was there before stays then.

    The target keeps its mode, and a new one has ``new_mode`` as far as the umask lets it; a symbolic link stays one,
    and what it names is written. What is no regular file (a device, a FIFO) is refused: replacing it would remove it.
    """
    write_pieces(path, [data], new_mode)


def write_pieces(path: str | Path, pieces: Iterable[bytes], new_mode: int = 0o666) -> None:
    """The same of pieces that are made while they are written; what their making raises is raised, and nothing done."""
    target = Path(os.path.realpath(path))
    mode = mode_of(target)
    # Not named after the target, whose name may be as long as a name can be.
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _write(beside, pieces, mode, new_mode, target)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def mode_of(target: Path) -> int | None:
    """The mode of a file that may be replaced; None where nothing stands there. Raises OSError: it may not be."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a regular file", str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return stat.S_IMODE(mode)


def _write(path: Path, pieces: Iterable[bytes], mode: int | None, new_mode: int, target: Path) -> None:
    with io.FileIO(path, "xb", opener=lambda path, flags: os.open(path, flags, new_mode)) as file:
        if mode is not None:
            path.chmod(mode)
        size = 0
        for data in pieces:
            _put(file, data, size, target)
            size += len(data)
        try:
            os.fsync(file.fileno())
        except OSError as error:
            raise _told(error, 0, size, target) from None


def _put(file: io.FileIO, data: bytes, before: int, target: Path) -> None:
    written = 0
    try:
        while written < len(data):
            written += file.write(data[written : written + _AT_ONCE])
    except OSError as error:
        raise _told(error, len(data) - written, before + len(data), target) from None


def _told(error: OSError, missing: int, size: int, target: Path) -> OSError:
    if error.errno not in _FULL:
        return error
    # What a full disk still took is known only here; with nothing missing it is the sync that failed.
    left = f"; {missing:,} of {size:,} bytes found no room" if missing else ""
    return OSError(error.errno, f"{error.strerror}{left}", str(target))
