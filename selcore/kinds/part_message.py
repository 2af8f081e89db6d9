"""A part of a message in a multiprocessing Connection: ``recv_bytes()`` of it would wait, or lose what it has read.

It begins with the length (``multiprocessing.connection``): 4 bytes, or -1 and 8 more. Whoever has the descriptor too (a
dup), or a ``send_bytes()`` for which there was no room, may have written less than that.
"""

import importlib
import select
import socket
import struct
from array import array
from typing import Any

from ..system.nonblocking import WouldBlock, waits
from ..values.text import text


def _module(name: str) -> Any:
    """A module that Windows has not: there are no such pipes either."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


_fcntl, _termios, _socket = _module("fcntl"), _module("termios"), importlib.import_module("_socket")
_UNIX = getattr(socket, "AF_UNIX", -1)
_AT_ONCE = getattr(socket, "MSG_DONTWAIT", 0)
_GONE = getattr(select, "POLLRDHUP", 0) | getattr(select, "POLLHUP", 0)


def refuse_part(connection: Any) -> None:
    """Raise WouldBlock where a part of a message is there and the rest may still come."""
    fd = connection.fileno()  # a closed one says so
    there = _waiting(fd)
    if not there:
        return
    whole = _length(_head(fd))
    if there >= whole or _ended(fd):
        return
    raise WouldBlock(str(_words(there, whole, waits(connection))))


def _words(there: int, whole: int, blocking: bool) -> Any:
    begun = {"there": f"{there:,}", "whole": f"{whole:,}"}
    if blocking:
        return text("recv_bytes() would wait: {there} of the {whole} bytes of a message are there", **begun)
    return text(
        "recv_bytes() is not called: {there} of the {whole} bytes of a message are there. It would read them, find "
        "no more (BlockingIOError) and lose them: every later message would begin in the wrong place",
        **begun,
    )


def _waiting(fd: int) -> int:
    """Bytes that can be read."""
    answer = array("i", [0])
    _fcntl.ioctl(fd, _termios.FIONREAD, answer, True)
    return answer[0]


def _head(fd: int) -> bytes:
    """The first bytes, which stay where they are."""
    # Told what it is, the socket does not ask the OS: it is made in half the time.
    sock = _socket.socket(_UNIX, socket.SOCK_STREAM, 0, fd)
    try:
        return bytes(sock.recv(12, socket.MSG_PEEK | _AT_ONCE))
    finally:
        sock.detach()


def _length(head: bytes) -> int:
    """Bytes of the message and what stands before it; 4 or 12 while that is not whole itself."""
    if len(head) < 4:
        return 4
    size: int = struct.unpack_from("!i", head)[0]
    if size != -1:
        return 4 + max(size, 0)
    return 12 if len(head) < 12 else 12 + int(struct.unpack_from("!Q", head, 4)[0])


def _ended(fd: int) -> bool:
    """Whether nothing more can come: then recv_bytes() says that it got the end during a message."""
    poller: Any = getattr(select, "poll")()  # noqa: B009 - Windows has none, and no such pipes either
    poller.register(fd, getattr(select, "POLLRDHUP", 0))
    return any(flags & _GONE for _, flags in poller.poll(0))
