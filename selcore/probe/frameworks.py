"""Whom trio and Twisted will call for a descriptor that is ready. They ask `select` itself, and what they know of a
descriptor stands in the object whose method asks: it is looked at when the call has returned.

Only attributes of theirs are read, as they are in the versions that are known; of others nothing is told.
"""

import sys
from time import monotonic_ns
from types import CoroutineType
from typing import Any

from .layout import CALLED
from .protocol_names import field, receiver
from .recorder import CallRecorder

_OUT = 0x4
"""EPOLLOUT and POLLOUT."""
MOST = 64
"""Results of a call that are looked at."""
KEPT = 16_384
_RECEIVERS = ("dataReceived", "lineReceived", "stringReceived", "datagramReceived")


def tell_called(recorder: CallRecorder, poller: Any, found: "list[tuple[int, int]]") -> None:
    """Of what ``poll`` has found, called two frames from here. What has been told is told again only if another object
    of theirs waits, or for another function."""
    try:
        frame = sys._getframe(2)
        place = frame.f_globals.get("__name__"), frame.f_code.co_name
        ask = _ASKED.get(place)
        owner = frame.f_locals.get("self") if ask is not None else None
        if ask is None or owner is None:
            return
        number, told = recorder.number(poller), recorder.called
        for fd, flags in found[:MOST]:
            name, whose = ask(recorder.names, owner, fd, flags)
            if told.get((number, fd)) != (name, whose):
                if len(told) >= KEPT:
                    told.clear()
                told[number, fd] = name, whose
                recorder.put(CALLED, number, name, monotonic_ns(), 0, fd, 0)
    except Exception:  # it is not as it is known
        pass


def _of_trio(names: Any, manager: Any, fd: int, flags: int) -> "tuple[int, int]":
    """The coroutine of the task that waits: the outermost function in it that is not trio's."""
    waiters = dict.get(field(manager, "_registered"), fd)
    task = field(waiters, "read_task" if flags & ~_OUT else "write_task") or field(waiters, "write_task")
    outer = coroutine = field(task, "coro")
    while type(coroutine) is CoroutineType:
        frame: Any = coroutine.cr_frame
        if not str(frame.f_globals.get("__name__")).startswith("trio."):
            return names.of_coroutine(coroutine), id(task)
        coroutine = coroutine.cr_await
    return 0 if outer is None else names.of_coroutine(outer), id(task)


def _of_twisted(names: Any, reactor: Any, fd: int, flags: int) -> "tuple[int, int]":
    """What takes data in the protocol of a connection, or in the class that a listener makes protocols of. Of one that
    can only be written to it is not known."""
    one = dict.get(field(reactor, "_selectables"), fd)
    protocol = field(one, "protocol")
    kind = type(protocol) if protocol is not None else field(field(one, "factory"), "protocol")
    found = receiver(kind, _RECEIVERS, "twisted.") if issubclass(type(kind), type) and flags & ~_OUT else None
    return 0 if found is None else names.of_function(found), id(one)


_ASKED: "dict[tuple[Any, str], Any]" = {
    ("trio._core._io_epoll", "get_events"): _of_trio,
    ("twisted.internet.epollreactor", "doPoll"): _of_twisted,
    ("twisted.internet.pollreactor", "doPoll"): _of_twisted,
}
