"""What else a socket tells without being disturbed: urgent data, an error queue, and for Unix what netlink knows."""

import array
import importlib
import socket
import sys
from typing import Any

from ..values.flags import flag_bit
from ..values.observed import Urgent
from .unix_diag import unix_state

_SIOCATMARK = 0x8905
_RECVERR = ((0, 11), (41, 25))
_FILL_ERROR_QUEUE = (*_RECVERR, (1, 37), (1, 60))
"""IP_RECVERR, IPV6_RECVERR, SO_TIMESTAMPING, SO_ZEROCOPY of Linux, for which not every Python has names."""
_LINUX = sys.platform.startswith("linux")


def details(sock: Any, inode: int, flags: int, what: str) -> dict[str, Any]:
    """Fields of an ``Observed``; ``flags`` are those of a ``poll()`` of our own."""
    found = _error_queue(sock) if flags & flag_bit("ERR") else {}
    if what in ("TCP", "STREAM"):
        found |= _urgent(sock, flags)
    return found | (_unix(inode, what) if sock.family == getattr(socket, "AF_UNIX", None) else {})


def _unix(inode: int, what: str) -> dict[str, Any]:
    """poll() does not tell that writing was shut down, nor how long a listener's queue is."""
    state = unix_state(inode)
    if state is None:
        return {}
    found = {"down": state.down, "other": state.peer}
    return found | {"backlog": state.waiting, "backlog_most": state.most} if what == "LISTENER" else found


def _urgent(sock: Any, flags: int) -> dict[str, Any]:
    """Where urgent data is. At the mark FIONREAD of TCP counts nothing, though more may stand behind it."""
    urgent: Urgent = "here" if _at_mark(sock) else "ahead" if flags & flag_bit("PRI") else ""
    if not urgent:
        return {}
    return {"urgent": urgent, "inline": bool(_option(sock, socket.SOL_SOCKET, socket.SO_OOBINLINE))}


def _at_mark(sock: Any) -> bool:
    if not _LINUX:
        return False
    fcntl: Any = importlib.import_module("fcntl")
    answer = array.array("i", [0])
    try:
        fcntl.ioctl(sock.fileno(), _SIOCATMARK, answer, True)
    except (OSError, ValueError):
        return False
    return answer[0] == 1


def _error_queue(sock: Any) -> dict[str, Any]:
    """Whether ERR may be that of the error queue: an option was set that fills it, with errors too or without."""
    if not _LINUX or not any(_option(sock, *option) for option in _FILL_ERROR_QUEUE):
        return {}
    return {"error_queue": True, "queues_errors": any(_option(sock, *option) for option in _RECVERR)}


def _option(sock: Any, level: int, option: int) -> int:
    try:
        found: int = sock.getsockopt(level, option)
    except OSError:
        return 0
    return found
