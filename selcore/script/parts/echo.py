"""The callback that sends back, of a stream."""

import selectors
from collections.abc import Callable
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from .anything import ends, failed, finish, put, take
from .moving import NOT_NOW

MOST = 4 * 65536  # bytes that may wait to be sent: with so many, no more are read


class Echo:
    """Send back what comes. What is not taken yet waits for EVENT_WRITE; at the end it is sent before closing."""

    def __init__(self, change: Callable[[bytes], bytes] = bytes) -> None:
        self.change, self.waiting, self.asked, self.over = change, b"", 0, False

    def __call__(self, sel: selectors.BaseSelector, sock: Any, mask: int) -> None:
        self.asked = self.asked or sel.get_key(sock).events
        try:
            if mask & EVENT_READ and not self.over and len(self.waiting) < MOST:
                self.read(sock)
            self.write(sock)
        except (OSError, ValueError) as error:
            failed(sel, sock, error)
            return
        if self.over and not self.waiting:
            finish(sel, sock)
            return
        events = self.asked & EVENT_READ if not self.over and len(self.waiting) < MOST else 0
        events |= EVENT_WRITE if self.waiting else self.asked & EVENT_WRITE
        if events != sel.get_key(sock).events:
            sel.modify(sock, events, self)

    def read(self, sock: Any) -> None:
        try:
            data = take(sock, min(65536, MOST - len(self.waiting)))
        except NOT_NOW:
            return
        self.over = not data and ends(sock)
        self.waiting += self.change(data)

    def write(self, sock: Any) -> None:
        try:
            while self.waiting:
                self.waiting = self.waiting[put(sock, self.waiting[:65536]) :]
        except NOT_NOW:
            pass
