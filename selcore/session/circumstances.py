"""The state of the session at the moment of a refusal, as plain values for ``explain``."""

import errno
import socket
import stat

from ..explain.refusal_case import Known
from ..kinds import find_kind
from ..kinds.file_object import FileObject
from ..kinds.packets import DatagramObject
from ..system.resolver import is_number
from ..values.commands import AnyCommand, Open, Run, Select
from ..values.outcomes import Refused
from ..world.lost_descriptors import find_lost
from ..world.objects import Objects
from ..world.registrations import Registry
from ..world.target import Target

_PERHAPS_NEVER = (stat.S_IFREG, stat.S_IFDIR, stat.S_IFCHR, stat.S_IFBLK)
"""Types of which epoll takes none, or only some."""


def circumstances(command: AnyCommand, refused: Refused, objects: Objects, registry: Registry, called: Target) -> Known:
    """What is known about the object that the command names and about the selector that was ``called``.

    ``registry`` belongs to the session's own selector. Side effect: objects whose descriptor somebody else has closed
    are marked as lost.
    """
    name = getattr(command, "name", "") or ""
    this = objects.get(name) if name else None
    return Known(
        state=this.state if this is not None else None,
        closed=this is not None and this.closed,
        registered=registry.key_of(name) is not None,
        key_owner=registry.names.get(this.fd, "") if this is not None else "",
        selector=called.name,
        on_disk=this is not None and this.identity is not None and this.identity[2] in _PERHAPS_NEVER,
        closed_but_registered=(lost := _closed_but_registered(command, refused, objects, called)),
        can_unregister=tuple(name for name in lost if _has_key(called.registry, objects.get(name))),
        free_port=_free_port_instead(command, refused),
    )


def _closed_but_registered(command: AnyCommand, refused: Refused, objects: Objects, called: Target) -> tuple[str, ...]:
    if not isinstance(command, Select | Run) or refused.errno != errno.EBADF:
        return ()
    return tuple(find_lost(objects, list(called.registry.names.values())))


def _has_key(registry: Registry, this: FileObject | None) -> bool:
    """Whether the selector finds the key of a closed object: of what fileno() raises it takes a ValueError alone."""
    try:
        return this is not None and registry.selector.get_key(this.obj) is not None
    except Exception:
        return False


def _free_port_instead(command: AnyCommand, refused: Refused) -> int | None:
    if not isinstance(command, Open) or refused.errno != errno.EADDRINUSE or "port" not in command.options:
        return None
    kind = find_kind(command.kind)
    datagrams = kind is not None and issubclass(kind.makes, DatagramObject)
    host = command.options.get("host", "127.0.0.1")
    return free_port(host, socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM)


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
