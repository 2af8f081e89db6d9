"""What the session knows of a file object beyond its descriptor: its other end, who reads ahead of it, who writes.

The objects are gone through once for all that is looked at together.
"""

import socket
from collections.abc import Container
from functools import cached_property
from typing import Any

from ..kinds import find_kind
from ..kinds.file_object import FileObject, address_of
from ..system.connecting import has_failed
from ..values.observed import Directions, Observed
from ..world.objects import Objects
from .descriptor import access_of, observe
from .holding_back import HalfOpen
from .kernel_view import described

MOST = 2000
"""File objects that are gone through; in a session with more, other ends are known of pairs alone."""
CHAIN = 8
"""Readers and duplicates of one another that are followed to what they were made of."""
_PAIRED = ("STREAM", "DATAGRAM", "SEQPACKET", "PIPE", "TERMINAL")
_ARROW = " -> "


class Surroundings:
    """The neighbours of file objects, as they are while one call's objects are looked at."""

    def __init__(self, objects: Objects, watched: Container[int] = ()):
        self._objects = objects
        self._watched = watched
        self._half_open = HalfOpen()

    def of(self, this: FileObject, seen: Observed) -> dict[str, Any]:
        """What is known of this object, as fields of its Observed."""
        found = self._peer(this, seen) | self._reader(this)
        if seen.what == "PIPE" and seen.access == "r" and not described(seen.fd).startswith("pipe:"):
            found["writer"] = any(access_of(one.fd) in ("w", "rw") for one in self._same_file(seen))
        if this.process is not None and seen.what == "PIPE":
            found["child"] = this.process.pid
        if this.state == "connecting":
            found |= self._listener(this)
        if seen.defer:
            found["deferred"] = self._half_open.to(seen.fd)
            if found["deferred"]:
                found["peer"] = self._not_accepted(this)
        return found

    def refresh(self, this: FileObject) -> None:
        """A connect that has failed since is not said to be in progress."""
        if this.state == "connecting" and has_failed(this.obj):
            this.state = "not connected"
            self._objects.touch(this.name)

    def _peer(self, this: FileObject, seen: Observed) -> dict[str, Any]:
        """What this session did to the other end, where that is one of its objects."""
        peer = self._other_end(this, seen)
        if peer is None:
            return {}
        found: dict[str, Any] = {"peer": peer.name, "peer_shut": peer.shut, "peer_closed": peer.closed}
        # Who reads or writes a socket beside TLS leaves it a part of a record: no call of TLS is sure any more.
        tls = hasattr(peer.obj, "do_handshake")
        beside = tls and (not seen.tls or self._is_kept(peer) or self._is_kept(this))
        found |= {"peer_fails": "rw" if beside else _fails(peer), "peer_kept": self._is_kept(peer)}
        found["peer_watched"] = peer.fd in self._watched
        if this.reader == "recv_bytes":
            found["torn"] = self._torn(this, peer)
        elif seen.what == "STREAM":
            # Linux goes on counting an urgent byte that was read over, or taken: only one that waits is told apart.
            first = peer.urgent_sent == 1 and not this.took_urgent and seen.urgent
            found["holes"] = bool(peer.urgent_sent and not first)
        if peer.closed or seen.family != "AF_UNIX" or peer.lost():
            return found
        other = observe(peer.fd, peer.obj, peer.identity)
        down = other.down or ""
        if _is_over(peer) or peer.of_python().get("unsent", 0) > 1:
            down = "rw" if down == "r" else down or "w"  # TLS sends no more there, or nothing but what it began
        if seen.what == "DATAGRAM" and seen.file is not None and other.other != seen.file[1]:
            found["peer_fails"] = _and_writes(found["peer_fails"])  # it names no destination, being connected elsewhere
        return found | {"peer_queued": other.queued, "peer_down": down}

    def _is_kept(self, this: FileObject) -> bool:
        """Whether another object of this session has its file open too, for the same direction."""
        same = (one for one in self._some if one is not this and one.identity == this.identity)
        return any(access_of(one.fd) == access_of(this.fd) for one in same)

    def _torn(self, this: FileObject, peer: FileObject) -> bool:
        """Whether a part of a message may have been sent, or taken: with a duplicate, or in a send that was cut."""
        ends = {this.identity, peer.identity}
        shared = any(one.identity in ends for one in self._objects if one is not this and one is not peer)
        return shared or any(getattr(one, "torn", False) for one in (this, peer))

    def _other_end(self, this: FileObject, seen: Observed) -> FileObject | None:
        for _ in range(CHAIN):
            if this.ahead is None and not _duplicates(this):
                break
            original = self._objects.get(this.peer)  # what it reads, or is once more, has the other end
            if original is None:
                return None
            this = original
        remote = getattr(this.obj, "family", None) in (socket.AF_INET, socket.AF_INET6)
        if seen.family == "AF_UNIX" and seen.other:
            return next((one for one in self._objects if not one.closed and _inode(one) == seen.other), None)
        if seen.what in _PAIRED and not remote:
            peer = self._objects.get(this.peer)
            # What a Unix client was opened to is a listener; its peer is a connection that is not accepted yet.
            return peer if peer is None or peer.state not in ("listening", "paused") else None
        here, arrow, there = _address(this).partition(_ARROW)
        return self._by_address.get(f"{there}{_ARROW}{here}") if arrow and remote else None

    def _reader(self, this: FileObject) -> dict[str, Any]:
        """The buffer of Python's that stands before this file, its own or that of another object with the same file."""
        reader = this if this.ahead is not None or this.read_ahead else self._readers.get(this.identity)
        if reader is None:
            return {}
        if reader.ahead is None:
            return {"reader": reader.name}
        ahead = reader.ahead
        return {"reader": reader.name, "buffered": ahead.held, "line": ahead.line, "decodes": ahead.decodes}

    def _listener(self, this: FileObject) -> dict[str, Any]:
        listener = self._objects.get(this.peer)
        if listener is None or listener.closed or listener.fd < 0:
            return {}
        queue = observe(listener.fd, listener.obj, listener.identity)
        return {"listener": listener.name, "backlog": queue.backlog, "backlog_most": queue.backlog_most}

    def _not_accepted(self, listener: FileObject) -> str:
        """A client of ours whose connection the listener does not have yet."""
        for address, one in self._by_address.items():
            here, _, there = address.partition(_ARROW)
            if (
                one.peer == listener.name
                and there == listener.address
                and f"{there}{_ARROW}{here}" not in self._by_address
            ):
                return one.name
        return ""

    @cached_property
    def _some(self) -> list[FileObject]:
        return [] if len(self._objects) > MOST else [one for one in self._objects if not one.closed]

    @cached_property
    def _by_address(self) -> dict[str, FileObject]:
        return {address: one for one in self._some if _ARROW in (address := _address(one))}

    @cached_property
    def _readers(self) -> dict[Any, FileObject]:
        return {one.identity: one for one in self._some if (one.ahead.held != 0 if one.ahead else one.read_ahead)}

    def _same_file(self, seen: Observed) -> list[FileObject]:
        return [one for one in self._some if one.identity is not None and one.identity[:2] == seen.file]


