"""The callback that throws away."""

import selectors
from selectors import EVENT_READ
from typing import Any

from .anything import ends, failed, finish, take
from .moving import NOT_NOW


def drain(sel: selectors.BaseSelector, sock: Any, mask: int) -> None:
    """Receive and throw away; at the end of the stream unregister and close."""
    if not mask & EVENT_READ:
        return
    try:
        data = take(sock, 65536)
    except NOT_NOW:
        return
    except EOFError:  # of a Connection of multiprocessing
        finish(sel, sock)
        return
    except (OSError, ValueError) as error:
        failed(sel, sock, error)
        return
    if not data and ends(sock):
        finish(sel, sock)
