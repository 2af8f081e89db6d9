"""The selector classes of the standard library, each with a recorder around its low-level poller and nothing else.

``select()``, ``register()`` and the map stay the standard library's own code, so what they return cannot differ.
"""

from __future__ import annotations

import selectors
import sys
from collections.abc import Callable, Iterable
from select import select as _select  # the function that SelectSelector itself calls
from typing import Any

from . import pollers
from .trace import Raw, Trace


class _Traced:
    """What every traced selector adds: ``trace``, read by its owner after each call."""

    def __init__(self, trace: Trace | None = None) -> None:
        self.trace = Trace() if trace is None else trace
        super().__init__()


class TracedSelectSelector(_Traced, selectors.SelectSelector):
    """``selectors.SelectSelector``, traced; its raw list has no flags, a descriptor twice that is ready for both."""

    def _select(
        self, readers: Iterable[int], writers: Iterable[int], _: object, timeout: float | None = None
    ) -> tuple[list[int], list[int], list[int]]:
        wakeup = self.trace.wakeup
        wake_fd = -1 if wakeup is None else wakeup.fileno()
        found: tuple[list[int], list[int], list[int]] = ([], [], [])

        def ask(left: float | None) -> Raw:
            nonlocal found
            # With nothing to watch, Windows refuses select(): then the wakeup must not hide that refusal.
            awake = wakeup is not None and (readers or writers or sys.platform != "win32")
            asked = [*readers, wake_fd] if awake else readers
            # On Windows a failed connect is reported among the exceptional: the standard library asks for them too.
            found = _select(asked, writers, writers if sys.platform == "win32" else [], left)
            return [(fd, None) for fd in (*found[0], *found[1], *found[2])]

        self.trace.poll(ask, lambda raw: [pair for pair in raw if pair[0] != wake_fd], timeout, 1, False)
        return [fd for fd in found[0] if fd != wake_fd], found[1] + found[2], []


class _TracedPolling(_Traced):
    """The others keep their poller in ``_selector``: a recorder takes its place."""

    _selector: Any
    _recorder: Callable[[Any, Trace], Any]

    def __init__(self, trace: Trace | None = None) -> None:
        super().__init__(trace)
        self._selector = type(self)._recorder(self._selector, self.trace)


def _traced(name: str, recorder: Callable[[Any, Trace], Any]) -> type[Any]:
    about = {"_recorder": recorder, "__doc__": f"``selectors.{name}``, traced.", "__module__": __name__}
    return type(f"Traced{name}", (_TracedPolling, getattr(selectors, name)), about)


_RECORDERS = {
    "poll": ("PollSelector", pollers.Poller),
    "epoll": ("EpollSelector", pollers.EpollPoller),
    "devpoll": ("DevpollSelector", pollers.ClosablePoller),
    "kqueue": ("KqueueSelector", pollers.KqueuePoller),
}

TRACED: dict[str, type[Any]] = {"select": TracedSelectSelector}
TRACED.update((id, _traced(*made)) for id, made in _RECORDERS.items() if hasattr(selectors, made[0]))


def traced_class(backend: str) -> type[Any]:
    """The traced class of a backend id (``select``, ``poll``, ``epoll``, ``devpoll``, ``kqueue``).

    Raises KeyError where this Python has no such selector.
    """
    return TRACED[backend]
