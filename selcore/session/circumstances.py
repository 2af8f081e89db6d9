"""The state of the session at the moment of a refusal, as plain values for ``explain``."""

import errno
import stat

from ..explain.refusal_case import Known
from ..kinds.file_object import FileObject
from ..observe.sampling import look
from ..values.commands import AnyCommand, Bind, Run, Select
from ..values.observed import Observed
from ..values.outcomes import Refused
from ..world.lost_descriptors import find_lost
from ..world.objects import Objects
from ..world.registrations import Registry
from ..world.target import Target
from .address_in_use import free_port_instead, holder_of, wanted_address
from .moment import at_path, broadcasts, has_address, open_files, opens

_MOST = 2**31 - 1
"""The largest number that a C int holds."""
_PERHAPS_NEVER = (stat.S_IFREG, stat.S_IFDIR, stat.S_IFCHR, stat.S_IFBLK)
"""Types of which epoll takes none, or only some."""


def circumstances(command: AnyCommand, refused: Refused, objects: Objects, registry: Registry, called: Target) -> Known:
    """What is known about the object that the command names and about the selector that was ``called``.

    ``registry`` belongs to the session's own selector. Side effect: objects whose descriptor somebody else has closed
    are marked as lost.
    """
    name = getattr(command, "name", "") or ""
    this = objects.get(name) if name else None
    wanted = wanted_address(command, refused, objects)
    return Known(
        state=this.state if this is not None else None,
        closed=this is not None and this.closed,
        registered=registry.key_of(name) is not None,
        key_owner=registry.names.get(this.fd, "") if this is not None else "",
        selector=called.name,
        seen=_seen(objects, registry, this),
        is_selector=this is not None and this.kind == "selector",
        on_disk=this is not None and this.identity is not None and this.identity[2] in _PERHAPS_NEVER,
        closed_but_registered=(lost := _closed_but_registered(command, refused, objects, called)),
        can_unregister=tuple(name for name in lost if _has_key(called.registry, objects.get(name))),
        too_large=_too_large(refused, called),
        files=open_files() if refused.errno == errno.EMFILE else None,
        opens=opens(command) if refused.errno == errno.EAGAIN else "",
        at_path=at_path(command) if refused.errno in (errno.ENXIO, errno.EOPNOTSUPP) else "",
        has_address=has_address(this) if refused.errno == errno.EINVAL and isinstance(command, Bind) else None,
        broadcasts=broadcasts(this) if refused.errno == errno.EACCES else None,
        free_port=free_port_instead(wanted),
        wanted=wanted,
        holder=holder_of(wanted, objects),
    )


def _closed_but_registered(command: AnyCommand, refused: Refused, objects: Objects, called: Target) -> tuple[str, ...]:
    if not isinstance(command, Select | Run) or refused.errno != errno.EBADF:
        return ()
    return tuple(find_lost(objects, list(called.registry.names.values())))


def _too_large(refused: Refused, called: Target) -> tuple[str, ...]:
    if refused.type != "OverflowError":
        return ()
    return tuple(name for fd, name in called.registry.names.items() if fd > _MOST)


def _seen(objects: Objects, registry: Registry, this: FileObject | None) -> Observed | None:
    if this is None or this.closed:
        return None
    return look(objects, registry, (this.name,)).objects.get(this.name)


def _has_key(registry: Registry, this: FileObject | None) -> bool:
    """Whether the selector finds the key of a closed object: of what fileno() raises it takes a ValueError alone."""
    try:
        return this is not None and registry.selector.get_key(this.obj) is not None
    except Exception:
        return False
