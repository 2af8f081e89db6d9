"""What callbacks may do to the session: accept, register, change a mask, unregister, close. Refusals are returned."""

import socket
from typing import TYPE_CHECKING, Any

from .callbacks.base import attempt
from .calm import calmly
from .commands import Events
from .fileobjects import FileObject, SocketObject, address_of
from .kinds import Opening
from .masks import to_mask
from .outcomes import Refused
from .registry import Registry, make_callback

if TYPE_CHECKING:
    from .session import Session


class SessionHands:
    """The ``Hands`` of the session's callbacks."""

    def __init__(self, session: "Session", registry: Registry):
        self._session = session
        self._registry = registry

    def opening(self) -> Opening:
        """What a kind may use while it opens something."""
        session = self._session
        opening = Opening(session.find, session.resolve, session.folder)
        opening.trace = session.new_trace
        return opening

    def accept(self, listener: FileObject) -> SocketObject:
        """Accept one connection. Raises what ``accept()`` raises (AttributeError on what is no socket)."""
        sock = calmly(listener.obj, self.opening().accept, listener.obj)
        listener.accepted += 1
        return SocketObject(
            f"{listener.name}.{listener.accepted}",
            "connection",
            sock,
            state="connected",
            address=_address(sock),
            peer=listener.name,
        )

    def adopt(self, listener: FileObject) -> FileObject | Refused:
        found: FileObject | Refused = attempt(self._session.adopt, listener)
        return found

    def watch(self, name: str, events: Events, callback: str) -> Refused | None:
        this, mask = self._session.find(name), to_mask(events)
        return self._change(this, self._registry.register, this, mask, make_callback(callback, {}, mask))

    def rewatch(self, this: FileObject, mask: int) -> Refused | None:
        return self._change(this, self._registry.rewatch, this, mask)

    def unwatch(self, this: FileObject) -> Refused | None:
        return self._change(this, self._registry.unregister, this)

    def pause(self, this: FileObject) -> Refused | None:
        """Unregister it until a descriptor is free."""
        return self._change(this, self._session.pauses.pause, this, self._registry)

    def finish(self, this: FileObject) -> Refused | None:
        """Unregister, then close: in this order, or the key outlives its descriptor."""
        refused = self._change(this, self._registry.unregister, this)
        refused = self._change(this, this.close) or refused
        self._session.freed(this.name)
        return refused

    def _change(self, this: FileObject, action: Any, *given: Any) -> Refused | None:
        self._session.objects.touch(this.name)
        answer = attempt(action, *given)
        return answer if isinstance(answer, Refused) else None


def _address(sock: socket.socket) -> str:
    # A peer that reset the connection before it was accepted has no name any more: ENOTCONN on macOS.
    answer = attempt(address_of, sock)
    return "" if isinstance(answer, Refused) else answer
