"""Accepting, by hand and as a callback."""

import selectors
import socket
from collections.abc import Callable
from typing import Any

from .telling import accepted


def take_connection(listener: socket.socket) -> socket.socket:
    """Accept one connection."""
    connection, _ = listener.accept()
    connection.setblocking(False)
    accepted.setdefault(listener, []).append(connection)
    return connection


def accept(then: Callable[[], Any], events: int) -> Callable[[Any, Any, int], None]:
    """Accept a connection and register it for ``events``; ``then`` makes the data of its key."""

    def ready(sel: selectors.BaseSelector, listener: socket.socket, mask: int) -> None:
        try:
            connection = take_connection(listener)
        except (OSError, AttributeError):
            return  # somebody else took it, it is gone, or this is no listener
        if events:
            sel.register(connection, events, then())

    return ready
