"""Descriptors of the session live at 100 and above; the program's own stay below.

Otherwise the program's next database or Qt pipe lands on a number that the user just closed while it is registered,
and poll reports our file under their key.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LOWEST = 100
"""The lowest descriptor number of a session."""
ENOUGH = 65_536
"""The soft limit that is aimed at, if the hard one allows it: room for thousands of pairs."""


def limits() -> tuple[int, int] | None:
    """The soft and hard limit of open descriptors; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrlimit(resource.RLIMIT_NOFILE)


def raise_limit() -> None:
    """Raise the soft limit to ENOUGH, or as far as the hard one allows. Never lowers it; does nothing if that fails.

    1,024, the usual one, is for programs that call ``select()``; this program's own children get it back.
    """
    found = limits()
    if found is None or sys.platform == "win32":
        return
    import resource

    soft, hard = found
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        _set_soft(wanted)


@contextmanager
def as_at_start() -> Iterator[None]:
    """Restore the soft limit that this process was started with inside the ``with``, for a child to inherit.

    For the thread that owns the session: nobody else opens descriptors above that limit, so that nobody fails by it.
    """
    now = limits()
    if now is None or AT_START is None or now[0] == AT_START[0]:
        yield
        return
    _set_soft(AT_START[0])
    try:
        yield
    finally:
        _set_soft(now[0])


def _set_soft(soft: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    except (ValueError, OSError):
        pass  # macOS has a limit beside the limit


def in_use() -> int | None:
    """How many descriptors are open, even if no more can be opened; None if that cannot be found out."""
    found = limits()
    if found is None:
        return None
    try:
        return len(os.listdir("/proc/self/fd")) - 1  # noqa: PTH208 - and the one that lists them
    except OSError:
        return sum(map(_is_open, range(found[0]))) if found[0] <= 1 << 16 else None


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _floor() -> int:
    found = limits()
    return LOWEST if found is None or found[0] > 2 * LOWEST else found[0] // 2


AT_START = limits()
"""The limits that this process was started with, which its children get back."""
FLOOR = _floor()
"""LOWEST, or less if the limit at the start leaves less room."""


class NumberTaken(OSError):
    """The requested descriptor number is in use."""


def lift(fd: int, at: int | None = None) -> int:
    """Move ``fd`` to the lowest free number from 100 on, or to exactly ``at``; the original is closed, also on failure.

    Raises OSError (EMFILE, EINVAL above the limit) and NumberTaken.
    """
    if sys.platform == "win32":  # sockets are not small numbers there, and nothing else can be watched
        return fd
    import fcntl

    try:
        # Python 3.11 cuts a number to 32 bits without a word: the largest one is above every limit too.
        moved: int = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FLOOR if at is None else min(at, 0x7FFFFFFF))
    finally:
        os.close(fd)
    if at is not None and moved != at:
        os.close(moved)
        raise NumberTaken(f"descriptor {at} is in use; the next free one is {moved}")
    return moved


class ReservedDescriptor:
    """A descriptor number reserved before something irreversible: accepting a connection, creating a file.

    Leaving the ``with`` without having put something there frees the number.
    """

    def __init__(self, at: int | None = None):
        self._fd = -1 if sys.platform == "win32" else lift(_nothing(), at)

    def put(self, fd: int) -> int:
        """Move ``fd`` to the reserved number and close the original. Returns the number."""
        if self._fd < 0:
            return fd
        try:
            os.dup2(fd, self._fd, inheritable=False)
        finally:
            os.close(fd)
        number, self._fd = self._fd, -1
        return number

    def __enter__(self) -> "ReservedDescriptor":
        return self

    def __exit__(self, *_: object) -> None:
        if self._fd >= 0:
            os.close(self._fd)


def _nothing() -> int:
    try:
        return os.open(os.devnull, os.O_RDONLY)
    except OSError as error:  # without the path, which is none that the user gave
        raise OSError(error.errno, os.strerror(error.errno or 0)) from None
