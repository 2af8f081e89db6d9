"""Counters, timers, processes and selectors: what ``/proc`` tells of their descriptors."""

from ...values.text import text
from ..ready_case import Case, Cause


def counter(case: Case) -> Cause | None:
    if case.seen.what != "EVENTFD":
        return None
    if not case.reading:
        cause = text("the counter is {n}, below its maximum", n=case.seen.count)
        return case.because(
            "special / eventfd, counter 0", cause, text("a write of 8 bytes adds to it without waiting")
        )
    return case.because(
        "special / eventfd, counter 3",
        text("the counter is {n}, and that is not 0", n=case.seen.count),
        text("read() returns it as 8 bytes and sets it to 0; of a semaphore it returns and takes 1"),
    )


def timer(case: Case) -> Cause | None:
    if case.seen.what != "TIMERFD":
        return None
    return case.because(
        "special / timerfd expired (ctypes)",
        text("the timer has expired since it was last read"),
        text("read() returns as 8 bytes how often"),
    )


def process(case: Case) -> Cause | None:
    if case.seen.what != "PIDFD":
        return None
    fact = "special / pidfd, process reaped" if case.seen.pid == -1 else "special / pidfd, process exited (zombie)"
    if not case.reading:
        cause = text("the process was reaped: its pidfd reports HUP, and a flag that is not IN counts as WRITE too")
        return case.because("special / pidfd, process reaped", cause, text("a pidfd cannot be written to"))
    if case.seen.pid == -1:
        return case.because(
            fact, text("the process has ended and was reaped"), text("its return code is known: wait()")
        )
    cause = text("process {pid} has ended", pid=case.seen.pid)
    return case.because(fact, cause, text("wait() returns its return code at once and reaps it"))


def inner(case: Case) -> Cause | None:
    if case.seen.what != "EPOLL":
        return None
    return case.because(
        "special / select.epoll object, one ready fd inside",
        text("something that is registered in it is ready ({n} are registered)", n=case.seen.count),
        text("its own select() will return that"),
    )


def signal(case: Case) -> Cause | None:
    if case.seen.what != "SIGNALFD":
        return None
    fact = "special / signalfd, signal pending (ctypes)"
    return case.because(fact, text("a signal is pending"), text("read() returns what it is"))


def watch(case: Case) -> Cause | None:
    if case.seen.what != "INOTIFY":
        return None
    cause = text("{n} bytes of file events are queued", n=case.waiting)
    return case.because("special / inotify, event queued (ctypes)", cause, text("read() returns whole events"))


RULES = (counter, timer, process, inner, signal, watch)
