"""Options of sockets. SO_LINGER: with (1, 0) a close is a reset, with (1, seconds) it waits, non-blocking or not."""

import socket
import struct
import sys
from typing import Any

FORM = "hh" if sys.platform == "win32" else "ii"
LEVELS = {"SO_": "SOL_SOCKET", "TCP_": "IPPROTO_TCP", "IP_": "IPPROTO_IP", "IPV6_": "IPPROTO_IPV6"}
"""The level of a socket option, by the beginning of its name."""
COMMON_OPTIONS = (
    "blocking",
    "SO_SNDBUF",
    "SO_RCVBUF",
    "SO_RCVLOWAT",
    "SO_REUSEADDR",
    "SO_LINGER",
    "SO_OOBINLINE",
    "SO_KEEPALIVE",
    "TCP_NODELAY",
    "O_NONBLOCK",
)
"""Options that are set often, and for which nobody asks."""
OFFERED_OPTIONS = (
    *COMMON_OPTIONS,
    *(one for one in ("SO_REUSEPORT", "SO_BROADCAST", "IPV6_V6ONLY") if hasattr(socket, one)),
)
"""The options that a form offers; any other name of the ``socket`` module is accepted too."""
HARMLESS_OPTIONS = (
    *COMMON_OPTIONS,
    "TCP_CORK",
    "TCP_DEFER_ACCEPT",
    "TCP_KEEPCNT",
    "TCP_KEEPIDLE",
    "TCP_KEEPINTVL",
    "TCP_LINGER2",
    "TCP_MAXSEG",
    "TCP_NOTSENT_LOWAT",
    "TCP_QUICKACK",
    "TCP_SYNCNT",
    "TCP_USER_TIMEOUT",
    "TCP_WINDOW_CLAMP",
)
"""Options that change when and how much a socket sends or receives, never where to. Names in this exact spelling."""
RESET = struct.pack(FORM, 1, 0)


def linger_of(sock: Any) -> tuple[int, int]:
    """SO_LINGER: whether it is on, and the seconds. Raises what ``getsockopt()`` raises."""
    given = sock.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.calcsize(FORM))
    on, seconds = struct.unpack(FORM, given)
    return on, seconds


def calm_linger(obj: Any) -> None:
    """Make sure that closing does not wait: unsent data is sent in the background, as without SO_LINGER."""
    if (sock := _socket_of(obj)) is None:
        return
    try:
        if (found := linger_of(sock))[0] and found[1] > 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(FORM, 0, 0))
    except OSError:
        pass  # closed already, or a socket without the option


def _socket_of(obj: Any) -> Any:
    """The socket that closing ``obj`` may close: a file made by ``makefile()`` keeps its socket open."""
    if isinstance(obj, socket.socket):
        return obj
    try:
        raw = getattr(getattr(obj, "buffer", obj), "raw", obj)
    except ValueError:
        return None  # detached from it
    return getattr(raw, "_sock", None)
