"""The selector classes of the standard library, each with a recorder around its low-level poller and nothing else.

``select()``, ``register()`` and the map stay the standard library's own code, so what they return cannot differ.
"""

import selectors
import sys

from . import pollers
from .trace import Trace

_select = selectors.select.select  # the function that SelectSelector itself calls


class _Traced:
    """What every traced selector adds: ``trace``, read by its owner after each call."""

    def __init__(self, trace=None):
        self.trace = Trace() if trace is None else trace
        super().__init__()


class TracedSelectSelector(_Traced, selectors.SelectSelector):
    def _select(self, readers, writers, _, timeout=None):
        wakeup = self.trace.wakeup
        wake_fd = -1 if wakeup is None else wakeup.fileno()
        found = ([], [], [])

        def ask(left):
            nonlocal found
            # With nothing to watch, Windows refuses select(): then the wakeup must not hide that refusal.
            awake = wakeup is not None and (readers or writers or sys.platform != "win32")
            asked = [*readers, wake_fd] if awake else readers
            # On Windows a failed connect is reported among the exceptional: the standard library asks for them too.
            found = _select(asked, writers, writers if sys.platform == "win32" else [], left)
            return [(fd, None) for fd in (*found[0], *found[1], *found[2])]

        self.trace.poll(ask, lambda raw: [pair for pair in raw if pair[0] != wake_fd], timeout, 1, False)
        return [fd for fd in found[0] if fd != wake_fd], found[1] + found[2], []


TRACED = {"select": TracedSelectSelector}

if hasattr(selectors, "PollSelector"):

    class TracedPollSelector(_Traced, selectors.PollSelector):
        def __init__(self, trace=None):
            super().__init__(trace)
            self._selector = pollers.Poller(self._selector, self.trace)

    TRACED["poll"] = TracedPollSelector

if hasattr(selectors, "EpollSelector"):

    class TracedEpollSelector(_Traced, selectors.EpollSelector):
        def __init__(self, trace=None):
            super().__init__(trace)
            self._selector = pollers.EpollPoller(self._selector, self.trace)

    TRACED["epoll"] = TracedEpollSelector

if hasattr(selectors, "DevpollSelector"):

    class TracedDevpollSelector(_Traced, selectors.DevpollSelector):
        def __init__(self, trace=None):
            super().__init__(trace)
            self._selector = pollers.ClosablePoller(self._selector, self.trace)

    TRACED["devpoll"] = TracedDevpollSelector

if hasattr(selectors, "KqueueSelector"):

    class TracedKqueueSelector(_Traced, selectors.KqueueSelector):
        def __init__(self, trace=None):
            super().__init__(trace)
            self._selector = pollers.Kqueue(self._selector, self.trace)

    TRACED["kqueue"] = TracedKqueueSelector


def traced_class(backend):
    """The traced class of a backend id (``select``, ``poll``, ``epoll``, ``devpoll``, ``kqueue``).

    Raises KeyError where this Python has no such selector.
    """
    return TRACED[backend]
