"""Observes the file objects of a session, on its own thread: those of a call's results, or those asked for."""

import socket
from typing import Any

import msgspec

from ..kinds.file_object import FileObject
from ..values.observed import Looked, Observed
from ..world.objects import Objects
from ..world.registrations import Registry
from ..world.target import Target
from .descriptor import observe
from .kernel_view import kernel_view

MOST = 20
"""Results of one call that are sampled."""
_PAIRED = ("STREAM", "DATAGRAM", "SEQPACKET", "PIPE")


def sample(
    objects: Objects, names: dict[int, str], ready: list[tuple[Any, int]], most: int | None = MOST
) -> dict[int, Observed]:
    """The states of the first ``most`` results of a call, by descriptor; ``names`` are those of the descriptors."""
    return {key.fd: look_at(objects, names.get(key.fd, ""), key.fd, key.events) for key, _ in ready[:most]}


def look(objects: Objects, registry: Registry, names: tuple[str, ...], viewed: Target | None = None) -> Looked:
    """The present states of these objects (unknown names left out), and what the kernel watches for ``viewed``."""
    found = {}
    for name in names[:MOST]:
        this = objects.get(name)
        if this is not None:
            key = registry.key_of(name)
            found[name] = look_at(objects, name, this.fd, key.events if key is not None else None)
    return Looked(found, kernel_view(objects, viewed) if viewed is not None else None)


def look_at(objects: Objects, name: str, fd: int, events: int | None) -> Observed:
    """The observed state of a descriptor, with what the session knows about it."""
    this = objects.get(name)
    if this is None:
        return observe(fd)
    seen = observe(fd, this.obj, this.identity)
    words = {"events": events, "state": this.state, "shut": this.shut}
    messages = seen.what == "STREAM" and not this.style.ends
    return msgspec.structs.replace(seen, **words, messages=messages, **_peer(objects, this, seen))


def _peer(objects: Objects, this: FileObject, seen: Observed) -> dict[str, Any]:
    """What this session did to the other end of a pair. Not for TCP: ``peer`` names the listener there."""
    remote = getattr(this.obj, "family", None) in (socket.AF_INET, socket.AF_INET6)
    peer = objects.get(this.peer) if seen.what in _PAIRED and not remote else None
    if peer is None:
        return {}
    return {"peer": peer.name, "peer_shut": peer.shut, "peer_closed": peer.closed}
