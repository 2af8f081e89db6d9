"""What was closed: a selector, a file object, a descriptor that is registered still."""

import errno

from ...values.commands import GetKey, GetMap, Modify, Register, Run, Select, Unregister, UseBackend
from ...values.text import text
from ..ready_case import GIVEN_AWAY
from ..refusal_case import Advice, Asked

_CLOSED = "after selector.close()"
_STALE = "close the registered fd without unregister, then select, then unregister"


def selector_closed(asked: Asked) -> Advice | None:
    if not asked.says("Selector is closed", "closed epoll object", "closed kqueue object", "closed devpoll object"):
        return None
    hint = text("the selector was closed, and its keys with it; a new one can be made and everything registered anew")
    return Advice(hint, UseBackend(backend=asked.backend), _CLOSED)


def map_is_gone(asked: Asked) -> Advice | None:
    """A closed SelectSelector or PollSelector has no map, and some of its methods say so in their own way."""
    about_keys = asked.command is None or asked.does(Register, Modify, Unregister, GetKey, GetMap, Select, Run)
    if not about_keys or not asked.says("'NoneType' object"):
        return None
    return Advice(text("the selector was closed: it has no map any more"), UseBackend(backend=asked.backend), _CLOSED)


def closed_but_registered(asked: Asked) -> Advice | None:
    """select() refuses the whole call for one closed number."""
    if not asked.does(Select, Run) or asked.refused.errno != errno.EBADF:
        return None
    if asked.known is None:
        hint = text("a registered descriptor is closed: select() refuses the whole call; unregister it")
        return Advice(hint, None, _STALE)
    names = asked.known.closed_but_registered
    if not names:
        return None
    hint = text("closed and still registered: {names}; unregister it first, then close it", names=", ".join(names[:5]))
    found = asked.known.can_unregister
    remedy = Unregister(name=found[0], inside=asked.known.selector or None) if found else None
    return Advice(hint, remedy, _STALE)


def object_closed(asked: Asked) -> Advice | None:
    """A closed object has no descriptor: -1, or a ValueError of its own."""
    if asked.says("closed file", "closed socket", "handle is closed"):
        return Advice(text("it is closed: open it anew"), None, "object / closed file object")
    if not asked.says("Invalid file descriptor: -", "cannot be a negative integer"):
        return None
    if asked.state == "detached":
        return Advice(GIVEN_AWAY, None, "socket.detach() after register")
    hint = text("its descriptor is negative: it is closed, or never had one. To unregister works if it was registered")
    remedy = Unregister(name=asked.name) if asked.registered and not asked.does(Unregister) else None
    return Advice(hint, remedy, "object / closed socket object")


RULES = (selector_closed, map_is_gone, closed_but_registered, object_closed)
