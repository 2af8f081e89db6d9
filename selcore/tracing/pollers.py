"""Thin recorders around the OS's own pollers. The wakeup lives here, beneath the selector class and its map."""

from __future__ import annotations

import math
import select
import sys
from time import monotonic_ns
from typing import Any

from .trace import Raw, Trace, left_of

LONGEST = 0x7FFFFFFF / 1000
"""Seconds; with more, poll() and epoll_wait() are refused by Python."""


class Poller:
    """Stands in for a ``select.poll()`` or ``select.devpoll()`` object inside a selector."""

    per_second = 1000
    whole = True

    def __init__(self, poller: Any, trace: Trace) -> None:
        self.trace = trace
        self._poller = poller
        self._poll = poller.poll
        # Bound methods of the original: registering costs what it costs without us and raises what it raises.
        self.register = poller.register
        self.modify = poller.modify
        self.unregister = poller.unregister
        self._wake_fd = -1
        if trace.wakeup is not None:
            self._wake_fd = trace.wakeup.fileno()
            self._watch(self._wake_fd)

    def _watch(self, wake_fd: int) -> None:
        if sys.platform != "win32":
            self._poller.register(wake_fd, select.POLLIN)

    def _strip(self, raw: Raw) -> Raw:
        wake_fd = self._wake_fd
        return [pair for pair in raw if pair[0] != wake_fd]

    def poll(self, timeout: float | None = None) -> Raw:
        """As ``select.poll().poll``: timeout in milliseconds, a list of (fd, flags)."""
        return self.trace.poll(self._poll, self._strip, timeout, self.per_second, self.whole)


class ClosablePoller(Poller):
    """Stands in for a ``select.devpoll()`` object, which has a descriptor of its own."""

    def fileno(self) -> Any:
        return self._poller.fileno()

    def close(self) -> None:
        self._poller.close()


class EpollPoller(ClosablePoller):
    """Stands in for a ``select.epoll()`` object inside a selector.

    The wakeup stands beside the epoll, not in it: each epoll_wait() turns the kernel's ready list, so that a member of
    our own, or a look at what is ready, would change which keys a call with a small ``maxevents`` returns, and in which
    order. A call that may block waits for the epoll's own descriptor to be readable, or for the wakeup.
    """

    def _watch(self, wake_fd: int) -> None:
        self._pair: Any = None  # made when it is first waited for

    def _beside(self) -> Any:
        if self._pair is None and sys.platform != "win32":
            self._pair = select.poll()
            self._pair.register(self._wake_fd, select.POLLIN)
            self._pair.register(self._poller.fileno(), select.POLLIN)
        return self._pair

    def poll(self, timeout: float | None = None, maxevents: int = -1) -> Raw:
        """As ``select.epoll().poll``: timeout in seconds, a list of (fd, flags)."""
        trace, rested = self.trace, False
        if trace.resting is not None and (timeout == 0 or timeout == -1):
            # The way of a run, made short: nothing but the call itself and its two times.
            trace.reentered = 0
            trace.start = monotonic_ns()
            try:
                raw: Raw = self._poll(0, maxevents)
            except (OSError, ValueError):
                raw = []
            else:
                rested = True
            if raw or (rested and timeout == 0):
                trace.end = monotonic_ns()
                trace.raw = raw
                return raw
        wakeup = trace.wakeup
        if wakeup is None or timeout == 0 or self._poller.closed:
            return trace.poll(lambda left: self._ask(left, maxevents), _same, timeout, 1, False, None, rested)
        return trace.poll(lambda left: self._wait(left, maxevents), _same, timeout, 1, False, self._peek, rested)

    def _ask(self, left: float | None, maxevents: int) -> Raw:
        found: Raw = self._poll(left, maxevents)
        return found

    def _wait(self, left: float | None, maxevents: int) -> Raw:
        wakeup, start = self.trace.wakeup, monotonic_ns()
        assert wakeup is not None
        if left == 0 or (left is not None and left > LONGEST):
            return self._ask(left, maxevents)
        while True:
            rest = left_of(left, start, 1, False)
            woken = self._beside().poll(None if rest is None or rest < 0 else math.ceil(rest * 1e3))
            # What was ready may be so no more (another process read it): then epoll_wait() would have gone on too.
            raw = self._ask(0, maxevents)
            if raw or not woken or wakeup.signalled or rest == 0:
                return raw

    def _peek(self, _: float | None) -> Raw:
        fd = self._poller.fileno()
        return [pair for pair in self._beside().poll(0) if pair[0] == fd]


def _same(raw: Raw) -> Raw:
    return raw


class KqueuePoller:
    """Stands in for a ``select.kqueue()`` object inside a selector."""

    def __init__(self, kqueue: Any, trace: Trace) -> None:
        self.trace = trace
        self._kqueue = kqueue
        self._wake_fd = -1
        if trace.wakeup is not None:
            self._wake_fd = trace.wakeup.fileno()
            kevent, read, add = (getattr(select, name) for name in ("kevent", "KQ_FILTER_READ", "KQ_EV_ADD"))
            kqueue.control([kevent(self._wake_fd, read, add)], 0, 0)

    def fileno(self) -> Any:
        return self._kqueue.fileno()

    def close(self) -> None:
        self._kqueue.close()

    def control(self, changes: Any, max_events: int, timeout: float | None = None) -> Any:
        """As ``select.kqueue().control``; a call without changes is the waiting one and is recorded."""
        if changes is not None:
            return self._kqueue.control(changes, max_events, timeout)
        found: list[Any] = []

        def ask(left: float | None) -> Raw:
            # One place more than was asked for, so that the wakeup takes none from a key.
            events = self._kqueue.control(None, max_events + (self._wake_fd >= 0), left)
            found[:] = [event for event in events if event.ident != self._wake_fd][:max_events]
            return [(event.ident, event.filter) for event in found]

        self.trace.poll(ask, _same, timeout, 1, False)
        return found
