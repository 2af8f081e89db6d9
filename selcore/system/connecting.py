"""Whether a connect that was in progress has failed: TCP_INFO tells, which takes no pending error away."""

import socket
import sys
from typing import Any

_CLOSE = 7
"""TCP_CLOSE of Linux's tcp_states.h: a socket that is being connected is in TCP_SYN_SENT."""


def has_failed(sock: Any) -> bool:
    """Whether nothing is being connected any more. False where the system does not tell."""
    if not sys.platform.startswith("linux") or not isinstance(sock, socket.socket):
        return False
    if sock.family not in (socket.AF_INET, socket.AF_INET6) or sock.type != socket.SOCK_STREAM:
        return False
    try:
        info: bytes = sock.getsockopt(socket.IPPROTO_TCP, getattr(socket, "TCP_INFO", -1), 1)
    except OSError:
        return False
    return info[:1] == bytes([_CLOSE])
