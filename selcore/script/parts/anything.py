"""Reading, writing and closing in the way of each object."""

import io
import os
import select
import selectors
import socket
import stat
from typing import Any

from .moving import write_text


def take(obj: Any, size: int) -> bytes:
    """Read once, in the way of that object."""
    if isinstance(obj, socket.socket):
        return obj.recv(size)
    if hasattr(obj, "recv_bytes"):
        data: bytes = obj.recv_bytes()
        return data
    if hasattr(obj, "get_nowait"):
        item: bytes = obj.get_nowait()
        return item
    if isinstance(obj, io.BufferedIOBase | io.TextIOBase):
        found: Any = obj.read(size)
        if found is None:
            raise BlockingIOError("nothing to read now")
        return found.encode() if isinstance(found, str) else bytes(found)
    return os.read(obj if isinstance(obj, int) else obj.fileno(), size)


def put(obj: Any, data: bytes) -> int:
    """Write once, in the way of that object. Return how many bytes were taken."""
    if isinstance(obj, socket.socket):
        return obj.send(data)
    if hasattr(obj, "send_bytes"):
        obj.send_bytes(data)
        return len(data)
    if isinstance(obj, io.TextIOBase):
        return write_text(obj, data.decode())
    if isinstance(obj, io.BufferedIOBase):
        return obj.write(data)
    return os.write(obj if isinstance(obj, int) else obj.fileno(), data)


def ends(obj: Any) -> bool:
    """Whether an empty read means the end. An empty packet does not, nor Ctrl-D at a terminal."""
    if hasattr(obj, "get_nowait"):
        return False
    if isinstance(obj, socket.socket) and obj.type == socket.SOCK_STREAM:
        return True
    if isinstance(obj, socket.socket) and obj.type == socket.SOCK_DGRAM:
        return False
    fd = obj if isinstance(obj, int) else obj.fileno()
    if isinstance(obj, socket.socket) or stat.S_ISCHR(os.fstat(fd).st_mode):
        return hung_up(fd)
    return True


def hung_up(fd: int) -> bool:
    """Whether the other side is gone."""
    poller = select.poll()  # type: ignore[attr-defined, unused-ignore]
    poller.register(fd, getattr(select, "POLLRDHUP", 0))  # POLLHUP comes unasked
    return bool(poller.poll(0))


def finish(sel: selectors.BaseSelector, obj: Any) -> None:
    """Unregister, then close. To a FIFO another writer may come: it stays open."""
    sel.unregister(obj)
    if not is_fifo(obj):
        close(obj)


def failed(sel: selectors.BaseSelector, obj: Any, error: Exception) -> None:
    """Watch it no longer, or it would fail for ever; a connection that is gone is closed."""
    sel.unregister(obj)
    if isinstance(error, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        close(obj)


def close(obj: Any) -> None:
    """Close it; of a number the descriptor."""
    if isinstance(obj, int):
        os.close(obj)
    else:
        obj.close()


def is_fifo(obj: Any) -> bool:
    """Whether it is a pipe with a name."""
    if isinstance(obj, socket.socket) or not os.path.exists("/proc/self/fd"):  # noqa: PTH110
        return False
    fd = obj if isinstance(obj, int) else obj.fileno()
    named = os.readlink(f"/proc/self/fd/{fd}").startswith("/")  # noqa: PTH115
    return named and stat.S_ISFIFO(os.fstat(fd).st_mode)
