"""What cannot be opened, bound or reached: an address, a path, a device."""

import errno
from typing import Any

from ...values.commands import Bind, Connect, Open
from ...values.text import Text, text
from ..refusal_case import Advice, Asked


def privileged_port(asked: Asked) -> Advice | None:
    if not asked.does(Open, Bind) or asked.refused.errno != errno.EACCES:
        return None
    command = asked.command
    if (command.port if isinstance(command, Bind) else command.options.get("port", 0)) not in range(1, 1024):
        return None
    return Advice(text("ports below 1024 are for privileged users; try one from 1024 on, or 0 for any free one"))


_NOT_OPENED = (errno.ENXIO, errno.EOPNOTSUPP)
"""open() of what is there and has nobody behind it; macOS says the second of a socket."""


def no_reader_yet(asked: Asked) -> Advice | None:
    """A FIFO that is opened for writing without waiting needs a reader; /dev/tty needs a terminal."""
    if asked.refused.errno not in _NOT_OPENED or not (asked.command is None or asked.does(Open)):
        return None
    if asked.known is None and asked.refused.errno == errno.ENXIO:
        hint = text(
            "nobody is at the other side: a FIFO without a reader, or /dev/tty without a terminal; or it is a socket, "
            "which is connected to, not opened"
        )
        return Advice(hint, None, "fifo / (extra)")
    hints = {
        "socket": text("this is a socket: a socket is connected to, not opened"),
        "named pipe": text("nobody reads this FIFO: it is opened for writing without waiting only when somebody does"),
        "special file": text("there is no device behind this path now; of /dev/tty: this process has no terminal"),
    }
    at_path = asked.known.at_path if asked.known is not None else ""
    found = hints.get(at_path)
    return Advice(found, None, "fifo / (extra)" if at_path == "named pipe" else "") if found else None


_BY_ERRNO: dict[int, Text] = {
    errno.ENOENT: text("there is nothing at this path: look at each part of it"),
    errno.ENOTDIR: text("a part of this path is not a directory"),
    errno.EACCES: text("permission denied: look at the permissions of each part of the path"),
    errno.EEXIST: text("something is at this path already: remove it, or take another path"),
    errno.EISDIR: text("this is a directory: open it as one"),
    errno.ENAMETOOLONG: text("the path is longer than the system takes"),
    errno.EADDRNOTAVAIL: text("this machine does not have this address"),
    errno.EADDRINUSE: text("somebody has this address: take another, or end what uses it"),
    errno.ENETUNREACH: text("there is no way to this network"),
    errno.EHOSTUNREACH: text("there is no way to this host"),
    errno.EAFNOSUPPORT: text("this system has no addresses of this family"),
    errno.ENODEV: text("there is no such device"),
}


def by_errno(asked: Asked) -> Advice | None:
    known = _BY_ERRNO.get(asked.refused.errno or 0)
    if not asked.does(Open, Connect, Bind) or known is None or asked.refused.type == "OSError" and _bare(asked):
        return None
    return Advice(known)


def _bare(asked: Asked) -> bool:
    """A port that was given by nobody was not in use either: what else it was is not known."""
    return asked.refused.errno in (errno.EADDRINUSE, errno.EACCES) and not _has_path(asked.command)


def _has_path(command: Any) -> bool:
    return command.path is not None if isinstance(command, Bind) else "path" in getattr(command, "options", ())


RULES = (privileged_port, no_reader_yet, by_errno)
