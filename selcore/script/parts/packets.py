"""The callback that sends back, of packets."""

import errno
import selectors
from collections.abc import Callable
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from .anything import ends, failed, finish, put, take
from .moving import NOT_NOW

NOBODY = (  # such a packet is not sent, and the next may be: its own receiver is gone, or was never there
    *(errno.ENOTCONN, errno.EDESTADDRREQ, errno.ECONNREFUSED, errno.ENOENT, errno.EMSGSIZE, errno.EACCES),
    *(errno.EPERM, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EINVAL),
)


class EchoPackets:
    """Send each packet back, a datagram to where it came from."""

    def __init__(self, change: Callable[[bytes], bytes] = bytes) -> None:
        self.change, self.asked, self.over = change, 0, False
        self.waiting: list[tuple[bytes, Any]] = []

    def __call__(self, sel: selectors.BaseSelector, sock: Any, mask: int) -> None:
        self.asked = self.asked or sel.get_key(sock).events
        try:
            if mask & EVENT_READ and not self.over:
                self.read(sock)
            self.write(sock)
        except (OSError, ValueError) as error:
            failed(sel, sock, error)
            return
        if self.over and not self.waiting:
            finish(sel, sock)
            return
        events = self.asked | EVENT_WRITE if self.waiting else self.asked
        if events != sel.get_key(sock).events:
            sel.modify(sock, events, self)

    def read(self, sock: Any) -> None:
        try:
            data, sender = sock.recvfrom(65536) if hasattr(sock, "recvfrom") else (take(sock, 65536), None)
        except NOT_NOW:
            return
        except EOFError:  # of a Connection of multiprocessing
            self.over = True
            return
        self.over = not data and ends(sock)
        if self.over:
            return
        self.waiting.append((self.change(data), sender))

    def write(self, sock: Any) -> None:
        while self.waiting:
            data, sender = self.waiting[0]
            try:
                put(sock, data) if not sender or is_connected(sock) else sock.sendto(data, sender)
            except NOT_NOW:
                return
            except OSError as error:
                if error.errno not in NOBODY:
                    raise
            del self.waiting[0]


def is_connected(sock: Any) -> bool:
    """Whether it has a peer: that is answered without naming it."""
    try:
        sock.getpeername()
    except OSError:
        return False
    return True
