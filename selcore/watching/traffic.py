"""Whether somebody receives from a descriptor of another process, or sends to it: a number that then changes.

Asked of a duplicate that lives for microseconds; nothing is read from it. Of what counts nothing, how much waits: where
that is nothing, and it is no end either, somebody has received it.
"""

import array
import importlib
import os
import select
import stat
import struct
from pathlib import Path
from typing import Any

from ..values.masks import READ
from .descriptor_names import get_descriptor

_TCP_INFO = 11
_SENT, _RECEIVED = 200, 128
"""The places of tcpi_bytes_sent and tcpi_bytes_received in tcp_info (linux/tcp.h)."""
_SIOCOUTQ, _FIONREAD = 0x5411, 0x541B
_MEMINFO, _ALLOCATED, _DROPS = 55, 0, 8
"""SO_MEMINFO, and the places of two of its nine numbers (linux/sock_diag.h)."""
ENDED = -1
_select: Any = select


def served(pidfd: int, fd: int, mask: int) -> int | None:
    """The number; None where nothing can be known."""
    got = get_descriptor(pidfd, fd)
    if got < 0:
        return None
    try:
        mode = os.fstat(got).st_mode
        if stat.S_ISSOCK(mode):
            return _of_socket(got, mask)
        return _of_pipe(pidfd, got) if mask == READ and stat.S_ISFIFO(mode) else None
    except (OSError, StopIteration, ValueError, struct.error):
        return None
    finally:
        os.close(got)


def _of_socket(fd: int, mask: int) -> int | None:
    import socket

    one = socket.socket(fileno=os.dup(fd))
    with one:
        if one.getsockopt(socket.SOL_SOCKET, getattr(socket, "SO_ACCEPTCONN", 30)):
            return None  # a listener: whether somebody accepts cannot be counted
        if one.family in (socket.AF_INET, getattr(socket, "AF_INET6", -1)) and one.type == socket.SOCK_STREAM:
            info = one.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, 232)
            if len(info) >= _SENT + 8:
                place = _RECEIVED if mask == READ else _SENT
                (count,) = struct.unpack_from("=Q", info, place)
                return int(count) - (_waiting(fd, _FIONREAD) or 0) if mask == READ else int(count)
        if one.type == socket.SOCK_DGRAM and mask == READ:
            return _of_datagrams(one)
    if mask == READ:
        return _received(fd)
    return 0 if _waiting(fd, _SIOCOUTQ) == 0 else None


def _received(fd: int) -> int | None:
    """How much waits, ENDED where nothing will any more; None where nothing waits now."""
    waiting = _waiting(fd, _FIONREAD)
    if waiting:
        return waiting
    asked = _select.poll()
    asked.register(fd, _select.POLLRDHUP)
    return ENDED if asked.poll(0) else None


def _of_pipe(pidfd: int, fd: int) -> int | None:
    """Together with what its process has read of anything: a pipe that is filled up at once always has
    the same in it."""
    waiting = _received(fd)
    return None if waiting is None else waiting | _read_at_all(pidfd) << 40


def _read_at_all(pidfd: int) -> int:
    lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text("ascii").splitlines()
    pid = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
    return int(Path(f"/proc/{pid}/io").read_text("ascii").split()[1])


def _of_datagrams(one: Any) -> int | None:
    """What all that wait take, and how many found no room: FIONREAD tells the size of the next one alone. A Unix socket
    has its datagrams in the sender's memory. Memory is given back late: each that comes makes a difference."""
    import socket

    if one.family == getattr(socket, "AF_UNIX", -1) or not _waiting(one.fileno(), _FIONREAD):
        return None
    info = struct.unpack("=9I", one.getsockopt(socket.SOL_SOCKET, _MEMINFO, 36))
    return int(info[_ALLOCATED] | info[_DROPS] << 32)


def _waiting(fd: int, request: int) -> int | None:
    fcntl: Any = importlib.import_module("fcntl")
    answer = array.array("i", [0])
    try:
        fcntl.ioctl(fd, request, answer, True)
    except OSError:
        return None
    return answer[0]
