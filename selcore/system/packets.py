"""Datagrams and packets: each is received at once, with its sender; what of it does not fit is lost."""

import errno
import socket
import sys
from typing import Any, NamedTuple

APART = (int(socket.SOCK_DGRAM), int(getattr(socket, "SOCK_SEQPACKET", -1)))
"""Types of sockets that keep apart what was sent apart."""
UNKNOWN = -1
"""Bytes that were lost, of which the OS tells only that there were some."""
_TELLS = sys.platform.startswith("linux")
"""There a receive with MSG_TRUNC answers with the whole length (recv(2)); elsewhere the flag is only an answer."""


class Packet(NamedTuple):
    """What was received; ``sender`` is its address, None where it has none; ``cut`` bytes did not fit and are lost."""

    data: bytes
    sender: Any
    cut: int


def receive_packet(sock: Any, size: int) -> Packet:
    """``recvfrom(size)``, and what is not told by that: how much was lost. Raises what it raises."""
    if _TELLS:
        room = bytearray(size)
        whole, sender = sock.recvfrom_into(room, size, socket.MSG_TRUNC)
        return Packet(bytes(room[:whole]), sender, max(whole - size, 0))
    if hasattr(sock, "recvmsg"):
        data, _, flags, sender = sock.recvmsg(size)
        return Packet(data, sender, UNKNOWN if flags & socket.MSG_TRUNC else 0)
    data, sender = sock.recvfrom(size)
    return Packet(data, sender, 0)  # Windows raises WSAEMSGSIZE


def read_number(fd: int, size: int) -> tuple[bytes, int] | None:
    """What ``os.read()`` of a socket that keeps packets apart returns, and how much of the packet is lost with it.

    None for every other socket, and for what is none: the number may be another file's by now. Raises OSError.
    """
    try:
        sock = socket.socket(fileno=fd)
    except OSError as error:
        if error.errno == errno.ENOTSOCK:
            return None
        raise
    try:
        if sock.type not in APART:
            return None
        packet = receive_packet(sock, size)
    finally:
        sock.detach()
    return packet.data, packet.cut
