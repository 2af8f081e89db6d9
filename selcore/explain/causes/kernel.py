"""Counters, timers, processes and selectors: what ``/proc`` tells of their descriptors."""

import errno

from ...values.text import text
from ..ready_case import Case, Cause


def counter(case: Case) -> Cause | None:
    if case.seen.what != "EVENTFD":
        return None
    if not case.reading:
        cause = text("the counter is {n}, below its maximum", n=case.seen.count)
        more = text("adding 1 would not wait; a value beyond the maximum would")
        return case.because("special / eventfd, counter 0", cause, case.writes(8, fixed=True), more)
    return case.because(
        "special / eventfd, counter 3",
        text("the counter is {n}, and that is not 0", n=case.seen.count),
        case.reads(8, fixed=True),
        text("that is the counter, which becomes 0; of a semaphore it is 1, and 1 is taken"),
    )


def timer(case: Case) -> Cause | None:
    if case.seen.what != "TIMERFD":
        return None
    return case.because(
        "special / timerfd expired (ctypes)",
        text("the timer has expired since it was last read"),
        case.reads(8, fixed=True),
        text("that is how often"),
    )


def process(case: Case) -> Cause | None:
    if case.seen.what != "PIDFD":
        return None
    fact = "special / pidfd, process reaped" if case.seen.pid == -1 else "special / pidfd, process exited (zombie)"
    refused = case.fails(errno.EINVAL, stays=True)
    if not case.reading:
        cause = text("the process was reaped: its pidfd reports HUP, and a flag that is not IN counts as WRITE too")
        return case.because("special / pidfd, process reaped", cause, refused)
    if case.seen.pid == -1:
        known = text("its return code is known: wait()")
        return case.because(fact, text("the process has ended and was reaped"), refused, known)
    cause = text("process {pid} has ended", pid=case.seen.pid)
    return case.because(fact, cause, refused, text("wait() returns its return code at once and reaps it"))


def inner(case: Case) -> Cause | None:
    if case.seen.what != "EPOLL":
        return None
    return case.because(
        "special / select.epoll object, one ready fd inside",
        text("something that is registered in it is ready ({n} {n:is|are} registered)", n=case.seen.count),
        case.fails(errno.EINVAL, stays=True),
        text("its own select() returns what is ready in it; it stays ready as long as something in it is"),
    )


def signal(case: Case) -> Cause | None:
    if case.seen.what != "SIGNALFD":
        return None
    fact = "special / signalfd, signal pending (ctypes)"
    claim = case.reads(128, "at least", fixed=True)
    return case.because(fact, text("a signal is pending"), claim, text("an entry of 128 bytes for each signal"))


def watch(case: Case) -> Cause | None:
    if case.seen.what != "INOTIFY":
        return None
    cause = text("{n} {n:byte|bytes} of file events {n:is|are} queued", n=case.waiting)
    claim = case.reads(case.waiting)
    return case.because(
        "special / inotify, event queued (ctypes)",
        cause,
        claim,
        text("whole events only: a size too small for the first is refused (EINVAL)"),
    )


RULES = (counter, timer, process, inner, signal, watch)
