"""The state of a descriptor, asked so that nothing is disturbed: never SO_ERROR, never a peek, nothing is read.

``poll()`` of our own is never asked of files and devices: of some files of /proc it takes the news away.
"""

import array
import importlib
import os
import select
import socket
import stat
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic_ns
from typing import Any

import msgspec

from ..system.endings import is_named
from ..system.identity import Identity
from ..values.flags import flag_bit
from ..values.observed import Access, Lost, Observed, What
from .holding_back import deferring, edits_lines, low_water, most_unsent, time_left
from .socket_details import details

TCP_STATES = (
    "",
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "TIME_WAIT",
    "CLOSE",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING",
    "NEW_SYN_RECV",
)
"""tcp_states.h of Linux, which has the order of TCP_INFO's first byte."""


def _module(name: str) -> Any:
    """A module that not every system has. Imported right away: later, no descriptor may be left to import it with."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


_fcntl, _termios = _module("fcntl"), _module("termios")
_get_blocking: Any = getattr(os, "get_blocking", lambda fd: None)
_FDINFO = Path("/proc/self/fdinfo")
_TYPES: dict[int, What] = {
    int(socket.SOCK_STREAM): "STREAM",
    int(socket.SOCK_DGRAM): "DATAGRAM",
    int(getattr(socket, "SOCK_SEQPACKET", -1)): "SEQPACKET",
}
_F_GETPIPE_SZ = 1032
_PTS = range(136, 144)
"""Majors of /dev/pts/N, devices.txt of Linux."""
_PTMX = 5
"""The major of a terminal's master: what its slave has of lines is not its own."""
_FULL = (1, 7)
"""Major and minor of /dev/full, devices.txt of Linux."""
_SYSTEM: str = sys.platform
_O_PATH = getattr(os, "O_PATH", 0)


def observe(fd: int, obj: Any = None, before: Identity | None = None) -> Observed:
    """Observe the descriptor; ``before`` is its identity when it was opened. Never raises OSError."""
    at = monotonic_ns()
    if fd < 0:
        return Observed(at, fd, system=_SYSTEM)  # it never had one
    status = _try(os.fstat, fd)
    if status is None:
        return Observed(at, fd, lost="gone", system=_SYSTEM)
    file = (status.st_dev, status.st_ino)
    lost: Lost = "other" if before is not None and before != (*file, stat.S_IFMT(status.st_mode)) else ""
    access = access_of(fd)
    seen = Observed(at, fd, lost=lost, file=file, access=access, blocking=_blocking(fd), system=_SYSTEM)
    found = _LOOKS.get(stat.S_IFMT(status.st_mode), _special)(fd, status, obj if not lost else None)
    return msgspec.structs.replace(seen, **found)


def interest() -> int:
    """The flags passed to ``poll()``: everything that a peer may have caused."""
    return sum(map(flag_bit, ("IN", "OUT", "PRI", "RDHUP")))


def flags_now(fd: int) -> int | None:
    """The flags returned by a ``poll()`` with timeout 0; None on systems without ``poll()``."""
    make: Any = getattr(select, "poll", None)
    if make is None:
        return None
    poller = make()
    poller.register(fd, interest())
    found = _try(poller.poll, 0)
    return None if found is None else found[0][1] if found else 0


def fdinfo(fd: int) -> dict[str, list[str]]:
    """The values of ``/proc/self/fdinfo/FD`` by field; empty on systems without it."""
    fields: dict[str, list[str]] = {}
    lines = _try((_FDINFO / str(fd)).read_text, "ascii", "replace") or ""
    for line in lines.splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), []).append(value.strip())
    return fields


def _try(call: Callable[..., Any], *given: Any) -> Any:
    """The result of the call; None if the OS or Python refuses."""
    try:
        return call(*given)
    except (OSError, ValueError, OverflowError, TypeError, AttributeError):
        return None


