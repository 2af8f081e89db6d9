"""Numbers of descriptors as in the session."""

import fcntl
import io
import os
import selectors
import socket
from typing import Any


def moved(obj: Any, number: int = 100) -> Any:
    """The same with the lowest free descriptor from ``number`` on: those of the session began at 100."""
    if not isinstance(obj, int) and not hasattr(obj, "fileno"):
        return obj
    fd = obj if isinstance(obj, int) else obj.fileno()
    new = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, number)  # type: ignore[attr-defined, unused-ignore]
    if isinstance(obj, int):
        os.close(obj)
        return new
    if isinstance(obj, socket.socket):
        os.close(obj.detach())
        sock = socket.socket(obj.family, obj.type, obj.proto, fileno=new)
        sock.setblocking(False)
        return sock
    if hasattr(obj, "_handle"):  # a Connection of multiprocessing
        os.close(obj._handle)
        obj._handle = new
        return obj
    if isinstance(obj, selectors.BaseSelector):
        return moved_selector(obj, new)
    if isinstance(obj, io.TextIOWrapper):
        opened: Any = open(new, obj.mode, encoding=obj.encoding, newline="")  # noqa: PTH123
    else:
        opened = open(new, obj.mode, buffering=0 if isinstance(obj, io.RawIOBase) else -1)  # noqa: PTH123
    obj.close()
    return opened


class BareDescriptor:
    """A descriptor as a file object: ``open()`` wraps no directory."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def fileno(self) -> int:
        return self.fd

    def close(self) -> None:
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)


def moved_selector(obj: Any, new: int) -> Any:
    """An epoll or a kqueue is a descriptor itself."""
    poller = type(obj._selector)
    obj._selector.close()
    obj._selector = poller.fromfd(new)
    return obj