def _fails(peer: FileObject) -> Directions:
    """The directions in which a call on it is refused, whatever waits there and however much room there is."""
    if peer.closed or peer.fd < 0 or peer.state == "detached" or peer.lost():
        return "rw"
    known = peer.of_python()
    refused = {"r": "w", "w": "r"}.get(access_of(peer.fd), "") + known.get("unsupported", "")
    if _is_over(peer):
        return "rw"
    return _DIRECTIONS["r" in refused, "w" in refused or known.get("unsent", 0) > 1]


def _and_writes(fails: Directions) -> Directions:
    return "rw" if "r" in fails else "w"


def _is_over(peer: FileObject) -> bool:
    """Whether TLS has ended there for good: after an end that OpenSSL takes for one in order, it sends on."""
    return peer.of_python().get("tls_end", "") not in ("", "in order")


_DIRECTIONS: dict[tuple[bool, bool], Directions] = {
    (False, False): "",
    (True, False): "r",
    (False, True): "w",
    (True, True): "rw",
}


def _inode(this: FileObject) -> int:
    return this.identity[1] if this.identity is not None else 0


def _address(this: FileObject) -> str:
    """With that of the other end; a connect that has ended may not have been noticed yet."""
    if this.state != "connecting":
        return this.address
    try:
        return address_of(this.obj)
    except OSError:
        return ""


def _duplicates(this: FileObject) -> bool:
    kind = find_kind(this.kind)
    return kind is not None and kind.duplicates
