"""Looking at what a session has open, on the thread that owns it: after a call for its results, or when asked to."""

import socket
from typing import TYPE_CHECKING, Any

import msgspec

from ..fileobjects import FileObject
from ..observed import KernelView, Looked, Observed
from .kernel import kernel_view
from .state import observe

if TYPE_CHECKING:
    from ..session import Session
    from ..target import Target

MOST = 20
"""Results of one call that are looked at."""
_PAIRED = ("STREAM", "DATAGRAM", "SEQPACKET", "PIPE")


def sample(session: "Session", target: "Target", ready: list[tuple[Any, int]]) -> dict[int, Observed]:
    """The first of what a call returned, by descriptor."""
    names = target.registry.names
    return {key.fd: look_at(session, names.get(key.fd, ""), key.fd, key.events) for key, _ in ready[:MOST]}


def look(session: "Session", names: tuple[str, ...], kernel: bool, inside: str) -> Looked:
    """What was asked for, as it is now; names that are not there are left out."""
    found = {}
    for name in names[:MOST]:
        this = session.objects.get(name)
        if this is not None:
            key = session.registry.key_of(name)
            found[name] = look_at(session, name, this.fd, key.events if key is not None else None)
    return Looked(found, _kernel(session, inside) if kernel else None)


def _kernel(session: "Session", inside: str) -> KernelView | None:
    target = session.nested.get(inside) if inside else session.main
    return None if target is None else kernel_view(session, target)


def look_at(session: "Session", name: str, fd: int, events: int | None) -> Observed:
    """A descriptor with what the session knows of it."""
    this = session.objects.get(name)
    if this is None:
        return observe(fd)
    seen = observe(fd, this.obj, this.identity)
    words = {"events": events, "state": this.state, "shut": this.shut}
    messages = seen.what == "STREAM" and not this.style.ends
    return msgspec.structs.replace(seen, **words, messages=messages, **_peer(session, this, seen))


def _peer(session: "Session", this: FileObject, seen: Observed) -> dict[str, Any]:
    """Of a pair, what was done to its other end here; of TCP the kernel tells it, and a name is its listener's."""
    remote = getattr(this.obj, "family", None) in (socket.AF_INET, socket.AF_INET6)
    peer = session.objects.get(this.peer) if seen.what in _PAIRED and not remote else None
    if peer is None:
        return {}
    return {"peer": peer.name, "peer_shut": peer.shut, "peer_closed": peer.closed}