def access_of(fd: int) -> Access:
    """How the descriptor was opened, F_GETFL of fcntl(2); empty where that cannot be told."""
    flags = None if _fcntl is None else _try(_fcntl.fcntl, fd, _fcntl.F_GETFL)
    if flags is None:
        return ""
    if flags & _O_PATH:
        return "path"
    found: dict[int, Access] = {os.O_RDONLY: "r", os.O_WRONLY: "w", os.O_RDWR: "rw"}
    return found.get(flags & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR), "")


def _blocking(fd: int) -> bool | None:
    asked: bool | None = _try(_get_blocking, fd)
    return asked


def _count(fd: int, request: str) -> int | None:
    """The number returned by an ioctl, given by its name in ``termios``."""
    number = getattr(_termios, request, None)
    answer = array.array("i", [0])
    if number is None or _try(_fcntl.ioctl, fd, number, answer, True) is None:
        return None
    return answer[0]


def _socket(fd: int, status: os.stat_result, obj: Any) -> dict[str, Any]:
    """Ask a socket through a temporary object, which is detached afterwards and so never closes the descriptor."""
    given = isinstance(obj, socket.socket) and obj.fileno() == fd
    own = None if given else _try(lambda: socket.socket(fileno=fd))
    sock = obj if given else own
    if sock is None:
        return {}
    flags = flags_now(fd)
    try:
        found = _of_socket(sock, fd)
        found |= details(sock, status.st_ino, flags or 0, found["what"])
    finally:
        if own is not None:
            own.detach()
    return found | {"flags": flags, "waiting": _count(fd, "FIONREAD"), "queued": _count(fd, "TIOCOUTQ")}


def _of_socket(sock: Any, fd: int) -> dict[str, Any]:
    found: dict[str, Any] = {"what": _TYPES.get(sock.type, "")}
    found |= {"family": getattr(sock.family, "name", ""), "connected": _connected(sock)}
    found["room"] = _try(sock.getsockopt, socket.SOL_SOCKET, socket.SO_SNDBUF)
    found |= low_water(sock)
    if sock.family in (socket.AF_INET, socket.AF_INET6) and found["what"] == "STREAM":
        found |= _tcp(sock)
    if _try(sock.getsockopt, socket.SOL_SOCKET, getattr(socket, "SO_ACCEPTCONN", -1)):
        found["what"] = "LISTENER"
    # What TLS has decrypted is in user space: SSL_pending(3) reads nothing.
    if hasattr(sock, "pending") and hasattr(sock, "do_handshake"):
        active = _try(sock.cipher) is not None  # version() knows none any more after a failure
        found |= {"tls": True, "plain": _try(sock.pending)} if active else {"ended_tls": True}
    return found


def _connected(sock: Any) -> bool:
    """Whether it has a peer: getpeername() takes no pending error away. The peer itself may have no name."""
    return _try(sock.getpeername) is not None


def _tcp(sock: Any) -> dict[str, Any]:
    """TCP_INFO: the state. For a listener, tcpi_unacked is the length of its queue and tcpi_sacked the maximum."""
    info = _try(sock.getsockopt, socket.IPPROTO_TCP, getattr(socket, "TCP_INFO", -1), 104)
    if not sys.platform.startswith("linux") or not info or len(info) < 32:
        return {"what": "TCP"}
    state = TCP_STATES[info[0]] if info[0] < len(TCP_STATES) else ""
    if state != "LISTEN":
        return {"what": "TCP", "tcp": state} | most_unsent(sock)
    waiting, most = struct.unpack_from("II", info, 24)
    return {"what": "LISTENER", "tcp": state, "backlog": waiting, "backlog_most": most} | deferring(sock)


def _pipe(fd: int, status: os.stat_result, obj: Any) -> dict[str, Any]:
    flags, waiting = flags_now(fd), _count(fd, "FIONREAD")  # in this order: what comes between is counted
    found = {"what": "PIPE", "flags": flags, "waiting": waiting, "queued": waiting, "room": _pipe_size(fd)}
    return found | {"named": is_named(fd)}


