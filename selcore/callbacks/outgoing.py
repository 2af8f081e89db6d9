"""What waits to be sent: in pieces that stay apart where they came apart, a datagram's with the address it goes to."""

import errno
from collections import deque
from typing import Any

from ..kinds.file_object import CHUNK, FileObject, format_address
from ..system.nonblocking import gives_no_more
from ..values.outcomes import Refused
from ..values.text import Text, text
from .base import attempt

BUFFER_LIMIT = 4 * CHUNK
"""Bytes that may wait; with that many waiting, READ is not watched."""
_NOBODY_THERE = (
    *(errno.ENOTCONN, errno.EDESTADDRREQ, errno.ECONNREFUSED, errno.ENOENT, errno.EMSGSIZE, errno.EACCES),
    *(errno.EPERM, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EINVAL),
)
"""A packet that meets one of these is not sent, and the next may be: its own receiver is gone, or was never there."""


class Outgoing:
    """Pieces in their order, ``size`` bytes. ``lost`` packets reached nobody, the last of them for ``why``."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[bytes, Any]] = deque()
        self.size = 0
        self.lost = 0
        self.why: Refused | None = None

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def room(self) -> int:
        """Bytes that may still be added; so many empty datagrams at most, too."""
        if not self._pieces:  # as nearly always: it is asked several times a result
            return BUFFER_LIMIT
        return max(BUFFER_LIMIT - max(self.size, len(self._pieces)), 0)

    def add(self, data: bytes, to: Any = None) -> None:
        self._pieces.append((data, to))
        self.size += len(data)

    def clear(self) -> None:
        self._pieces.clear()
        self.size = 0

    def send(self, this: FileObject) -> Refused | None:
        """Send what ``this`` takes. A refusal is returned, unless it says "not now" or concerns one packet alone."""
        pieces, apart = self._pieces, this.apart
        while pieces:
            data, to = pieces[0]
            part = data if apart or len(data) <= CHUNK else data[:CHUNK]
            sent = attempt(this.send, part) if to is None else attempt(this.send, part, False, to)
            if not isinstance(sent, Refused):
                self._sent(data, to, sent)
            elif sent.type in this.blocks:
                return None
            elif apart and sent.errno in _NOBODY_THERE:
                self._sent(data, to, len(data))
                self.lost, self.why = self.lost + 1, sent
            else:
                return sent
        return None

    def _sent(self, data: bytes, to: Any, sent: int) -> None:
        self.size -= sent
        self._pieces.popleft()
        if sent < len(data):
            self._pieces.appendleft((data[sent:], to))

    def take_lost(self) -> tuple[Refused | None, list[Text]]:
        """The refusal of packets that reached nobody since the last time, and its words."""
        why, lost, self.why, self.lost = self.why, self.lost, None, 0
        if why is None:
            return None, []
        return why, [text("not sent: {n}, {error}", n=lost, error=str(why))]


def destination(this: FileObject) -> Any:
    """Where an answer to what was just received goes; None where ``send()`` knows, or nobody does.

    A connected socket answers its peer; to name that would be EISCONN on some systems.
    """
    return None if this.state == "connected" else this.sender


def about_packet(data: bytes, this: FileObject, to: Any) -> list[Text]:
    """What is to be said of a packet beside its size: that it was empty, or cut, and to whom it goes back."""
    none = not data and this.sender is None and gives_no_more(this.obj)
    found = [] if data or none else [text("an empty one")]
    if this.cut:
        found.append(text("{n} {n:byte|bytes} lost", n=this.cut) if this.cut > 0 else text("the rest is lost"))
    return [*found, text("to {address}", address=format_address(to))] if to else found
