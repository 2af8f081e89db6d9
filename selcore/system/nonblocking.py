"""The thread that owns the selector must not wait elsewhere: a blocking object is used as if it were not, and what
would have waited is refused with ``WouldBlock``, a word of ours."""

import os
import select
import socket
import stat
import sys
from collections.abc import Callable
from typing import Any

PIECE = 256
"""Bytes that a terminal or a pipe that is writable takes without waiting."""
WANTS = ("SSLWantReadError", "SSLWantWriteError")


class WouldBlock(BlockingIOError):
    """Python would wait here, with nobody to end it."""

    by = "playground"


def fileno(obj: Any) -> Any:
    """Its descriptor: a number is its own. Raises what its ``fileno()`` raises, AttributeError where it has none."""
    return obj if isinstance(obj, int) else obj.fileno()


def waits(obj: Any) -> bool:
    """Whether a call on it may wait: what the kernel says of its descriptor, and a socket's own timeout."""
    if isinstance(obj, socket.socket) and obj.gettimeout() != 0:
        return True
    if sys.platform == "win32":
        return False
    try:
        return os.get_blocking(fileno(obj))
    except Exception:
        return False  # closed, or nothing with a descriptor, whatever its fileno() raises: the call itself says so


def call_nonblocking(obj: Any, action: Callable[..., Any], *given: Any) -> Any:
    """``action(*given)``, which uses ``obj``, without waiting. Raises what it raises, ``is_theirs``, and WouldBlock."""
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
    """Mark the error as raised by the OS or by the file object, whatever its class: an answer, not a fault of ours."""
    error.theirs = True  # type: ignore[attr-defined]
    return error


def is_theirs(error: Exception) -> bool:
    """Whether the OS or the file object raised it; any other error may be a fault of ours."""
    return getattr(error, "theirs", False)


def would_block(action: Callable[..., Any], obj: Any) -> WouldBlock:
    """The refusal of a call that would have waited."""
    name = getattr(action, "__name__", "this").replace("raw_line", "readline")
    if isinstance(obj, socket.socket):
        name = {"read": "recv", "write": "send"}.get(name, name)
    return WouldBlock(f"{name}() would wait: the object is blocking, and the selector's thread would hang with it")


def raw_line(obj: Any, limit: int) -> bytes:
    """``readline()`` of a raw file as it reads, byte by byte; without waiting, what came before the end of the line."""
    line = bytearray()
    while len(line) < limit and not line.endswith(b"\n") and (byte := obj.read(1)):
        line += byte
    if not line and byte is None:
        raise would_block(obj.readline, obj)
    return bytes(line)


def _unblock(obj: Any) -> Callable[[], None]:
    """Make it non-blocking; how to undo that. TLS spins on a descriptor whose mode was changed behind its back."""
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
    """A read of what others use too, whose mode is left alone: only where something is there."""
    if waits(obj) and not ready(fileno(obj), False):
        raise would_block(action, obj)
    try:
        return action(*given)
    except Exception as error:
        raise theirs(error)  # noqa: B904


def shared_line(obj: Any, action: Callable[..., Any], *given: Any) -> Any:
    """A ``readline()`` of such: a file has an end and a terminal gives whole lines; anything else may wait."""
    fd = fileno(obj)
    if waits(obj) and not stat.S_ISREG(os.fstat(fd).st_mode) and not (os.isatty(fd) and ready(fd, False)):
        raise would_block(action, obj)
    return action(*given)


def shared_write(obj: Any, data: bytes) -> int:
    """``os.write()`` of such, in pieces that are taken at once; fewer bytes than given where there is no more room."""
    fd, sent = fileno(obj), 0
    if not waits(obj):
        return os.write(fd, data)
    while sent < len(data) and ready(fd, True):
        sent += os.write(fd, data[sent : sent + PIECE])
    if data and not sent:
        raise would_block(os.write, obj)
    return sent


def ended(fd: int) -> bool:
    """Whether a read now would meet the end of the stream or something to read: both are poll()'s readable."""
    return ready(fd, False)


def ready(fd: int, writing: bool) -> bool:
    """Whether a read or a write would not wait now."""
    if sys.platform == "win32":
        return True
    poller = select.poll()
    poller.register(fd, select.POLLOUT if writing else select.POLLIN)
    return bool(poller.poll(0))
