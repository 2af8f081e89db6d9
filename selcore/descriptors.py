"""Descriptors of the session live at 100 and above; the program's own stay below.

Otherwise the program's next database or Qt pipe lands on a number that the user just closed while it is registered,
and poll reports our file under their key.
"""

import os

FLOOR = 100

try:
    import fcntl
except ImportError:  # Windows: sockets are not small numbers there, and nothing else can be watched
    fcntl = None  # type: ignore[assignment]


class NumberTaken(OSError):
    """The descriptor number that was asked for is in use."""


def lift(fd: int, at: int | None = None) -> int:
    """Move ``fd`` to the lowest free number from 100 on, or to exactly ``at``; the original is closed, also on failure.

    Raises OSError (EMFILE, EINVAL above the limit) and NumberTaken.
    """
    if fcntl is None:
        return fd
    try:
        moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FLOOR if at is None else at)
    finally:
        os.close(fd)
    if at is not None and moved != at:
        os.close(moved)
        raise NumberTaken(f"descriptor {at} is in use; the next free one is {moved}")
    return moved


def limits() -> tuple[int, int] | None:
    """The soft and hard limit of open descriptors; None where the OS has none."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrlimit(resource.RLIMIT_NOFILE)
