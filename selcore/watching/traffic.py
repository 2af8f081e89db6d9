"""Whether somebody receives from a descriptor of another process, or sends to it: a number that then changes.

Asked of a duplicate that lives for microseconds; nothing is read from it. Of what counts nothing, how much waits.
"""

import array
import importlib
import os
import stat
import struct
from typing import Any

from ..values.masks import READ
from .descriptor_names import get_descriptor

_TCP_INFO = 11
_SENT, _RECEIVED = 200, 128
"""The places of tcpi_bytes_sent and tcpi_bytes_received in tcp_info (linux/tcp.h)."""
_SIOCOUTQ, _FIONREAD = 0x5411, 0x541B


def served(pidfd: int, fd: int, mask: int) -> int | None:
    """The number; None where nothing can be known."""
    got = get_descriptor(pidfd, fd)
    if got < 0:
        return None
    try:
        mode = os.fstat(got).st_mode
        if stat.S_ISSOCK(mode):
            return _of_socket(got, mask)
        return _waiting(got, _FIONREAD) if mask == READ and stat.S_ISFIFO(mode) else None
    except OSError:
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
    waiting = _waiting(fd, _FIONREAD if mask == READ else _SIOCOUTQ)
    return waiting if mask == READ or waiting == 0 else None


def _waiting(fd: int, request: int) -> int | None:
    fcntl: Any = importlib.import_module("fcntl")
    answer = array.array("i", [0])
    try:
        fcntl.ioctl(fd, request, answer, True)
    except OSError:
        return None
    return answer[0]
