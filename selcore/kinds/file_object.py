"""A live file object and the name the session gives it. Each of its methods is one call of Python's own, no more.

They live on the thread that owns the session; what leaves it is an ObjectState.
"""

import errno
import io
import os
import socket
import stat
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic_ns
from typing import Any, ClassVar

from ..system.connecting import has_failed
from ..system.endings import Ending, ending
from ..system.identity import Identity, Lost, identity_of, let_go, lost, owner_of
from ..system.nonblocking import (
    call_nonblocking,
    fileno,
    gives_no_more,
    raw_line,
    shared_line,
    shared_read,
    shared_write,
    waits,
)
from ..system.socket_options import RESET, calm_linger
from ..values.facts import ObjectState
from ..values.observed import Directions, State
from ..values.spelling import RAW, SOCKET, TEXT, Style
from ..values.traffic import KEPT, Traffic
from .read_ahead import ReadAhead

CHUNK = 65536
FILL_LIMIT = 16 << 20
"""Bytes after which fill and drain stop by themselves: a regular file is never full, a device never empty."""
LINE_LIMIT = CHUNK
"""Characters of a line that has no end."""
READ_LIMIT = 1 << 20
"""Reads after which drain stops: somebody may send empty datagrams as fast as they are read."""
WRITE_LIMIT = 100_000
"""Writes after which fill stops: a terminal whose line is too long takes byte after byte and throws them away."""


_WAYS = {"r": "read", "w": "write"}


