"""The callback that sends so many bytes."""

import selectors
from selectors import EVENT_WRITE
from typing import Any

from .anything import failed, put
from .moving import NOT_NOW


class Feed:
    """Send so many bytes, as many at a time as there is room for; then EVENT_WRITE is watched no longer."""

    def __init__(self, size: int) -> None:
        self.left = size

    def __call__(self, sel: selectors.BaseSelector, sock: Any, mask: int) -> None:
        if not mask & EVENT_WRITE:
            return
        try:
            for _ in range(64):  # what is never full must not keep the selector waiting
                self.left -= put(sock, bytes(min(65536, self.left))) if self.left else 0
        except NOT_NOW:
            return
        except (OSError, ValueError) as error:
            failed(sel, sock, error)
            return
        if not self.left:
            events = sel.get_key(sock).events & ~EVENT_WRITE
            if events:
                sel.modify(sock, events, self)
            else:
                sel.unregister(sock)
