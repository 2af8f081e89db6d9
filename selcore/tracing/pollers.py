"""Thin recorders around the OS's own pollers. The wakeup lives here, beneath the selector class and its map."""

import select


class Poller:
    """Stands in for a ``select.poll()`` or ``select.devpoll()`` object inside a selector."""

    per_second = 1000
    whole = True

    def __init__(self, poller, trace):
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
            self._watch_wakeup()

    def _watch_wakeup(self):
        self._poller.register(self._wake_fd, select.POLLIN)

    def _strip(self, raw):
        wake_fd = self._wake_fd
        return [pair for pair in raw if pair[0] != wake_fd]

    def poll(self, timeout=None):
        """As ``select.poll().poll``: timeout in milliseconds, a list of (fd, flags)."""
        return self.trace.poll(self._poll, self._strip, timeout, self.per_second, self.whole)


class ClosablePoller(Poller):
    """Stands in for a ``select.devpoll()`` object, which has a descriptor of its own."""

    def fileno(self):
        return self._poller.fileno()

    def close(self):
        self._poller.close()


class EpollPoller(ClosablePoller):
    """Stands in for a ``select.epoll()`` object inside a selector."""

    per_second = 1
    whole = False

    def _watch_wakeup(self):
        self._poller.register(self._wake_fd, select.EPOLLIN)

    def poll(self, timeout=None, maxevents=-1):
        """As ``select.epoll().poll``: timeout in seconds, a list of (fd, flags)."""

        def ask(left):
            return self._poll(left, maxevents)

        def strip(raw):
            kept = self._strip(raw)
            if len(raw) > len(kept) and len(raw) == maxevents:
                # The wakeup took a place that maxevents meant for a key: ask for the keys that had no room.
                seen = {fd for fd, _ in kept}
                kept += [pair for pair in self._strip(self._poll(0, maxevents + 1)) if pair[0] not in seen]
            return kept[:maxevents]

        return self.trace.poll(ask, strip, timeout, self.per_second, self.whole)


class Kqueue:
    """Stands in for a ``select.kqueue()`` object inside a selector."""

    def __init__(self, kqueue, trace):
        self.trace = trace
        self._kqueue = kqueue
        if trace.wakeup is not None:
            event = select.kevent(trace.wakeup.fileno(), select.KQ_FILTER_READ, select.KQ_EV_ADD)
            kqueue.control([event], 0, 0)

    def fileno(self):
        return self._kqueue.fileno()

    def close(self):
        self._kqueue.close()

    def control(self, changes, max_events, timeout=None):
        """As ``select.kqueue().control``; a call without changes is the waiting one and is recorded."""
        if changes is not None:
            return self._kqueue.control(changes, max_events, timeout)
        room = max_events if self.trace.wakeup is None else max_events + 1
        found = []

        def ask(left):
            found[:] = self._kqueue.control(None, room, left)
            return [(event.ident, event.filter) for event in found]

        wake_fd = -1 if self.trace.wakeup is None else self.trace.wakeup.fileno()
        self.trace.poll(ask, lambda raw: [pair for pair in raw if pair[0] != wake_fd], timeout, 1, False)
        return [event for event in found if event.ident != wake_fd][:max_events]
