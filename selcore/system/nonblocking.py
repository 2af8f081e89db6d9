"""Uses blocking objects without blocking: the thread that owns the selector must not wait anywhere else.

A call that would have waited is refused with ``WouldBlock``, an exception of ours.
"""

import os
import select
import socket
import stat
import sys
from collections.abc import Callable
from typing import Any

from ..values.text import text

PIECE = 256
"""Bytes that a writable terminal or pipe accepts without waiting."""
WANTS = ("SSLWantReadError", "SSLWantWriteError")


class WouldBlock(BlockingIOError):
    """Python would block here, and nothing could end the call."""

    by = "playground"


def fileno(obj: Any) -> Any:
    """The descriptor of an object; an int is its own. Raises what ``fileno()`` raises, or AttributeError."""
    return obj if isinstance(obj, int) else obj.fileno()


def waits(obj: Any) -> bool:
    """Whether a call on it may block, by the descriptor's O_NONBLOCK and a socket's own timeout."""
    if isinstance(obj, socket.socket) and obj.gettimeout() != 0:
        return True
    if sys.platform == "win32":
        return False
    try:
        return os.get_blocking(fileno(obj))
    except Exception:
        return False  # closed, or nothing with a descriptor, whatever its fileno() raises: the call itself says so


def call_nonblocking(obj: Any, action: Callable[..., Any], *given: Any) -> Any:
    """Call ``action(*given)``, on ``obj``, without blocking. Raises WouldBlock, and what it raises (``is_theirs``)."""
    if not waits(obj):
        try:
            return action(*given)
        except Exception as error:
            raise theirs(error)  # noqa: B904 - it is the same
    restore = _unblock(obj)
    try:
        return action(*given)
    except Exception as error:
        if isinstance(error, BlockingIOError) or type(error).__name__ in WANTS:
            raise would_block(action, obj) from error
        raise theirs(error)  # noqa: B904
    finally:
        restore()


def theirs(error: Exception) -> Exception:
    """Mark an error, whatever its class, as raised by the OS or the file object: an answer, not a bug of ours."""
    error.theirs = True  # type: ignore[attr-defined]
    return error


def is_theirs(error: Exception) -> bool:
    """Whether the OS or the file object raised it; any other error may be a bug of ours."""
    return getattr(error, "theirs", False)


def would_block(action: Callable[..., Any], obj: Any) -> WouldBlock:
    """The exception for a call that would have blocked."""
    name = getattr(action, "__name__", "this").replace("raw_line", "readline")
    if isinstance(obj, socket.socket):
        name = {"read": "recv", "write": "send"}.get(name, name)
    words = text("{call}() would wait: the object is blocking, and the selector's thread would hang with it", call=name)
    return WouldBlock(str(words))


def raw_line(obj: Any, limit: int) -> bytes:
    """``readline()`` of a raw file, byte by byte. Without waiting: returns what there is of the line."""
    line = bytearray()
    while len(line) < limit and not line.endswith(b"\n") and (byte := obj.read(1)):
        line += byte
    if not line and byte is None:
        raise would_block(obj.readline, obj)
    return bytes(line)


def _unblock(obj: Any) -> Callable[[], None]:
    """Make it non-blocking. Returns how to undo that."""
    # A socket through Python's own setblocking(): TLS spins on a descriptor whose mode was changed behind its back.
    if isinstance(obj, socket.socket):
        timeout = obj.gettimeout()
        obj.setblocking(False)
        return lambda: _restore_socket(obj, timeout)
    fd = fileno(obj)
    _set_blocking(fd, False)
    return lambda: _restore(obj, fd)


def _restore_socket(sock: socket.socket, timeout: float | None) -> None:
    if sock.fileno() < 0:
        return
    sock.settimeout(timeout)
    if timeout == 0:
        _set_blocking(sock.fileno(), True)  # blocking for the kernel alone


def _restore(obj: Any, fd: int) -> None:
    if not getattr(obj, "closed", False):
        _set_blocking(fd, True)


def _set_blocking(fd: int, blocking: bool) -> None:
    if sys.platform != "win32":
        os.set_blocking(fd, blocking)


def shared_read(obj: Any, action: Callable[..., Any], *given: Any) -> Any:
    """Read from an object that others share, so that its mode is left alone: only if there is something to read."""
    if waits(obj) and not ready(fileno(obj), False):
        raise would_block(action, obj)
    try:
        return action(*given)
    except Exception as error:
        raise theirs(error)  # noqa: B904


def shared_line(obj: Any, action: Callable[..., Any], *given: Any) -> Any:
    """``readline()`` of a shared object: files have an end and terminals give whole lines; anything else may block."""
    fd = fileno(obj)
    if waits(obj) and not stat.S_ISREG(os.fstat(fd).st_mode) and not (os.isatty(fd) and ready(fd, False)):
        raise would_block(action, obj)
    return action(*given)


def shared_write(obj: Any, data: bytes) -> int:
    """``os.write()`` to a shared object, in pieces accepted at once. Returns the bytes written, which may be fewer."""
    fd, sent = fileno(obj), 0
    if not waits(obj):
        return os.write(fd, data)
    while sent < len(data) and ready(fd, True):
        sent += os.write(fd, data[sent : sent + PIECE])
    if data and not sent:
        raise would_block(os.write, obj)
    return sent


def ended(fd: int) -> bool:
    """Whether a read would find data or EOF now: poll() reports both as readable."""
    return ready(fd, False)


def ready(fd: int, writing: bool) -> bool:
    """Whether a read, or a write, would not block now."""
    if sys.platform == "win32":
        return True
    poller = select.poll()
    poller.register(fd, select.POLLOUT if writing else select.POLLIN)
    return bool(poller.poll(0))
