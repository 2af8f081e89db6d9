"""What may keep an event back though something is there: options of sockets, a terminal's mode, a timer's clock.

Asked with getsockopt(2), tcgetattr(3) and /proc, which change nothing.
"""

import socket
from pathlib import Path
from typing import Any

_NET = Path("/proc/self/net")
_SYN_RECV = "03"
"""Of tcp_states.h, as /proc/net/tcp has it: also of a connection that TCP_DEFER_ACCEPT holds back."""
_MOST = 4 << 20
"""Bytes of that table that are read: some 25,000 connections of the whole system."""


def low_water(sock: Any) -> dict[str, Any]:
    """SO_RCVLOWAT, tcp(7): fewer bytes are not reported. Unix sockets report them all the same."""
    least = _option(sock, socket.SOL_SOCKET, getattr(socket, "SO_RCVLOWAT", -1))
    return {"lowat": least} if least and least > 1 else {}


def most_unsent(sock: Any) -> dict[str, Any]:
    """TCP_NOTSENT_LOWAT of a socket that has one of its own, tcp(7)."""
    most = _option(sock, socket.IPPROTO_TCP, getattr(socket, "TCP_NOTSENT_LOWAT", -1))
    return {"most_unsent": most} if most and most > 0 else {}


def deferring(listener: Any) -> dict[str, Any]:
    """TCP_DEFER_ACCEPT of a listener, and how many connections wait for their first byte because of it."""
    seconds = _option(listener, socket.IPPROTO_TCP, getattr(socket, "TCP_DEFER_ACCEPT", -1))
    if not seconds:
        return {}
    return {"defer": seconds, "deferred": _half_open(listener)}


def _half_open(listener: Any) -> int | None:
    """Connections to the listener's port that have not been handed to it, after proc_net(5); None: cannot be told."""
    table = "tcp6" if listener.family == socket.AF_INET6 else "tcp"
    try:
        end = f":{listener.getsockname()[1]:04X}"
        with (_NET / table).open(encoding="ascii") as file:
            lines = file.read(_MOST).splitlines()
    except (OSError, ValueError):
        return None
    fields = (line.split(maxsplit=4) for line in lines[1:])
    return sum(len(line) == 5 and line[1].endswith(end) and line[3] == _SYN_RECV for line in fields)


def _option(sock: Any, level: int, option: int) -> int | None:
    try:
        found: int = sock.getsockopt(level, option)
    except OSError:
        return None
    return found


def edits_lines(fd: int, termios: Any) -> bool:
    """ICANON, termios(3): what is typed is handed over by the line."""
    try:
        return bool(termios.tcgetattr(fd)[3] & termios.ICANON)
    except (AttributeError, OSError, ValueError, getattr(termios, "error", OSError)):
        return False


def time_left(fields: dict[str, list[str]]) -> int | None:
    """Nanoseconds until a timerfd expires, 0 where it is not armed: ``it_value`` of its fdinfo, proc_pid_fdinfo(5)."""
    for value in fields.get("it_value", []):
        seconds, _, rest = value.strip("()").partition(",")
        return int(seconds) * 1_000_000_000 + int(rest)
    return None
