"""The TCP and UDP sockets of one port, asked of the kernel itself: NETLINK_SOCK_DIAG, as sock_diag(7) and
linux/inet_diag.h describe it.

The kernel goes through its own tables and sends only what has the port. /proc/net/tcp has no such question: after a
load test it holds a hundred thousand lines in TIME_WAIT, and whoever reads only the first of them overlooks a listener.
"""

import errno
import os
import socket
import struct
from collections.abc import Iterator
from time import monotonic
from typing import Any, NamedTuple

PATIENCE = 0.5
"""Seconds for all answers to one question."""
_NETLINK: Any = getattr(socket, "AF_NETLINK", None)
_SOCK_DIAG, _BY_FAMILY, _DUMP, _ERROR, _DONE = 4, 20, 0x301, 2, 3
"""NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, NLMSG_ERROR, NLMSG_DONE."""
_STATES = 0xFFF
"""Those that /proc/net/tcp has: Linux 6.8 knows more (TCP_BOUND_INACTIVE)."""
_HEADER, _ENTRY = struct.Struct("=IHHII"), struct.Struct("=BBBB2s2s16s16sI8sIIIII")
"""``nlmsghdr`` and ``inet_diag_msg``."""


class DiagEntry(NamedTuple):
    """A socket with this port at its own end.

    ``address`` is packed, of 4 or 16 bytes; ``state`` a number of tcp_states.h; ``seconds`` are those until its timer
    ends, 0 without one.
    """

    address: bytes
    state: int
    seconds: float
    uid: int
    inode: int


def sockets_of_port(family: int, port: int, datagrams: bool) -> list[DiagEntry]:
    """Those of AF_INET or AF_INET6. Raises OSError where the kernel does not answer this (no module, no netlink, a
    sandbox), or not in time."""
    if _NETLINK is None:
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
    with socket.socket(_NETLINK, socket.SOCK_DGRAM, _SOCK_DIAG) as asking:
        asking.settimeout(PATIENCE)
        asking.sendto(_question(family, port, socket.IPPROTO_UDP if datagrams else socket.IPPROTO_TCP), (0, 0))
        return [_entry(family, answer) for answer in _answers(asking, monotonic() + PATIENCE)]


def _question(family: int, port: int, protocol: int) -> bytes:
    """A header and ``inet_diag_req_v2``: of its addresses only the port of the socket's own end is given."""
    request = struct.pack("=BBBBI", family, protocol, 0, 0, _STATES) + struct.pack(">H", port) + bytes(46)
    return _HEADER.pack(_HEADER.size + len(request), _BY_FAMILY, _DUMP, 1, 0) + request


def _answers(asking: socket.socket, until: float) -> Iterator[bytes]:
    while monotonic() < until:
        received = asking.recv(1 << 16)
        while received:
            length, kind = _HEADER.unpack_from(received)[:2]
            body, received = received[_HEADER.size : length], received[max(length + 3 & ~3, _HEADER.size) :]
            if kind == _DONE:
                return
            if kind == _ERROR:
                number = -struct.unpack_from("=i", body)[0]
                raise OSError(number, os.strerror(number))
            yield body
    raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))


def _entry(family: int, body: bytes) -> DiagEntry:
    _, state, _, _, _, _, source, _, _, _, expires, _, _, uid, inode = _ENTRY.unpack_from(body)
    return DiagEntry(source[: 4 if family == socket.AF_INET else 16], state, expires / 1000, uid, inode)
