"""What an empty read means: the end for ever, the end for now, or none at all. Asked after it, of what is there."""

import os
import select
import socket
import stat
from typing import Any, Literal

Ending = Literal["", "now", "for ever"]
"""``now``: a FIFO without a writer, to which another may come."""


def ending(fd: int) -> Ending:
    """Of an empty read of that descriptor. An end typed at a terminal and an empty packet are none; a stream, a pipe
    without a name and a file are at their end for ever (of a file, as far as anybody can wait for it)."""
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        return "for ever"
    if stat.S_ISFIFO(mode):
        return "now" if is_named(fd) else "for ever"
    if stat.S_ISCHR(mode) and _is_terminal(fd):
        return "for ever" if flags(fd) & HUP else ""
    if stat.S_ISSOCK(mode) and _type(fd) == getattr(socket, "SOCK_SEQPACKET", None):
        return "for ever" if flags(fd) & (HUP | _RDHUP) else ""
    return "for ever"


def is_named(fd: int) -> bool:
    """Whether a pipe is a FIFO: ``/proc`` gives its path, and of others ``pipe:[INODE]``. Unknown is no."""
    try:
        return os.readlink(f"/proc/self/fd/{fd}").startswith("/")  # noqa: PTH115 - it need not lead anywhere
    except OSError:
        return False


HUP, _RDHUP, ERR = (getattr(select, name, 0) for name in ("POLLHUP", "POLLRDHUP", "POLLERR"))


def flags(fd: int) -> int:
    """Those of ERR, HUP and RDHUP that ``poll()`` reports of it now; 0 on systems without ``poll()``."""
    make: Any = getattr(select, "poll", None)
    if make is None or fd < 0:
        return 0
    poller = make()
    poller.register(fd, _RDHUP)
    found = poller.poll(0)
    return int(found[0][1]) if found else 0


def _is_terminal(fd: int) -> bool:
    # Once its other side is gone every ioctl fails with EIO, that of isatty() too; then HUP is reported.
    return os.isatty(fd) or bool(flags(fd) & HUP)


def _type(fd: int) -> int | None:
    try:
        asking = socket.socket(fileno=fd)
    except OSError:
        return None
    try:
        return asking.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
    finally:
        asking.detach()
