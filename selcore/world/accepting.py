"""Accepts a connection, moves it among the session's descriptors and names it after its listener."""

import socket

from ..callbacks.base import attempt
from ..kinds import Opening
from ..kinds.file_object import FileObject, SocketObject, address_of
from ..system.nonblocking import call_nonblocking
from ..values.outcomes import Refused


def accept(listener: FileObject, opening: Opening) -> SocketObject:
    """Accept one connection. Raises what ``accept()`` raises; AttributeError if the listener is not a socket."""
    sock = call_nonblocking(listener.obj, opening.accept, listener.obj)
    listener.accepted += 1
    return SocketObject(
        f"{listener.name}.{listener.accepted}",
        "connection",
        sock,
        state="connected",
        address=_address(sock),
        peer=listener.name,
    )


def _address(sock: socket.socket) -> str:
    # A peer that reset the connection before it was accepted has no name any more: ENOTCONN on macOS.
    answer = attempt(address_of, sock)
    return "" if isinstance(answer, Refused) else answer
