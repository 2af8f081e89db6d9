"""Observes the file objects of a session, on its own thread: those a call returned or did not, or those asked for."""

from collections.abc import Iterator, Mapping
from itertools import islice
from selectors import SelectorKey
from typing import Any

import msgspec

from ..kinds.file_object import FileObject
from ..system.nonblocking import fileno
from ..values.flags import flag_bit
from ..values.masks import READ, WRITE
from ..values.observed import Looked, Observed, Silent
from ..world.objects import Objects
from ..world.paused_listeners import Pauses
from ..world.printing import printed
from ..world.registrations import Registry
from ..world.target import Target
from .descriptor import observe
from .kernel_view import kernel_view, members_of
from .surroundings import Surroundings

_NOTHING: Mapping[int, Observed] = {}
MOST = 20
"""Objects that are looked at for one question."""


def sample(
    objects: Objects,
    names: dict[int, str],
    ready: list[tuple[Any, int]],
    most: int | None = MOST,
    prints: bool = False,
) -> dict[int, Observed]:
    """The observed states of a call's first ``most`` results, by descriptor; ``names`` are the descriptors' names.

    With ``prints`` each has its key as Python prints it now.
    """
    around = Surroundings(objects, names)
    return {
        key.fd: _look_at(objects.get(names.get(key.fd, "")), key.fd, key.events, around, key if prints else None)
        for key, _ in ready[:most]
    }


def sample_silent(
    objects: Objects,
    target: Target,
    ready: list[tuple[Any, int]],
    pauses: Pauses,
    most: int | None = MOST,
    looked: Mapping[int, Observed] = _NOTHING,
) -> tuple[tuple[Silent, ...], int]:
    """What a call did not return of what its selector watches: the first ``most``, and how many there are more.

    ``looked`` are the states of its results, which are not asked again.
    """
    masks, names = {key.fd: mask for key, mask in ready}, target.registry.names
    around, set_of, found = Surroundings(objects, names), _EpollSet(target), list[Silent]()
    crowded = target.backend.id == "epoll" and any(fd not in names for fd, _ in target.trace.raw)
    for key in islice(_unreturned(target.registry, masks, looked), most):
        name = names.get(key.fd, "")
        seen = looked.get(key.fd) or _look_at(objects.get(name), key.fd, key.events, around)
        if seen.lost:
            seen = msgspec.structs.replace(seen, kept=set_of.has(key.fd, objects.get(name)))
        found.append(Silent(name, key.fd, key.events, seen, masks.get(key.fd, 0), crowded=crowded))
    returned = sum(key.fd in names and not _is_partial(key.events, mask, looked.get(key.fd)) for key, mask in ready)
    more = max(0, len(target.registry) - returned - len(found))
    for name, paused in pauses.paused.items() if pauses else ():
        this = objects.get(name)
        if this is not None and paused.registry is target.registry:
            seen = _look_at(this, this.fd, paused.mask, around)
            found.append(Silent(name, this.fd, paused.mask, seen, paused=True))
    return tuple(found), more


def _unreturned(registry: Registry, masks: dict[int, int], looked: Mapping[int, Observed]) -> Iterator[SelectorKey]:
    """The keys that were not returned, or not with every event, one by one: of thousands, the first are enough."""
    for key in registry.each():
        mask = masks.get(key.fd)
        if mask is None or _is_partial(key.events, mask, looked.get(key.fd)):
            yield key


def _is_partial(events: int, mask: int, seen: Observed | None) -> bool:
    """Whether not every event asked for was returned, or READ was not asked for and there is something to read."""
    if events & (READ | WRITE) & ~mask:
        return True
    return not events & READ and seen is not None and bool((seen.flags or 0) & flag_bit("IN"))


class _EpollSet:
    """The files in the set of an epoll, read when the first is asked for; None of another selector class."""

    def __init__(self, target: Target):
        self._target = target
        self._members: set[tuple[int, tuple[int, int]]] | None = None

    def has(self, fd: int, this: FileObject | None) -> bool | None:
        """Whether the set still has the file that this number stood for when it was registered."""
        if self._target.backend.id != "epoll" or this is None or this.identity is None:
            return None
        if self._members is None:
            members = members_of(self._target.registry.selector.fileno())
            if members is None:
                return None
            self._members = {(one.fd, one.file) for one in members}
        return (fd, this.identity[:2]) in self._members


def look(objects: Objects, registry: Registry, names: tuple[str, ...], viewed: Target | None = None) -> Looked:
    """The present states of these objects (unknown names left out), and what the kernel watches for ``viewed``."""
    found, around = {}, Surroundings(objects, registry.names)
    for name in names[:MOST]:
        this = objects.get(name)
        if this is not None:
            key = registry.key_of(name)
            found[name] = _look_at(this, this.fd, key.events if key is not None else None, around, key)
    return Looked(found, kernel_view(objects, viewed) if viewed is not None else None)


def _look_at(this: FileObject | None, fd: int, events: int | None, around: Surroundings, key: Any = None) -> Observed:
    """The observed state of a descriptor, with what the session knows about it; ``key`` is printed too."""
    if this is None:
        return observe(fd)
    around.refresh(this)
    seen = observe(fd, this.obj, this.identity)
    words = {"events": events, "state": this.state, "shut": this.shut, "key": None if key is None else printed(key)}
    words |= {"via": this.reader, "refuses": _refuses(this)}
    messages = this.reader == "recv_bytes"
    found = words | this.of_python() | around.of(this, seen)
    return msgspec.structs.replace(seen, messages=messages, **found)


def _refuses(this: FileObject) -> str:
    """What any call on a closed object raises: EBADF where it has the number -1, or what its ``fileno()`` does."""
    if not this.closed or this.is_number:
        return ""
    try:
        number = fileno(this.obj)
    except Exception as error:
        return type(error).__name__
    if not isinstance(number, int):
        return ""  # an object of somebody's that answers with what is not a number
    return "EBADF" if number < 0 else ""  # of a socket that was closed while a makefile() is alive nothing is
