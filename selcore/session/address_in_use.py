"""Who has the address that was refused with EADDRINUSE, and what is free instead, asked at that moment."""

import errno
import os
import socket
import stat
from collections.abc import Iterable
from typing import Literal

from ..addresses.tables import TableEntry, knows_paths, path_entries, port_entries, process_of
from ..explain.refusal_case import Holder, WantedAddress
from ..kinds import find_kind
from ..kinds.file_object import FileObject
from ..kinds.packets import DatagramObject
from ..system.resolver import is_number
from ..values.commands import AnyCommand, Bind, Open
from ..values.outcomes import Refused
from ..world.objects import Objects

_GONE = ("closed", "closed elsewhere", "detached")


def wanted_address(command: AnyCommand, refused: Refused, objects: Objects) -> WantedAddress | None:
    """The address that was in use; None where none was, or it was not given."""
    if refused.errno != errno.EADDRINUSE:
        return None
    if isinstance(command, Bind):
        return _wanted_by_bind(command, objects)
    if not isinstance(command, Open) or not {"port", "path"} & set(command.options):
        return None
    kind, options = find_kind(command.kind), command.options
    datagrams = kind is not None and issubclass(kind.makes, DatagramObject)
    return WantedAddress(options.get("host", "127.0.0.1"), options.get("port"), options.get("path", ""), datagrams)


def _wanted_by_bind(command: Bind, objects: Objects) -> WantedAddress:
    this = objects.get(command.name)
    datagrams = this is not None and getattr(this.obj, "type", None) == socket.SOCK_DGRAM
    if command.to is None:
        return WantedAddress(command.host or "", command.port, command.path or "", datagrams)
    other = objects.get(command.to)
    _, address = (other.last_address if other is not None else None) or (0, ())
    if isinstance(address, tuple):
        return WantedAddress(address[0], address[1], "", datagrams) if address else WantedAddress()
    return WantedAddress(path=address if isinstance(address, str) else os.fsdecode(address), datagrams=datagrams)


def free_port_instead(wanted: WantedAddress | None) -> int | None:
    """A port that is free on the same host, where a port was in use."""
    if wanted is None or wanted.port is None:
        return None
    return free_port(wanted.host, socket.SOCK_DGRAM if wanted.datagrams else socket.SOCK_STREAM)


def free_port(host: str, type: int = socket.SOCK_STREAM) -> int | None:
    """A TCP port (UDP for SOCK_DGRAM) that is free on ``host`` right now; None if that cannot be found out."""
    if not is_number(host):
        host = ""  # looking up a name may take long, and a port that is free on every address is free on this one
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, type) as probe:
            probe.bind((host, 0))
            port: int = probe.getsockname()[1]
            return port
    except OSError:
        return None


def holder_of(wanted: WantedAddress | None, objects: Objects) -> Holder | None:
    """Who has it; None where that cannot be found out."""
    if wanted is None:
        return None
    if wanted.port is None:
        return _holder_of_path(wanted.path, objects) if wanted.path else None
    entries = port_entries(wanted.host, wanted.port, wanted.datagrams)
    if not entries or entries[0].use in ("time-wait", "closing"):
        # A socket of TCP that is bound and does not listen stands in no table; ours are known.
        bound = next((one.name for one in objects if one.state not in _GONE and _has_port(one, wanted)), "")
        if bound:
            return Holder("bound", bound)
    return _holder(entries[0], objects, wanted) if entries else None


def _has_port(this: FileObject, wanted: WantedAddress) -> bool:
    family, address = this.last_address or (0, None)
    if address is None:
        return False
    internet = family in (socket.AF_INET, socket.AF_INET6)
    type_ = socket.SOCK_DGRAM if wanted.datagrams else socket.SOCK_STREAM
    return internet and address[1] == wanted.port and getattr(this.obj, "type", 0) == type_


def _holder(entry: TableEntry, objects: Objects, wanted: WantedAddress) -> Holder:
    if entry.use == "time-wait" or entry.use == "closing":
        return Holder(entry.use, seconds=entry.seconds, reusable=_reusable(wanted))
    what: Literal["listens", "bound"] = "listens" if entry.use == "listens" else "bound"
    name = _own(entry.inode, objects)
    try:
        process = None if name else process_of(entry.inode)
    except TimeoutError:
        return Holder(what, uid=entry.uid, unsearched=True)
    if process is None:
        return Holder(what, name, uid=entry.uid)
    return Holder(what, name, process.pid, "" if process.pid == os.getpid() else process.name, entry.uid)


def _own(inode: int, objects: Iterable[FileObject]) -> str:
    """The session's own object with this socket."""
    socks = (one for one in objects if one.state not in _GONE and one.identity and one.identity[2] == stat.S_IFSOCK)
    return next((one.name for one in socks if one.identity and one.identity[1] == inode), "")


def _holder_of_path(path: str, objects: Objects) -> Holder | None:
    entries = path_entries(path)
    if entries:
        return _holder(entries[0], objects, WantedAddress(path=path))
    if path.startswith("\0"):
        return None
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return None
    if not stat.S_ISSOCK(mode):
        return Holder("file")
    return Holder("left") if knows_paths() else None


def _reusable(wanted: WantedAddress) -> bool:
    """Whether it can be had with SO_REUSEADDR set before bind: tried, and given back at once."""
    if not is_number(wanted.host) or wanted.port is None:
        return False
    try:
        with socket.socket(socket.AF_INET6 if ":" in wanted.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((wanted.host, wanted.port))
    except (OSError, OverflowError):
        return False
    return True
