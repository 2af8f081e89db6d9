"""Sockets that get an address or a peer."""

import contextlib
import os
import socket
from typing import Any


def connect(sock: socket.socket, address: Any) -> None:
    """Begin to connect. What fails at once is raised, what fails later is seen when the socket is writable."""
    with contextlib.suppress(BlockingIOError):
        sock.connect(address)


def listen(sock: socket.socket, *backlog: int) -> None:
    """Listen, where the socket has an address: without one it would be given a port on every interface."""
    if sock.getsockname()[1:2] == (0,):
        raise OSError("it is bound to no address")
    sock.listen(*backlog)


def close_and_unlink(sock: socket.socket) -> None:
    """Close a socket, and remove the file that is its address."""
    path = sock.getsockname() if sock.fileno() >= 0 else ""
    sock.close()
    if isinstance(path, str) and path and os.path.exists(path):  # noqa: PTH110
        os.unlink(path)  # noqa: PTH108
