"""What notes which handle of asyncio a thread runs. Both functions are called at each handle or turn: what they need is
at hand, and a handle is named before it runs, since it may be the one that does not return.
"""

from collections.abc import Callable
from time import monotonic_ns
from types import CoroutineType, FunctionType, MethodType
from typing import Any

from .layout import HANDLE, HANDLE_NAME, HANDLE_SINCE
from .names import IN_C
from .recorder import SWALLOWED, CallRecorder, ThreadNotes

LONG = 1_000_000
"""Nanoseconds from which a handle of asyncio is told by itself."""


def beginning(recorder: CallRecorder) -> Callable[[Any], None]:
    """The function that is told that a handle is about to run; the one before it has ended."""
    here, thread, names = recorder.here, recorder.thread, recorder.names
    known, tasks, named = names.known.get, names.tasks.get, names.of_callback

    def began(handle: Any) -> None:
        now = monotonic_ns()
        try:
            me: ThreadNotes = here.notes
        except AttributeError:
            me = thread()
        try:
            before = me.began
            if not before:
                if not me.handles:
                    me.loop = me.asked
            elif now - before >= LONG:
                _tell(recorder, me, now)
            me.began = now
            me.handles += 1
            # What Names.of_callback would do, without a call of it.
            callback = handle._callback
            kind, number = type(callback), None
            if kind is MethodType:
                function = callback.__func__
                if type(function) is FunctionType:
                    number = known(id(function.__code__))
            elif kind in IN_C:
                owner = callback.__self__
                ask = tasks(type(owner))
                if ask is not None:
                    coroutine = ask(owner)
                    if type(coroutine) is CoroutineType:
                        number = known(id(coroutine.cr_code))
            elif kind is FunctionType:
                number = known(id(callback.__code__))
            if number is None or number < 0:
                number = named(callback)
            words = me.words
            words[HANDLE_NAME] = number
            words[HANDLE_SINCE] = now
        except SWALLOWED:
            pass

    return began


def ending(recorder: CallRecorder) -> Callable[[], None]:
    """The function that is told that all that were ready have run: what comes now is another select(), or the end of
    the loop."""
    here = recorder.here

    def ended() -> None:
        try:
            me: ThreadNotes = here.notes
            began = me.began
            if began:
                now = monotonic_ns()
                if now - began >= LONG:
                    _tell(recorder, me, now)
                me.began = me.words[HANDLE_NAME] = 0
        except SWALLOWED:
            pass

    return ended


def _tell(recorder: CallRecorder, me: ThreadNotes, now: int) -> None:
    """The one that began last has ended now, and was long."""
    recorder.put(HANDLE, me.loop, me.words[HANDLE_NAME], me.began, now, -1, 0)
