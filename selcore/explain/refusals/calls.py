"""select() itself: its timeout, the numbers it takes, and what a signal handler raised out of it."""

import os

from ...values.commands import Run, Select, UseBackend
from ...values.text import text
from ..refusal_case import Advice, Asked

_TIMEOUTS = "timeout argument with a ready fd"
_WSAEINVAL, _WSAENOTSOCK = 10022, 10038


def out_of_range(asked: Asked) -> Advice | None:
    if not asked.says("filedescriptor out of range", "too many file descriptors in select"):
        return None
    hint = text("select() takes numbers below 1024 only (FD_SETSIZE): the number counts, not how many there are")
    return Advice(hint, UseBackend(backend="poll"), "fd >= 1024")


def not_a_number(asked: Asked) -> Advice | None:
    if not asked.says("NaN"):
        return None
    return Advice(text("nan is not a valid timeout: give a number of seconds, 0 or None"), _again(asked, 0), _TIMEOUTS)


def too_long(asked: Asked) -> Advice | None:
    """The same words are said of a number that is no descriptor: where one is watched, nothing is said of the time."""
    known = ("timeout is too large", "timestamp too large", "timestamp out of range", "float infinity", "int too large")
    if not _calls(asked) or not asked.says(*known) or (asked.known is not None and asked.known.too_large):
        return None
    return Advice(text("longer than the system can wait: None waits for ever"), _again(asked, None), _TIMEOUTS)


def _calls(asked: Asked) -> bool:
    """Whether it is ``select()`` that raised; of a refusal without a command nobody knows."""
    return asked.command is None or asked.does(Select, Run)


def _again(asked: Asked, timeout: float | None) -> Select | None:
    if not isinstance(asked.command, Select):
        return None
    return Select(timeout=timeout, inside=asked.command.inside)


def no_time(asked: Asked) -> Advice | None:
    if not asked.says("timeout must be", "not supported between instances", "for *:"):
        return None
    hint = text("a timeout is a number of seconds (int or float) or None")
    return Advice(hint, _again(asked, None), _TIMEOUTS)


def two_threads(asked: Asked) -> Advice | None:
    if not asked.says("concurrent poll() invocation"):
        return None
    hint = text("two threads call the same poll object: one thread owns a selector, others wake it")
    return Advice(hint, None, "thread: two threads select(None) on the same selector, one byte arrives")


def no_places(asked: Asked) -> Advice | None:
    if not asked.says("maxevents must be"):
        return None
    hint = text("epoll_wait() needs room for one result at least; EpollSelector passes max(len(map), 1)")
    return Advice(hint, None, "raw select.select([],[],[]) / poll / epoll with nothing registered")


def windows(asked: Asked) -> Advice | None:
    """WSAEINVAL and WSAENOTSOCK."""
    if not asked.does(Select, Run):
        return None
    if asked.refused.errno == _WSAEINVAL:
        return Advice(text("on Windows a select() with nothing registered is refused: register something first"))
    if asked.refused.errno == _WSAENOTSOCK:
        return Advice(text("on Windows select() takes sockets only"))
    return None


_OWN = (
    "OSError",
    "ValueError",
    "TypeError",
    "OverflowError",
    "AttributeError",
    "KeyError",
    "RuntimeError",
    "RecursionError",
    "MemoryError",
    "SystemError",
)
"""What the select module and selectors raise of themselves."""


def from_a_handler(asked: Asked) -> Advice | None:
    """What a handler raises comes out of select(); what it returns from is tried again (PEP 475).

    It shows in the exception alone: a type that nothing in select() raises, or an error number without the system's
    words for it, which a system call's has always.
    """
    if not asked.does(Select, Run) or not _of_a_program(asked):
        return None
    hint = text(
        "a signal handler of Python raised this while select() waited; had it returned, the call would have gone on"
    )
    return Advice(hint, None, "signal: handler raises")


def _of_a_program(asked: Asked) -> bool:
    number = asked.refused.errno
    if number is None:
        return asked.refused.type not in _OWN
    return not asked.says(os.strerror(number), "[WinError")


RULES = (out_of_range, not_a_number, too_long, no_time, two_threads, no_places, windows, from_a_handler)
