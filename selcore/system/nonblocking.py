"""Uses blocking objects without blocking: the thread that owns the selector must not wait anywhere else.

A call that would have waited is refused with ``WouldBlock``, an exception of ours.
"""

import io
import os
import select
import socket
import stat
import struct
import sys
from collections.abc import Callable
from typing import Any

from ..values.text import text

PIECE = 256
"""Bytes that a writable terminal or pipe accepts without waiting."""
TIMES = (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO)
SHORTEST = struct.Struct("ll")
"""Seconds and microseconds, socket(7)."""
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
        if not isinstance(error, BlockingIOError) and type(error).__name__ not in WANTS:
            raise theirs(error)  # noqa: B904
        refused = error
    finally:
        restore()
    if gives_no_more(obj):
        return _briefly(obj, action, *given)
    raise would_block(action, obj) from refused


def gives_no_more(obj: Any) -> bool:
    """Whether it is a datagram socket or a listener that was shut down: it says EAGAIN only where it is not blocking.

    A blocking one never waits then: it returns b'' at every call, or refuses the accept().
    """
    if not isinstance(obj, socket.socket) or not hasattr(select, "POLLRDHUP"):
        return False
    if obj.type != socket.SOCK_DGRAM and not obj.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return False
    return bool(_polled(fileno(obj), select.POLLRDHUP) & select.POLLRDHUP)


def _briefly(sock: socket.socket, action: Callable[..., Any], *given: Any) -> Any:
    """Make the call as a blocking one. What waits all the same, as a send may, is ended by the kernel at once."""
    before = {option: sock.getsockopt(socket.SOL_SOCKET, option, SHORTEST.size) for option in TIMES}
    for option in TIMES:
        sock.setsockopt(socket.SOL_SOCKET, option, SHORTEST.pack(0, 1))
    try:
        return action(*given)
    except BlockingIOError as error:
        raise would_block(action, sock) from error
    except Exception as error:
        raise theirs(error)  # noqa: B904
    finally:
        for option, time in before.items():
            sock.setsockopt(socket.SOL_SOCKET, option, time)


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
    elif hasattr(obj, "recv_bytes"):
        name = {"read": "recv_bytes", "write": "send_bytes"}.get(name, name)
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
    return bool(_polled(fd, select.POLLOUT if writing else select.POLLIN))


def _polled(fd: int, flags: int) -> int:
    """What a poll() with timeout 0 says of it; Windows has none."""
    if sys.platform == "win32":
        return 0
    poller = select.poll()
    poller.register(fd, flags)
    return next((found for _, found in poller.poll(0)), 0)


def would_have_waited(obj: Any, count: int, wanted: int) -> bool:
    """Whether a read that returned so few of the bytes that it waits for would have waited for the rest: what is there
    was taken, and there is no end. A socket waits for ``SO_RCVLOWAT`` bytes, a buffered reader for all it is asked for.
    """
    if not 0 < count < wanted or not waits(obj):
        return False
    if isinstance(obj, socket.socket):
        if obj.type != socket.SOCK_STREAM or hasattr(obj, "do_handshake"):
            return False
        wanted = min(wanted, obj.getsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT))
    elif not isinstance(obj, io.BufferedIOBase | io.TextIOBase):
        return False
    return count < wanted and not ready(fileno(obj), False)