class FileObject:
    """Something opened: ``obj`` is the Python object that is registered, ``fd`` its number when it was opened.

    ``style`` is how Python spells its ``write`` and ``read``; ``before_close`` is called once, when it is closed,
    and answers what ended with it, ``ended_too``: a file that was ``removed``, a process that was ``killed``.
    ``process`` is the ``Popen`` that it belongs to; ``shared`` is a descriptor that others use too, whose mode is left
    as it is; ``waits_by_design``: it is blocking, and that is nobody's mistake; ``loose`` owns what was detached.
    ``blocks`` names the exceptions that only say "not now"; fill writes ``chunk`` bytes at once, where they do not fit
    fewer, down to ``least_chunk``. ``shut`` are the directions that were shut down, of ``r`` and ``w``; ``looked`` is
    when a run last looked whether its descriptor is still its own; ``halves``: one direction can end alone. ``held``
    counts what is in this program's memory, ``room`` what is written to a temporary file. ``apart``: what is sent at
    once is received at once; ``sender`` is the address that the last of it came from, ``cut`` its bytes that did not
    fit and are lost (``system/packets``).
    """

    style: ClassVar[Style] = RAW
    blocks: ClassVar[tuple[str, ...]] = ("BlockingIOError", "WouldBlock")
    chunk: ClassVar[int] = CHUNK
    least_chunk: ClassVar[int] = 1
    fills_by: ClassVar[str] = ""
    """The function that fills it in a script, where its ``fill`` is one of its own."""
    shared: ClassVar[bool] = False
    is_number: ClassVar[bool] = False
    waits_by_design: ClassVar[bool] = False
    apart: ClassVar[bool] = False
    halves: ClassVar[bool] = True
    process: Any = None
    identity: Identity | None = None
    looked: int = -1
    loose: Any = None
    abandoned: bool = False
    held: Any = None
    room: Any = None
    sender: Any = None
    cut: int = 0
    blocking: bool | None = None
    how_lost: Lost = ""
    took_urgent: bool = False
    urgent_sent: int = 0
    ended: Ending = ""
    ahead: ReadAhead | None = None
    """What Python's buffer holds, where that is counted."""
    read_ahead: bool = False
    """Whether a read has gone through a buffer of Python's that nobody counts."""

    def __init__(self, name: str, kind: str, obj: Any, *, state: State = "open", address: str = "", peer: str = ""):
        self.name = name
        self.kind = kind
        self.obj = obj
        self.fd = number_of(obj)
        self.state: State = state
        self.address = address
        self.peer = peer
        self.warning = ""
        self.shut = ""
        self.received = self.sent = self.pending = 0
        self.accepted = 0
        self.traffic: Traffic | None = None
        self.last_address: tuple[int, Any] | None = None
        self.before_close: Callable[[], dict[str, Any] | None] | None = None
        self.ended_too: dict[str, Any] = {}
        self.identity = identity_of(self.fd)

    @property
    def number(self) -> int | None:
        """Its descriptor; None where it has none."""
        return None if self.fd == -1 else self.fd

    @property
    def closed(self) -> bool:
        return self.state == "closed"

    def write(self, data: bytes) -> int:
        """One write; the number of bytes taken. Raises what the OS raises, BlockingIOError when nothing fits."""
        return os.write(fileno(self.obj), data)

    def read(self, size: int) -> bytes:
        """One read of at most ``size`` bytes; empty at the end of the stream."""
        return os.read(fileno(self.obj), size)

    def send(self, data: bytes, oob: bool = False, to: Any = None) -> int:
        """As ``write``, counted; with the address ``to`` it is ``sendto()``, which Python has for sockets."""
        sent: int
        if to is not None:
            sent = self._calmly(self.obj.sendto, data, socket.MSG_OOB if oob else 0, to)
        elif oob:
            sent = self._calmly(self.obj.send, data, socket.MSG_OOB)
            self.urgent_sent += 1
        else:
            write = self.write if self.room is None else partial(self.room.write, self.write)
            sent = shared_write(self.obj, data) if self.shared else self._calmly(write, data)
        if self.traffic is not None:
            kept = data if sent == len(data) <= KEPT else data[: min(sent, KEPT)]
            self.traffic.pieces.append((self.name, True, monotonic_ns(), self.sent, sent, kept))
        self.sent += sent
        return sent

    def receive(self, size: int, oob: bool = False) -> bytes:
        """As ``read``, counted; what is read empty is at its end, if that is what it means (``ended``)."""
        data: bytes
        if oob:
            data = self._calmly(self.obj.recv, size, socket.MSG_OOB)
            self.took_urgent = True
        else:
            data = self._read(size)
        self._came(data)
        self.ended = self._ending() if not data and size else ""
        if self.ended and self.state not in ("not connected", "connecting"):
            self.state = "eof"  # what was never connected has no end, though a read is empty
        elif data and self.state == "eof":
            self.state = "open"  # a file that grew, or the next writer of a FIFO
        return data

    def _read(self, size: int) -> bytes:
        data: bytes
        try:
            data = shared_read(self.obj, self.read, size) if self.shared else self._calmly(self.read, size)
        except BlockingIOError:
            if self.ended == "now":
                self.ended, self.state = "", "open"  # a FIFO that would wait again has another writer
            raise
        return data

    def _ending(self) -> Ending:
        """What it means that a read was empty: of messages nothing."""
        return ending(number_of(self.obj)) if self.style.ends else ""

    def read_line(self) -> bytes | None:
        """One ``readline()``; None as Python says it, where nothing is there. Raises AttributeError on a socket."""
        read = self.obj.readline
        if self.shared:
            line = shared_line(self.obj, read, LINE_LIMIT)
        elif isinstance(self.obj, io.RawIOBase) and waits(self.obj):
            line = self._calmly(raw_line, self.obj, LINE_LIMIT)
        else:
            line = self._calmly(read, LINE_LIMIT)
        self.read_ahead = not isinstance(self.obj, io.RawIOBase) and (line is None or len(line) > 0)
        if line is None:
            return None
        data: bytes = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
        self._came(data)
        return data

    def _came(self, data: bytes) -> None:
        if self.traffic is not None:
            kept, size = data if len(data) <= KEPT else data[:KEPT], len(data)
            piece = self.name, False, monotonic_ns(), self.received, size, kept
            self.traffic.pieces.append((*piece, self.sender, self.cut) if self.sender or self.cut else piece)
        self.received += len(data)

    def _calmly(self, action: Callable[..., Any], *given: Any) -> Any:
        """Call it without waiting; that the peer has reset the connection stays in sight."""
        try:
            return call_nonblocking(self.obj, action, *given)
        except ConnectionResetError:
            # A socket that was shut down while it was being connected says so too: there was no peer.
            self.state = "not connected" if self.state in ("connecting", "not connected") else "reset by peer"
            raise

    def fill(self) -> int:
        """Write zeros until the OS takes no more (BlockingIOError), FILL_LIMIT or WRITE_LIMIT; the bytes taken."""
        total, writes, chunk = 0, 0, bytes(self.chunk)
        while total < FILL_LIMIT and writes < WRITE_LIMIT:
            writes += 1
            try:
                total += self.send(chunk)
            except Exception as error:
                if type(error).__name__ not in self.blocks:
                    raise
                if len(chunk) <= self.least_chunk:
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
            except Exception as error:
                if type(error).__name__ not in (*self.blocks, "EOFError"):
                    raise
                break
            if self.ended or (not data and self.sender is None and waits(self.obj) and gives_no_more(self.obj)):
                break
            total += len(data)
        return total

    def shutdown(self, how: str) -> None:
        """Shut one or both directions down. Raises what Python raises: AttributeError where there is no shutdown."""
        flag = {"read": socket.SHUT_RD, "write": socket.SHUT_WR, "both": socket.SHUT_RDWR}[how]
        try:
            self.obj.shutdown(flag)
        except OSError as error:
            # inet_shutdown() of Linux does it all the same where there is no connection: UDP, or TCP before one.
            if error.errno == errno.ENOTCONN and sys.platform.startswith("linux"):
                self._shut(how)
            raise
        self._shut(how)

    def _shut(self, how: str) -> None:
        self.shut = "".join(way for way in "rw" if way in self.shut or how in ("both", _WAYS[way]))

    def connect(self, address: Any) -> int:
        """``connect_ex()``. Raises what it raises: AttributeError on what is no socket."""
        code: int = self._calmly(self.obj.connect_ex, address)
        return code

    def detach(self) -> int:
        """``detach()``: the number that is left open. What was given away is kept, to be closed at the end."""
        given = self.obj.detach()
        if given == -1:
            return -1  # a socket that was closed or detached has nothing to give, and says so with this number
        self.loose = owner_of(given, self.obj)
        self.state = "detached"
        number: int = self.loose.fileno()
        return number

    def reset(self) -> None:
        """Close so that the peer of a TCP connection is sent an RST."""
        if self.lost() != "other":
            self.obj.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.close()

    def lost(self) -> Lost:
        """Whether somebody closed its descriptor behind its back."""
        return "" if self.closed or self.loose is not None else lost(self.fd, self.identity)

    def close(self) -> None:
        """Close the Python object; closing twice is allowed, as Python allows it. What is another's stays open."""
        self.abandoned = self.abandoned or self.lost() == "other"
        self.state = "closed"
        before, self.before_close = self.before_close, None
        self.ended_too = (before() if before is not None else None) or ({"kept": True} if self.shared else {})
        if self.abandoned:
            self._abandon()
        else:
            calm_linger(self.obj)
            self._end()

    def _end(self) -> None:
        self.obj.close()

    def _abandon(self) -> None:
        """End without closing the descriptor: it is another's now."""
        let_go(self.obj)

    def look_at_mode(self) -> None:
        """Note whether a call on it may wait, when it is registered or set; a file on a disk knows no such mode."""
        on_disk = self.identity is not None and self.identity[2] in (stat.S_IFREG, stat.S_IFDIR)
        self.blocking = None if self.shared or self.waits_by_design or on_disk else waits(self.obj)

    def read_by(self, reader: Any) -> None:
        """Take note that a buffered reader reads its bytes from now on."""

    def refresh(self, ready: bool = False) -> None:
        """Look at what can be seen without disturbing anything; ``ready``: after the OS called it ready."""

    @property
    def reader(self) -> str:
        """The name of Python's function that reads from it: of the ways to receive from a socket, the plain one."""
        name = self.style.receive.partition("(")[0].rpartition(".")[2]
        return "recv" if name.startswith("recv") and name != "recv_bytes" else name

    def of_python(self) -> dict[str, Any]:
        """What is known of it to Python alone, and to no look at its descriptor: fields of an ``Observed``."""
        return {}

    def snapshot(
        self, asked: int | None, registered: int | None, callback: str, options: dict[str, Any], data: Any = None
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
            data=data,
            received=self.received,
            sent=self.sent,
            pending=self.pending,
            peer=self.peer,
            warning=self.warning,
            blocking=self.blocking,
            lost=self.how_lost,
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

    def read_by(self, reader: Any) -> None:
        """Take note that a buffered reader reads its bytes from now on."""

    def refresh(self, ready: bool = False) -> None:
        """A connect that has ended is seen at getpeername(): SO_ERROR would consume a pending error."""
        if self.state == "connecting":
            try:
                self.obj.getpeername()
            except OSError:
                self.state = "not connected" if ready or has_failed(self.obj) else "connecting"
                return
            self.state = "connected"
            self.address = address_of(self.obj)


class TextObject(FileObject):
    """A text file: read and written through its own ``TextIOWrapper``, buffer and all."""

    style = TEXT

    def write(self, data: bytes) -> int:
        self.obj.write(data.decode())
        self.obj.flush()
        return len(data)

    def read(self, size: int) -> bytes:
        self.read_ahead = True
        text: str = self.obj.read(size)
        self.read_ahead = len(text) == size  # fewer: the file has ended, and so has the buffer
        return text.encode()

    def of_python(self) -> dict[str, Any]:
        return super().of_python() | {"unsupported": unsupported(self.obj)}


def unsupported(obj: Any) -> Directions:
    """The directions in which a file of ``io`` raises UnsupportedOperation; of one that is closed it says none."""
    try:
        found = obj.readable(), obj.writable()
    except (ValueError, OSError):
        return ""
    return _UNSUPPORTED[found]


_UNSUPPORTED: dict[tuple[bool, bool], Directions] = {
    (True, True): "",
    (False, True): "r",
    (True, False): "w",
    (False, False): "rw",
}


def number_of(obj: Any) -> int:
    """The descriptor that ``selectors`` finds in ``obj``; -1 where it finds none, whatever the reason."""
    try:
        return int(fileno(obj))
    except Exception:
        return -1


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
