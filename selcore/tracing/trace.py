"""A wake is not a return: a call that is woken goes on with the time that is left, and only an explicit end ends it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from time import monotonic_ns
from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from .wakeup import Wakeup

Raw = list[tuple[int, Optional[int]]]
"""(fd, flags) as the poller returned them; flags are None where it has none."""
Ask = Callable[[Optional[float]], Raw]
Strip = Callable[[Raw], Raw]


class Go(enum.Enum):
    """What the owner answers when its blocking call was woken."""

    ON = "on"  # nothing that the call depends on has changed
    CHANGED = "changed"  # registrations changed while the call was blocked
    END = "end"  # end the call without a result


class CallEnded(BaseException):
    """The owner ended the call; it had not returned. What its own functions raised, if that ended it, is the cause.

    A BaseException, because ``select()`` of the standard library must let it pass whatever it learns to catch.
    """


class Trace:
    """What the latest low-level call did, and how a blocked one is woken.

    ``raw`` is the list the poller returned without the wakeup (only ints: no file object is kept alive), ``start``
    and ``end`` are monotonic nanoseconds around the system calls, ``reentered`` counts the wakes of this call after
    which registrations had changed. ``attend()`` is called when the call was woken and answers with a Go.
    ``blocking()`` is called when a woken call is about to block again; with ``look_first`` also before it blocks the
    first time. To know costs one low-level call with timeout 0, which changes nothing. ``resting()`` is called before
    every call that may block; where it is set, what is ready at once is taken without it, as the real call would.
    """

    __slots__ = ("attend", "blocking", "end", "look_first", "raw", "reentered", "resting", "start", "wakeup")

    def __init__(self, wakeup: Wakeup | None = None, attend: Callable[[], Go] | None = None) -> None:
        self.wakeup = wakeup
        self.attend = attend
        self.blocking: Callable[[], object] | None = None
        self.look_first = False
        self.resting: Callable[[], object] | None = None
        self.start = self.end = 0
        self.raw: Raw = []
        self.reentered = 0

    def poll(
        self,
        ask: Ask,
        strip: Strip,
        timeout: float | None,
        per_second: int,
        whole: bool,
        peek: Ask | None = None,
        rested: bool = False,
    ) -> Raw:
        """Call ``ask(timeout)`` until it has something to return, and record it.

        ``ask`` gets the timeout in the poller's own unit (``per_second`` to the second, ``whole`` where only
        integers are taken); the first time unchanged, so that nan, inf and 1e9 get Python's own answer.
        ``strip(raw)`` returns the raw list without the wakeup. ``peek(0)`` tells whether anything is ready, where
        ``ask(0)`` would change what the next one returns. ``rested``: it was seen that nothing is ready at once.
        """
        self.reentered = 0
        if self.resting is not None and timeout != 0:
            if not rested and _sane(timeout, per_second) and self._at_once(ask, strip):
                return self.raw
            _ask_owner(self.resting)
        raw: Raw = []
        if self.look_first and timeout != 0:
            self._look(peek or ask, strip)
        self.start = start = monotonic_ns()
        try:
            raw = ask(timeout)
            wakeup = self.wakeup
            if wakeup is not None and wakeup.signalled:
                raw = strip(raw)
                while not raw and wakeup.signalled and not _over(timeout, start, per_second):
                    self._be_woken(wakeup)
                    raw = self._look(ask, strip) or strip(ask(left_of(timeout, start, per_second, whole)))
        finally:
            self.end = monotonic_ns()
            self.raw = raw
        return raw

    def _at_once(self, ask: Ask, strip: Strip) -> Raw:
        """What is ready now, recorded as the call's answer; where nothing is, the call has still to be made."""
        self.start = monotonic_ns()
        try:
            raw = ask(0)
        except (OSError, ValueError):
            return []  # the real call is about to say the same
        if self.wakeup is not None and self.wakeup.signalled:
            raw = strip(raw)
        self.end = monotonic_ns()
        self.raw = raw
        return raw

    def _look(self, ask: Ask, strip: Strip) -> Raw:
        """What is ready now; where nothing is, the owner is told that the call blocks."""
        try:
            raw = strip(ask(0))
        except (OSError, ValueError, OverflowError):
            return []  # the real call is about to say the same
        if not raw and self.blocking is not None:
            _ask_owner(self.blocking)
        return raw

    def _be_woken(self, wakeup: Wakeup) -> None:
        wakeup.clear()
        go = Go.ON if self.attend is None else _ask_owner(self.attend)
        if go is Go.END:
            raise CallEnded
        if go is Go.CHANGED:
            self.reentered += 1


def _ask_owner(question: Callable[[], Any]) -> Any:
    """The owner's answer. What it raises instead must not pass for something that ``select()`` raised."""
    try:
        return question()
    except Exception as error:
        raise CallEnded from error


def _sane(timeout: float | None, per_second: int) -> bool:
    """Whether no poller refuses this timeout: then an answer with timeout 0 is an answer of the call itself."""
    return timeout is None or timeout == -1 or 0 < timeout < 1e6 * per_second


def _over(timeout: float | None, start: int, per_second: int) -> bool:
    if timeout is None or timeout < 0:
        return False
    return timeout == 0 or (monotonic_ns() - start) / 1e9 * per_second >= timeout


def left_of(timeout: float | None, start: int, per_second: int, whole: bool) -> float | None:
    """The part of ``timeout`` that has not passed; None and negative mean for ever and stay as they are."""
    if timeout is None or timeout < 0:
        return timeout
    left = max(timeout - (monotonic_ns() - start) / 1e9 * per_second, 0)
    return -int(-left // 1) if whole else left