def _pipe_size(fd: int) -> int | None:
    if not sys.platform.startswith("linux"):
        return None
    size: int | None = _try(_fcntl.fcntl, fd, _F_GETPIPE_SZ)
    return size


def _file(fd: int, status: os.stat_result, obj: Any) -> dict[str, Any]:
    return {"what": "FILE", "position": _position(fd), "size": status.st_size}


def _position(fd: int) -> int | None:
    position: int | None = _try(os.lseek, fd, 0, os.SEEK_CUR)
    return position


def _directory(fd: int, status: os.stat_result, obj: Any) -> dict[str, Any]:
    return {"what": "DIRECTORY"}


def _device(fd: int, status: os.stat_result, obj: Any) -> dict[str, Any]:
    major, minor = _device_number(status)
    if not _is_terminal(fd, status):
        return {"what": "DEVICE", "sink": sys.platform.startswith("linux") and (major, minor) == _FULL}
    flags = flags_now(fd)  # before it is counted: readable with nothing there is a Ctrl-D, and no line that just came
    waiting, queued = _count(fd, "FIONREAD"), _count(fd, "TIOCOUTQ")
    lines = major != _PTMX and edits_lines(fd, _termios)
    return {"what": "TERMINAL", "flags": flags, "waiting": waiting, "queued": queued, "lines": lines}


def _device_number(status: os.stat_result) -> tuple[int, int]:
    """Major and minor; -1 on systems without such numbers."""
    if sys.platform == "win32":
        return -1, -1
    return os.major(status.st_rdev), os.minor(status.st_rdev)


def _is_terminal(fd: int, status: os.stat_result) -> bool:
    """Whether it is a terminal."""
    # Once the other side is gone every ioctl fails with EIO, that of isatty() too. Linux still has the major number.
    return bool(_try(os.isatty, fd)) or (sys.platform.startswith("linux") and os.major(status.st_rdev) in _PTS)


def _special(fd: int, status: os.stat_result, obj: Any) -> dict[str, Any]:
    """Anonymous inodes (eventfd, timerfd, ...): ``/proc`` names the type, and fdinfo holds the contents."""
    found = _anonymous(fd, fdinfo(fd))
    return found | {"flags": flags_now(fd)} if found else {}


def _anonymous(fd: int, fields: dict[str, list[str]]) -> dict[str, Any]:
    for field, look in _FIELDS.items():
        if field in fields:
            return look(fields)
    link = _try(os.readlink, f"/proc/self/fd/{fd}") or ""
    if "eventpoll" in link:
        return {"what": "EPOLL", "count": 0}
    return {"what": "INOTIFY", "waiting": _count(fd, "FIONREAD")} if "inotify" in link else {}


_FIELDS: dict[str, Callable[[dict[str, list[str]]], dict[str, Any]]] = {
    "eventfd-count": lambda fields: {"what": "EVENTFD", "count": int(fields["eventfd-count"][0], 16)},
    "ticks": lambda fields: {"what": "TIMERFD", "count": int(fields["ticks"][0]), "left": time_left(fields)},
    "Pid": lambda fields: {"what": "PIDFD", "pid": int(fields["Pid"][0])},
    "tfd": lambda fields: {"what": "EPOLL", "count": len(fields["tfd"])},
    "sigmask": lambda fields: {"what": "SIGNALFD"},
}
_LOOKS: dict[int, Callable[[int, os.stat_result, Any], dict[str, Any]]] = {
    stat.S_IFSOCK: _socket,
    stat.S_IFIFO: _pipe,
    stat.S_IFREG: _file,
    stat.S_IFBLK: _file,
    stat.S_IFDIR: _directory,
    stat.S_IFCHR: _device,
}
