"""Options of sockets. SO_LINGER: with (1, 0) a close is a reset, with (1, seconds) it waits, non-blocking or not."""

import socket
import struct
import sys
from typing import Any

FORM = "hh" if sys.platform == "win32" else "ii"
LEVELS = {"SO_": "SOL_SOCKET", "TCP_": "IPPROTO_TCP", "IP_": "IPPROTO_IP", "IPV6_": "IPPROTO_IPV6"}
"""The level of a socket option, by the beginning of its name."""
RESET = struct.pack(FORM, 1, 0)


def linger_of(sock: Any) -> tuple[int, int]:
    """Whether it is on, and the seconds. Raises what ``getsockopt()`` raises."""
    given = sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.calcsize(FORM))
    on, seconds = struct.unpack(FORM, given)
    return on, seconds


def calm_linger(obj: Any) -> None:
    """See to it that closing does not wait: what is left is sent in the background, as without the option."""
    if not isinstance(obj, socket.socket):
        return
    try:
        if (found := linger_of(obj))[0] and found[1] > 0:
            obj.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(FORM, 0, 0))
    except OSError:
        pass  # closed already, or a socket without the option
