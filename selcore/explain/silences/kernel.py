"""Counters, timers, processes and selectors, after ``/proc``: what they wait for."""

import sys

from ...values.commands import Receive, Send
from ...values.text import Text, text
from ...wording.durations import duration
from ..silent_case import End, Silence, SilentCase

_ONE = (1).to_bytes(8, sys.byteorder).hex()
_READ_ONLY = {
    "TIMERFD": ("special / timerfd unarmed (ctypes)", text("a timer cannot be written to: it is never writable")),
    "PIDFD": (
        "special / pidfd, process running",
        text("a pidfd cannot be written to: poll and epoll alone call it writable, when the process was reaped (HUP)"),
    ),
    "EPOLL": ("special / select.epoll object, empty", text("an epoll cannot be written to: it is never writable")),
    "SIGNALFD": ("special / signalfd idle (ctypes)", text("a signalfd cannot be written to: it is never writable")),
    "INOTIFY": ("special / inotify idle (ctypes)", text("an inotify cannot be written to: it is never writable")),
}


def never_writable(case: SilentCase) -> Silence | None:
    if case.reading or case.seen.what not in _READ_ONLY:
        return None
    fact, words = _READ_ONLY[case.seen.what]
    if case.seen.what == "PIDFD" and case.backend != "select":
        end = End(text("That process {pid} has ended and is reaped", pid=case.seen.pid), alone=True)
        return case.silent(fact, words, end=end)
    return case.silent(fact, words, end=End(text("Nothing: {name} is never writable", name=case.own_name), never=True))


def counter(case: SilentCase) -> Silence | None:
    if case.seen.what != "EVENTFD":
        return None
    if case.reading:
        end = End(text("Add 1 to {name}", name=case.own_name), Send(name=case.name, hex=_ONE))
        return case.silent("special / eventfd, counter 0", text("the counter is 0"), case.blocks(), end=end)
    end = End(text("Receive from {name}", name=case.own_name), Receive(name=case.name))
    cause = text("the counter is at its maximum: it must be read before anything can be added")
    return case.silent("special / eventfd, counter at maximum", cause, end=end, holds=True)


def timer(case: SilentCase) -> Silence | None:
    if case.seen.what != "TIMERFD":
        return None
    if case.seen.left == 0:
        end = End(text("Nothing: {name} is not armed", name=case.own_name), never=True)
        return case.silent(
            "special / timerfd unarmed (ctypes)",
            text("the timer is not armed: it does not expire"),
            case.blocks(),
            end=end,
            holds=True,
        )
    return case.silent(
        "special / timerfd after read", _expires(case), case.blocks(), end=End(text("Its time"), alone=True)
    )


def _expires(case: SilentCase) -> Text:
    if case.seen.left is None:
        return text("the timer has not expired since it was last read")
    return text("the timer has not expired: it does so in {time}", time=duration(case.seen.left / 1e9))


def process(case: SilentCase) -> Silence | None:
    if case.seen.what != "PIDFD":
        return None
    cause = text("process {pid} is still running", pid=case.seen.pid)
    return case.silent(
        "special / pidfd, process running",
        cause,
        end=End(text("The end of process {pid}", pid=case.seen.pid), alone=True),
    )


def inner(case: SilentCase) -> Silence | None:
    if case.seen.what != "EPOLL":
        return None
    if not case.seen.count:
        cause = text("nothing is registered in it")
        end = End(text("Register something ready in {name}", name=case.own_name))
        return case.silent("special / select.epoll object, empty", cause, end=end)
    cause = text("nothing that is registered in it is ready ({n} {n:is|are} registered)", n=case.seen.count)
    return case.silent(
        "special / EpollSelector object (has fileno)",
        cause,
        end=End(text("An event of what is registered in {name}", name=case.own_name)),
    )


def signal(case: SilentCase) -> Silence | None:
    if case.seen.what != "SIGNALFD":
        return None
    return case.silent(
        "special / signalfd idle (ctypes)",
        text("none of its signals is pending"),
        case.blocks(),
        end=End(text("One of its signals"), alone=True),
    )


def watch(case: SilentCase) -> Silence | None:
    if case.seen.what != "INOTIFY":
        return None
    return case.silent(
        "special / inotify idle (ctypes)",
        text("no event of a file is queued"),
        case.blocks(),
        end=End(text("A change of what it watches"), alone=True),
    )


RULES = (never_writable, counter, timer, process, inner, signal, watch)
