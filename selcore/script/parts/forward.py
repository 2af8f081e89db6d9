"""The callback that sends on to another."""

import io
import selectors
import socket
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from .anything import close, ends, put, take
from .moving import NOT_NOW

MOST = 4 * 65536  # bytes that may wait to be sent: with so many, no more are read


class Forward:
    """Send what comes to another; what that does not take yet waits until it is writable. An end is passed on."""

    def __init__(self, target: Any) -> None:
        self.target, self.waiting, self.asked, self.over, self.done = target, b"", 0, False, False

    def __call__(self, sel: selectors.BaseSelector, sock: Any, mask: int) -> None:
        key = sel.get_key(sock)
        self.asked = self.asked or key.events & EVENT_READ
        if callable(self.target):
            self.target = self.target()
        if self.target == sock or is_closed(self.target):
            sel.unregister(sock)
            return
        if not mask & EVENT_READ or self.over or len(self.waiting) >= MOST:
            return
        try:
            data = take(sock, min(65536, MOST - len(self.waiting)))
        except NOT_NOW:
            return
        except (OSError, ValueError):
            sel.unregister(sock)
            return
        self.over = not data and ends(sock)
        self.waiting += data
        self.flush(sel, sock)

    def flush(self, sel: selectors.BaseSelector, sock: Any) -> None:
        """Send what is taken now, and watch for what is needed next."""
        try:
            while self.waiting:
                self.waiting = self.waiting[put(self.target, self.waiting[:65536]) :]
        except NOT_NOW:
            lend(sel, self, sock)
        except (OSError, ValueError):
            self.waiting, self.over, self.done = b"", True, True
        if self.over and not self.waiting and not self.done:
            self.pass_on_the_end(sel, sock)
        self.watch(sel, sock)

    def watch(self, sel: selectors.BaseSelector, sock: Any) -> None:
        """EVENT_READ while there is room for more."""
        settle(sel, sock, 0 if self.over or len(self.waiting) >= MOST else self.asked, self)

    def pass_on_the_end(self, sel: selectors.BaseSelector, sock: Any) -> None:
        """The other end of the target reads the end too; what has ended both ways is closed."""
        self.done = True
        if isinstance(self.target, socket.socket):
            self.target.shutdown(socket.SHUT_WR)
            ended.add(id(self.target))
            if id(sock) in ended:
                for one in (sock, self.target):
                    settle(sel, one, 0, None)
                    close(one)
        else:
            settle(sel, self.target, 0, None)
            close(self.target)


def is_closed(obj: Any) -> bool:
    """Whether it has been closed: then nothing is sent to it."""
    try:
        return hasattr(obj, "fileno") and bool(obj.fileno() < 0)
    except (ValueError, OSError):
        return not isinstance(obj, io.BytesIO | io.StringIO) or obj.closed


ended: set[int] = set()  # sockets that nothing more is sent to


class Lending:
    """In the place of a key's data while others have bytes for its file object."""

    def __init__(self, inner: Any, asked: int) -> None:
        self.inner, self.asked = inner, asked
        self.sources: list[tuple[Forward, Any]] = []

    def __call__(self, sel: selectors.BaseSelector, sock: Any, mask: int) -> None:
        if mask & EVENT_WRITE:
            sources, self.sources = self.sources, []
            for source, origin in sources:
                source.flush(sel, origin)
        if callable(self.inner) and mask & self.asked:
            self.inner(sel, sock, mask & self.asked)
        put_back(sel, sock, self)


def lend(sel: selectors.BaseSelector, source: Forward, origin: Any) -> None:
    """Let ``source`` be asked to flush when its target has room."""
    key = key_of(sel, source.target)
    data = key.data if key is not None else None
    flushing = data if isinstance(data, Lending) else Lending(data, key.events if key is not None else 0)
    if all(one is not source for one, _ in flushing.sources):
        flushing.sources.append((source, origin))
    watch(sel, source.target, flushing.asked | EVENT_WRITE, flushing)


def put_back(sel: selectors.BaseSelector, sock: Any, flushing: Lending) -> None:
    """Watch for what is needed now; without anything left to send, what was there before."""
    key = key_of(sel, sock)
    if key is None or key.data is not flushing:
        return
    if flushing.sources:
        watch(sel, sock, flushing.asked | EVENT_WRITE, flushing)
    else:
        watch(sel, sock, flushing.asked, flushing.inner)


def settle(sel: selectors.BaseSelector, sock: Any, events: int, data: Any) -> None:
    """Watch it for what its own callback wants, whatever stands in its place for a while."""
    key = key_of(sel, sock)
    if key is not None and isinstance(key.data, Lending):
        key.data.asked, key.data.inner = events, data
        put_back(sel, sock, key.data)
    else:
        watch(sel, sock, events, data)


def key_of(sel: selectors.BaseSelector, fileobj: Any) -> selectors.SelectorKey | None:
    """Its key, where it has one."""
    try:
        return sel.get_key(fileobj)
    except (KeyError, ValueError):
        return None


def watch(sel: selectors.BaseSelector, fileobj: Any, events: int, data: Any) -> None:
    """Watch it for these events; 0: not at all."""
    key = key_of(sel, fileobj)
    if not events:
        if key is not None:
            sel.unregister(fileobj)
    elif key is None:
        sel.register(fileobj, events, data)
    elif key.events != events or key.data is not data:
        sel.modify(fileobj, events, data)
