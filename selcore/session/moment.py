"""What only some refusals need to know, asked at that moment: descriptors, a path, an address, an option."""

import os
import socket
import stat
from typing import Literal

from ..explain.refusal_case import OpenFiles
from ..kinds import KINDS, find_kind
from ..kinds.file_object import FileObject
from ..system.descriptors import FLOOR, in_use, limits
from ..values.commands import AnyCommand, Open

_AT_PATH: dict[int, Literal["socket", "named pipe", "special file"]] = {
    stat.S_IFSOCK: "socket",
    stat.S_IFIFO: "named pipe",
    stat.S_IFCHR: "special file",
    stat.S_IFBLK: "special file",
}


def open_files() -> OpenFiles | None:
    """How many descriptors are open, and may be; None where the system tells no limit."""
    found = limits()
    return None if found is None else OpenFiles(found[0], in_use(), FLOOR)


def at_path(command: AnyCommand) -> Literal["", "socket", "named pipe", "special file", "other"]:
    """What is at the path that was to be opened; empty where none was given or it cannot be looked at."""
    path = command.options.get("path") if isinstance(command, Open) else None
    kind = find_kind(command.kind) if isinstance(command, Open) else None
    if not path and kind is not None and kind.at_path == "named pipe":
        return "named pipe"  # one of the session's own
    try:
        return _AT_PATH.get(stat.S_IFMT(os.stat(path).st_mode), "other") if path else ""  # noqa: PTH116
    except (OSError, ValueError):
        return ""


def opens(command: AnyCommand) -> Literal["", "child", "unix connection"]:
    """Whether a process is started by it, or a Unix listener is connected to: a kind that is the client of one."""
    kind = find_kind(command.kind) if isinstance(command, Open) else None
    if kind is None:
        return ""
    if kind.of_process:
        return "child"
    return "unix connection" if any(one.client == kind.id and one.at_path == "socket" for one in KINDS) else ""


def has_address(this: FileObject | None) -> bool | None:
    """Whether this socket is bound; None where that cannot be asked."""
    try:
        own = this.obj.getsockname() if this is not None else None
    except (OSError, AttributeError):
        return None
    if own is None:
        return None
    return bool(own[1]) if isinstance(own, tuple) else bool(own)


def broadcasts(this: FileObject | None) -> bool | None:
    """Whether SO_BROADCAST is set; None where that cannot be asked."""
    try:
        return bool(this.obj.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST)) if this is not None else None
    except (OSError, AttributeError):
        return None
