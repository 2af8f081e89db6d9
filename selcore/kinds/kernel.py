"""Objects of the kernel that are descriptors and nothing else: a counter, a timer, a process."""

import errno
import os
import sys
import time
from typing import Any

from ..values.needs import Act, Need
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Kind, Opening
from .file_object import FileObject
from .numbered import IntObject, described, put

_eventfd: Any = getattr(os, "eventfd", None)
_pidfd_open: Any = getattr(os, "pidfd_open", None)
_timerfd_create: Any = getattr(os, "timerfd_create", None)
_CLOCK: int = getattr(time, "CLOCK_MONOTONIC", 1)


class EventObject(IntObject):
    """A counter of 64 bits: a write adds the number that its 8 bytes are, a read takes all."""

    fills_by = "fill_counter"

    def fill(self) -> int:
        """Add the largest powers of two that still fit, until the counter is at its maximum."""
        sent = 0
        for bit in reversed(range(64)):
            try:
                sent += self.send((1 << bit).to_bytes(8, sys.byteorder))
            except BlockingIOError:
                pass
        return sent


class EventFd(Kind):
    id = "eventfd"
    title = text("eventfd")
    about = text("a counter: readable when it is not 0; 8 bytes are written and read at a time")
    group = "kernel"
    short = "event"
    icon = "device"
    asks = None
    makes = EventObject
    options = (
        Option(
            name="value",
            type="int",
            default=0,
            title=text("first value"),
            asks="nothing",
            least=0,
            most=2**32 - 1,
            advice=True,
        ),
        Option(name="semaphore", type="bool", default=False, title=text("semaphore (a read takes 1)"), asks="nothing"),
    )

    def missing(self) -> Text | None:
        return None if _eventfd else text("this Python has no os.eventfd, which is of Linux")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        flags = os.EFD_CLOEXEC | (os.EFD_SEMAPHORE if options["semaphore"] else 0)  # type: ignore[attr-defined, unused-ignore]
        return [EventObject(name, self.id, put(opening, _eventfd(options["value"], flags)))]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        semaphore = " | os.EFD_SEMAPHORE" if options["semaphore"] else ""
        return [
            f"{py.variable(name)} = os.eventfd({options['value']}, os.EFD_CLOEXEC | os.EFD_NONBLOCK{semaphore})",
        ]


class TimerFd(Kind):
    id = "timerfd"
    title = text("timerfd")
    about = text("a timer: readable when it has expired; a read tells how often")
    group = "kernel"
    short = "timer"
    icon = "clock"
    repeats = False
    asks = None
    makes = IntObject
    options = (
        Option(
            name="after",
            type="int",
            default=1000,
            title=text("after (ms; 0: never)"),
            asks="nothing",
            least=0,
            advice=True,
        ),
        Option(
            name="every",
            type="int",
            default=0,
            title=text("then every (ms; 0: once)"),
            asks="nothing",
            least=0,
            advice=True,
        ),
    )

    def missing(self) -> Text | None:
        return None if _timerfd_create else text("os.timerfd_create is of Linux, in Python 3.13 and later")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        settime: Any = getattr(os, "timerfd_settime", None)
        fd = put(opening, _timerfd_create(_CLOCK))
        try:
            settime(fd, initial=options["after"] / 1000, interval=options["every"] / 1000)
        except BaseException:
            os.close(fd)
            raise
        return [IntObject(name, self.id, fd)]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, after, every = py.variable(name), options["after"] / 1000, options["every"] / 1000
        return [
            f"{it} = os.timerfd_create(time.CLOCK_MONOTONIC, flags=os.TFD_CLOEXEC | os.TFD_NONBLOCK)",
            f"os.timerfd_settime({it}, initial={after}, interval={every})",
        ]


class PidFd(Kind):
    id = "pidfd"
    title = text("pidfd")
    about = text("a process: readable when it has ended")
    group = "kernel"
    short = "pidfd"
    icon = "process"
    repeats = False
    asks = None
    makes = IntObject
    of_process = True
    options = (
        Option(
            name="pid", type="int", default=0, title=text("process (0: this program)"), asks="pid", least=0, advice=True
        ),
    )

    def missing(self) -> Text | None:
        if _pidfd_open is None:
            return text("this Python has no os.pidfd_open, which is of Linux")
        try:
            os.close(_pidfd_open(os.getpid()))
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
                return text("this system has no pidfds: {error}", error=str(error))
        return None

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        pid = options["pid"] or os.getpid()
        return [IntObject(name, self.id, put(opening, _pidfd_open(pid)), address=f"pid {pid}")]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return [f"{py.variable(name)} = os.pidfd_open({options['pid'] or 'os.getpid()'})", *py.calm(py.variable(name))]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        pid = described(options["pid"])
        return Need(Act.DESCRIPTOR, text("watches the process {pid}, which it has not started", pid=pid))
