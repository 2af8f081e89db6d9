"""A live file object and the name the session gives it. Each of its methods is one call of Python's own, no more.

They live on the thread that owns the session; what leaves it is an ObjectState.
"""

import os
import socket
from collections.abc import Callable
from typing import Any, ClassVar

from .facts import ObjectState
from .styles import DATAGRAM, RAW, SOCKET, TEXT, Style
from .traffic import Traffic

CHUNK = 65536
FILL_LIMIT = 64 << 20
"""Bytes after which fill and drain stop by themselves: a regular file is never full, a device never empty."""
READ_LIMIT = 1 << 20
"""Reads after which drain stops: somebody may send empty datagrams as fast as they are read."""


class FileObject:
    """Something opened: ``obj`` is the Python object that is registered, ``fd`` its number when it was opened.

    ``style`` is how Python spells its ``write`` and ``read``; ``before_close`` is called once, when it is closed.
    """

    style: ClassVar[Style] = RAW

    def __init__(self, name: str, kind: str, obj: Any, *, state: str = "open", address: str = "", peer: str = ""):
        self.name = name
        self.kind = kind
        self.obj = obj
        self.fd: int = obj.fileno()
        self.state = state
        self.address = address
        self.peer = peer
        self.warning = ""
        self.received = self.sent = self.pending = 0
        self.accepted = 0
        self.traffic: Traffic | None = None
        self.last_address: tuple[int, Any] | None = None
        self.before_close: Callable[[], None] | None = None

    @property
    def closed(self) -> bool:
        return self.state == "closed"

    def write(self, data: bytes) -> int:
        """One write; the number of bytes taken. Raises what the OS raises, BlockingIOError when nothing fits."""
        return os.write(self.obj.fileno(), data)

    def read(self, size: int) -> bytes:
        """One read of at most ``size`` bytes; empty at the end of the stream."""
        return os.read(self.obj.fileno(), size)

    def send(self, data: bytes, oob: bool = False, to: Any = None) -> int:
        """As ``write``, counted; with the address ``to`` it is ``sendto()``, which Python has for sockets."""
        sent: int
        if to is not None:
            sent = self.obj.sendto(data, socket.MSG_OOB if oob else 0, to)
        else:
            sent = self.write(data) if not oob else self.obj.send(data, socket.MSG_OOB)
        if self.traffic is not None:
            self.traffic.note(self.name, True, self.sent, sent, data)
        self.sent += sent
        return sent

    def receive(self, size: int, oob: bool = False) -> bytes:
        """As ``read``, counted; what is read empty is at its end, unless it may receive an empty datagram."""
        data = self.read(size) if not oob else self.obj.recv(size, socket.MSG_OOB)
        if self.traffic is not None:
            self.traffic.note(self.name, False, self.received, len(data), data)
        self.received += len(data)
        if not data and size and self.style.ends:
            self.state = "eof"
        elif data and self.state == "eof":
            self.state = "open"  # a file that grew, or the next writer of a FIFO
        return data

    def fill(self) -> int:
        """Write zeros until the OS takes no more (BlockingIOError) or FILL_LIMIT; the bytes taken."""
        total, chunk = 0, bytes(CHUNK)
        while total < FILL_LIMIT:
            try:
                total += self.send(chunk)
            except BlockingIOError:
                if len(chunk) == 1:
                    break
                chunk = chunk[: len(chunk) // 2]
        return total

    def drain(self) -> int:
        """Read until nothing is left (BlockingIOError), the end, FILL_LIMIT or READ_LIMIT; the bytes read."""
        total = reads = 0
        while total < FILL_LIMIT and reads < READ_LIMIT:
            reads += 1
            try:
                data = self.receive(CHUNK)
            except BlockingIOError:
                break
            if not data and self.style.ends:
                break
            total += len(data)
        return total

    def shutdown(self, how: str) -> None:
        """Shut one or both directions down. Raises what Python raises: AttributeError where there is no shutdown."""
        flag = {"read": socket.SHUT_RD, "write": socket.SHUT_WR, "both": socket.SHUT_RDWR}[how]
        self.obj.shutdown(flag)

    def close(self) -> None:
        """Close the Python object; closing twice is allowed, as Python allows it."""
        self.state = "closed"
        before, self.before_close = self.before_close, None
        if before is not None:
            before()
        self.obj.close()

    def refresh(self, ready: bool = False) -> None:
        """Look at what can be seen without disturbing anything; ``ready``: after the OS called it ready."""

    def snapshot(
        self, asked: int | None, registered: int | None, callback: str, options: dict[str, Any]
    ) -> ObjectState:
        """The object as a value, with what the session knows of its registration."""
        return ObjectState(
            name=self.name,
            kind=self.kind,
            fd=self.fd,
            state=self.state,
            address=self.address,
            asked=asked,
            registered=registered,
            callback=callback,
            options=options,
            received=self.received,
            sent=self.sent,
            pending=self.pending,
            peer=self.peer,
            warning=self.warning,
        )


class SocketObject(FileObject):
    """A non-blocking socket."""

    style = SOCKET

    def write(self, data: bytes) -> int:
        sent: int = self.obj.send(data)
        return sent

    def read(self, size: int) -> bytes:
        data: bytes = self.obj.recv(size)
        return data

    def refresh(self, ready: bool = False) -> None:
        """A connect that has ended is seen at getpeername(): SO_ERROR would consume a pending error."""
        if self.state == "connecting":
            try:
                self.obj.getpeername()
            except OSError:
                self.state = "not connected" if ready else "connecting"
                return
            self.state = "connected"
            self.address = address_of(self.obj)


class DatagramObject(SocketObject):
    """A socket whose every read is one datagram, which may be empty."""

    style = DATAGRAM


class TextObject(FileObject):
    """A text file: read and written through its own ``TextIOWrapper``, buffer and all."""

    style = TEXT

    def write(self, data: bytes) -> int:
        self.obj.write(data.decode())
        self.obj.flush()
        return len(data)

    def read(self, size: int) -> bytes:
        text: str = self.obj.read(size)
        return text.encode()


def address_of(sock: socket.socket) -> str:
    """The local address and, where there is one, the peer's: ``127.0.0.1:8080``, ``127.0.0.1:4 -> 127.0.0.1:8080``."""
    here = format_address(sock.getsockname())
    try:
        there = format_address(sock.getpeername())
    except OSError:
        return here
    return f"{here} -> {there}".strip() if there else here  # the end of a Unix connection may have no address


def format_address(address: Any) -> str:
    """An address as people write it; IPv6 in brackets."""
    if isinstance(address, tuple):
        host, port = address[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if isinstance(address, bytes):  # an abstract Unix address begins with NUL; ss and netstat write @
        return address.decode("utf-8", "replace").replace("\0", "@", 1)
    return str(address)
