"""What the kernel tells of a Unix socket over netlink (sock_diag(7)), as ``ss -x`` shows it. It disturbs nothing.

poll() tells that reading was shut down; that writing was, no other question tells.
"""

import socket
import struct
from typing import Any, NamedTuple

from ..values.observed import Directions

_NETLINK_SOCK_DIAG, _SOCK_DIAG_BY_FAMILY, _REQUEST = 4, 20, 1
_PEER, _QUEUES = 0x4, 0x10
_ATTR_PEER, _ATTR_QUEUES, _ATTR_SHUTDOWN = 2, 4, 6
_ANY = 0xFFFFFFFF
_DOWN: tuple[Directions, ...] = ("", "r", "w", "rw")


class UnixState(NamedTuple):
    """``down``: the directions that are shut down, by whichever end; ``peer`` the inode of the other end, 0 of one that
    is closed or not yet accepted; ``waiting`` and ``most`` of a listener its queue."""

    down: Directions
    peer: int
    waiting: int
    most: int


def unix_state(inode: int) -> UnixState | None:
    """The state of the Unix socket with that inode; None where the system does not tell."""
    family: Any = getattr(socket, "AF_NETLINK", None)
    unix: Any = getattr(socket, "AF_UNIX", None)
    if family is None or unix is None:
        return None
    body = struct.pack("=BBHIIIII", unix, 0, 0, _ANY, inode & _ANY, _PEER | _QUEUES, _ANY, _ANY)
    try:
        with socket.socket(family, socket.SOCK_RAW, _NETLINK_SOCK_DIAG) as asking:
            asking.setblocking(False)
            asking.send(struct.pack("=IHHII", 16 + len(body), _SOCK_DIAG_BY_FAMILY, _REQUEST, 1, 0) + body)
            answer = asking.recv(8192)
    except OSError:
        return None
    length, type = struct.unpack_from("=IH", answer)
    return _parsed(_attributes(answer[32:length])) if type == _SOCK_DIAG_BY_FAMILY else None


def _attributes(data: bytes) -> dict[int, bytes]:
    found, at = dict[int, bytes](), 0
    while at + 4 <= len(data):
        size, type = struct.unpack_from("=HH", data, at)
        found[type] = data[at + 4 : at + size]
        at += max(size + 3 & ~3, 4)
    return found


def _parsed(found: dict[int, bytes]) -> UnixState | None:
    if len(found.get(_ATTR_SHUTDOWN, b"")) != 1:
        return None
    waiting, most = struct.unpack("=II", found.get(_ATTR_QUEUES, bytes(8)))
    (peer,) = struct.unpack("=I", found.get(_ATTR_PEER, bytes(4)))
    return UnixState(_DOWN[found[_ATTR_SHUTDOWN][0] & 3], peer, waiting, most)
