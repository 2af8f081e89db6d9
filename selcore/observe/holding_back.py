"""What may keep an event back though something is there: options of sockets, a terminal's mode, a timer's clock.

Asked with getsockopt(2), tcgetattr(3) and /proc, which change nothing.
"""

import socket
import struct
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
    """TCP_DEFER_ACCEPT of a listener: seconds that it waits for a client's first byte."""
    seconds = _option(listener, socket.IPPROTO_TCP, getattr(socket, "TCP_DEFER_ACCEPT", -1))
    return {"defer": seconds} if seconds else {}


class HalfOpen:
    """Connections that have not been handed to their listener, after proc_net(5).

    The tables are those of the whole system: each is read once, when it is first asked for.
    """

    def __init__(self) -> None:
        self._tables: dict[str, list[str] | None] = {}

    def to(self, fd: int) -> int | None:
        """Those to the address of this listener; None: cannot be told."""
        try:
            family, (host, port) = _bound_to(fd)
            packed = socket.inet_pton(family, host.partition("%")[0])
        except (OSError, ValueError):
            return None
        name = "tcp6" if family == socket.AF_INET6 else "tcp"
        if name not in self._tables:
            self._tables[name] = _half_open(name)
        addresses = self._tables[name]
        if addresses is None:
            return None
        # A listener on every address has none of its own, but each of its connections has one.
        here = f"{_as_printed(packed) if any(packed) else ''}:{port:04X}"
        return sum(address.endswith(here) for address in addresses)


def _bound_to(fd: int) -> tuple[int, tuple[str, int]]:
    """Family and address, asked through a temporary object, which is detached and so never closes the descriptor."""
    sock = socket.socket(fileno=fd)
    try:
        return sock.family, sock.getsockname()[:2]
    finally:
        sock.detach()


def _as_printed(packed: bytes) -> str:
    """An address as these tables have it: words of 32 bits, as this machine reads them."""
    return "".join(f"{word:08X}" for (word,) in struct.iter_unpack("=I", packed))


def _half_open(table: str) -> list[str] | None:
    """The addresses here, with their ports, of connections that have not been handed over."""
    try:
        with (_NET / table).open(encoding="ascii") as file:
            lines = file.read(_MOST).splitlines()
    except (OSError, ValueError):
        return None
    fields = (line.split(maxsplit=4) for line in lines[1:])
    return [one[1] for one in fields if len(one) == 5 and one[3] == _SYN_RECV]


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
