"""Why was this refused, and what would do instead. The exception stays as it is; the advice stands beside it."""

import errno
import socket
from typing import TYPE_CHECKING, Any

import msgspec

from ..commands import AnyCommand, Command, Modify, Open, Register, Select, Unregister, UseBackend
from ..descriptors import FLOOR, in_use, limits
from ..elsewhere import look_for_lost
from ..fileobjects import DatagramObject
from ..kinds import find_kind
from ..outcomes import Refused
from ..resolver import is_number
from ..text import Text, text

if TYPE_CHECKING:
    from ..session import Session


def advise(command: AnyCommand, refused: Refused, session: "Session") -> Refused:
    """The same refusal with a hint and a remedy beside it, where we know one."""
    if refused.hint is not None or refused.by != "python":
        return refused
    for rule in _RULES:
        if advice := rule(command, refused, session):
            return msgspec.structs.replace(refused, hint=advice[0], remedy=advice[1])
    return refused


Advice = tuple[Text, Command | None] | None


def _port_taken(command: Any, refused: Refused, session: "Session") -> Advice:
    if not isinstance(command, Open) or refused.errno != errno.EADDRINUSE or "port" not in command.options:
        return None
    host, port = command.options.get("host", "127.0.0.1"), command.options["port"]
    if command.options.get("count", 1) > 1:
        instead = msgspec.structs.replace(command, options={**command.options, "port": 0})
        return text("port {port} cannot be given more than once; port 0 takes any free one", port=port), instead
    kind = find_kind(command.kind)
    datagrams = kind is not None and issubclass(kind.makes, DatagramObject)
    free = free_port(host, socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM)
    if free is None:
        return text("port {port} on {host} is in use", port=port, host=host), None
    instead = msgspec.structs.replace(command, options={**command.options, "port": free})
    return text("port {port} on {host} is in use; port {free} is free", port=port, host=host, free=free), instead


def free_port(host: str, type: int = socket.SOCK_STREAM) -> int | None:
    """A TCP port (or UDP, by ``type``) that is free on ``host`` just now; None where it cannot be told."""
    if not is_number(host):
        host = ""  # to look a name up may take long; what is free on every address is free there
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, type) as probe:
            probe.bind((host, 0))
            port: int = probe.getsockname()[1]
            return port
    except OSError:
        return None


def _privileged_port(command: Any, refused: Refused, session: "Session") -> Advice:
    if not isinstance(command, Open) or refused.errno != errno.EACCES:
        return None
    if command.options.get("port", 0) not in range(1, 1024):
        return None
    return text("ports below 1024 are for privileged users; try one from 1024 on, or 0 for any free one"), None


def _never_by_epoll(command: Any, refused: Refused, session: "Session") -> Advice:
    if not isinstance(command, Register | Modify) or refused.errno != errno.EPERM or session.backend.id != "epoll":
        return None
    said = text("epoll never takes regular files, directories and some devices; this is not about file permissions")
    return said, UseBackend(backend="poll")


def _too_many_open(command: Any, refused: Refused, session: "Session") -> Advice:
    if refused.errno not in (errno.EMFILE, errno.ENFILE):
        return None
    soft, used = (limits() or (0, 0))[0], in_use()
    if used is None:
        return text("too many open files: the limit of this process is {limit}; close some", limit=soft), None
    said = text(
        "too many open files (limit {limit}, in use {used}; numbers below {floor} are the program's own): close some",
        limit=soft,
        used=used,
        floor=FLOOR,
    )
    return said, None


def _closed_but_registered(command: Any, refused: Refused, session: "Session") -> Advice:
    if not isinstance(command, Select) or refused.errno != errno.EBADF:
        return None
    target = session.calling.target
    names = look_for_lost(session, list(target.registry.names.values()))
    if not names:
        return None
    said = text("closed and still registered: {names}; unregister it first, then close it", names=", ".join(names[:5]))
    return said, Unregister(name=names[0], inside=target.name or None)


_RULES = (_port_taken, _privileged_port, _never_by_epoll, _too_many_open, _closed_but_registered)
