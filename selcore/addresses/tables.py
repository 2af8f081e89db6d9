"""Who has an address: the kernel is asked (``socket_diag``) or, where it does not answer, /proc/net/tcp and udp are
read; for Unix sockets /proc/net/unix, and for the process that holds a socket /proc/PID/fd (proc(5)), where these are.

A TCP socket that is bound and does not listen stands in no table. What others opened is told only as far as this user
may look, and nobody waits for it: so many bytes and so much time, and no more.
"""

import ipaddress
import os
import re
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any, Literal, NamedTuple

from .socket_diag import sockets_of_port

PROC = Path("/proc")
LONGEST = 8 << 20
"""Bytes of a table that are read: some fifty thousand sockets."""
_sysconf: Any = getattr(os, "sysconf", lambda name: 100)
_TICKS = _sysconf("SC_CLK_TCK")
"""In a second, of the tables' timers."""
PATIENCE = 0.2
"""Seconds for the descriptors of all processes."""
_LISTENS, _WAITS = 0x0A, 0x06
"""TCP_LISTEN and TCP_TIME_WAIT of tcp_states.h."""
_CLOSING = (0x04, 0x05, 0x09, 0x0B)
"""FIN_WAIT1, FIN_WAIT2, LAST_ACK, CLOSING: of a socket that was closed (no inode) it goes on for a while."""
_ACCEPTS = 1 << 16
"""__SO_ACCEPTCON in the flags of /proc/net/unix."""
_TABLES: dict[tuple[int, bool], str] = {
    (socket.AF_INET, False): "net/tcp",
    (socket.AF_INET6, False): "net/tcp6",
    (socket.AF_INET, True): "net/udp",
    (socket.AF_INET6, True): "net/udp6",
}

Use = Literal["listens", "time-wait", "closing", "other"]
_ORDER: tuple[Use, ...] = ("listens", "other", "closing", "time-wait")


class TableEntry(NamedTuple):
    """A socket: its ``inode`` (0 where nobody owns it any more: in TIME_WAIT, or while it is closing), its user, and
    seconds until it goes."""

    use: Use
    inode: int
    uid: int | None = None
    seconds: float | None = None


class RunningProcess(NamedTuple):
    """``name`` is what the process is called (comm), without characters that cannot be printed."""

    pid: int
    name: str


def port_entries(host: str, port: int, datagrams: bool = False) -> list[TableEntry]:
    """The sockets that have this port where ``host`` asks for it, a listener first; of a name, all of the port."""
    asked = _address(host)
    sockets = [one for family in (socket.AF_INET, socket.AF_INET6) for one in _with_port(family, port, datagrams)]
    found = [entry for address, entry in sockets if not (asked and address and asked != address)]
    return sorted(found, key=lambda entry: _ORDER.index(entry.use))


def path_entries(path: str) -> list[TableEntry]:
    """The sockets that were bound to this path, as it was written, or to this name where it begins with NUL."""
    shown, found = path.replace("\0", "@"), []
    for line in _lines("net/unix"):
        fields = line.split(None, 7)
        if len(fields) == 8 and fields[7] == shown and re.fullmatch("[0-9A-F]{8}", fields[3]):
            listens = int(fields[3], 16) & _ACCEPTS
            found.append(TableEntry("listens" if listens else "other", int(fields[6])))
    return sorted(found, key=lambda entry: _ORDER.index(entry.use))


def knows_paths() -> bool:
    """Whether there is a table of Unix sockets."""
    return (PROC / "net/unix").exists()


def process_of(inode: int) -> RunningProcess | None:
    """A process that has this socket open; None where it cannot be seen. Raises TimeoutError if it takes too long."""
    until, link = monotonic() + PATIENCE, f"socket:[{inode}]"
    for pid in _pids():
        if monotonic() > until:
            raise TimeoutError(f"no process with {link} was found in {PATIENCE} s")
        try:
            if any(os.readlink(fd) == link for fd in (PROC / str(pid) / "fd").iterdir()):  # noqa: PTH115 - half the time
                return RunningProcess(pid, _name_of(pid))
        except OSError:
            continue  # it has ended, or is another user's
    return None


def _pids() -> list[int]:
    try:
        return [int(one.name) for one in PROC.iterdir() if one.name.isascii() and one.name.isdecimal()]
    except OSError:
        return []


def _name_of(pid: int) -> str:
    try:
        name = (PROC / str(pid) / "comm").read_bytes()[:64].decode("utf-8", "replace").rstrip("\n")
    except OSError:
        return ""
    return "".join(one if one.isprintable() else "?" for one in name)


def _lines(table: str) -> Iterator[str]:
    try:
        with (PROC / table).open("rb") as file:
            whole = file.read(LONGEST)
    except OSError:
        return
    yield from whole.decode("utf-8", "replace").splitlines()[1:]


def _address(host: str) -> str:
    """As the tables are compared; empty where it could be any."""
    try:
        return _plain(ipaddress.ip_address(host))
    except ValueError:
        return ""


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    mapped = getattr(address, "ipv4_mapped", None)
    return "" if address.is_unspecified else str(mapped or address)


def _with_port(family: int, port: int, datagrams: bool) -> list[tuple[str, TableEntry]]:
    """Each with the address that it is bound to."""
    try:
        answered = sockets_of_port(family, port, datagrams)
    except OSError:
        return list(_of_table(_TABLES[family, datagrams], port, datagrams))
    return [
        (_of_bytes(family, one.address), _table_entry(one.state, one.inode, one.uid, one.seconds, datagrams))
        for one in answered
    ]


def _of_table(table: str, port: int, datagrams: bool) -> Iterator[tuple[str, TableEntry]]:
    wanted = f":{port:04X}"
    for line in _lines(table):
        fields = line.split(None, 10)
        if len(fields) >= 10 and fields[1].endswith(wanted):
            seconds = int(fields[5].partition(":")[2], 16) / _TICKS
            state, inode, uid = int(fields[3], 16), int(fields[9]), int(fields[7])
            yield _of_hex(fields[1].partition(":")[0]), _table_entry(state, inode, uid, seconds, datagrams)


def _table_entry(state: int, inode: int, uid: int, seconds: float, datagrams: bool) -> TableEntry:
    use = "other" if datagrams else _use(state, inode)
    return TableEntry(use, inode, uid, seconds if use == "time-wait" else None)


def _use(state: int, inode: int) -> Use:
    if state in _CLOSING and not inode:
        return "closing"
    return "listens" if state == _LISTENS else "time-wait" if state == _WAITS else "other"


def _of_hex(digits: str) -> str:
    """An address as these tables write it: words of 32 bits, each as a number of this machine."""
    words = [int(digits[at : at + 8], 16) for at in range(0, len(digits), 8)]
    packed = struct.pack(f"={len(words)}I", *words)
    return _of_bytes(socket.AF_INET if len(words) == 1 else socket.AF_INET6, packed)


def _of_bytes(family: int, packed: bytes) -> str:
    return _plain(ipaddress.ip_address(socket.inet_ntop(family, packed)))
