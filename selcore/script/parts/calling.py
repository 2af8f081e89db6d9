"""What goes beyond one plain call."""

import contextlib
import itertools
import selectors
import time
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def waiting(
    sel: selectors.BaseSelector, timeout: float | None, returned: Callable[[Any], None], ended: bool = False
) -> Iterator[None]:
    """A call while which something is done: it ends, and is made again with the time that is left.

    A select() or poll() that waits would not notice what another thread registers. Where something is ready at once the
    call has returned before all that is done. ``ended``: what is done puts an end to the call.
    """
    began, blocks = time.monotonic(), timeout is None or timeout > 0
    problem, ready = None, []
    try:
        ready = sel.select(0 if blocks else timeout)
    except Exception as error:
        problem = error
    over = bool(ready) or not blocks or problem is not None
    if over and problem is None:
        returned(ready)
    yield
    if problem is not None:
        raise problem
    if not over and not ended:
        left = None if timeout is None else max(timeout - (time.monotonic() - began), 0)
        returned(sel.select(left))


def carried_over(old: selectors.BaseSelector, new: selectors.BaseSelector) -> selectors.BaseSelector:
    """Another selector with the same keys; one that it refuses is not carried over."""
    for key in (old.get_map() or {}).values():
        with contextlib.suppress(Exception):
            new.register(key.fileobj, key.events, key.data)
    old.close()
    return new


def timed_calls(
    sel: selectors.BaseSelector, timeout: float | None, seconds: float, calls: int | None = None
) -> Iterator[list[tuple[selectors.SelectorKey, int]]]:
    """What each call returns, until the seconds are over or so many were made. One that is cut short is not counted."""
    end, made = time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0 and made != calls:
        cut = timeout is None or timeout > left
        ready = sel.select(left if cut else timeout)
        if cut and not ready:
            return
        yield ready
        made += 1


def distinct(calls: Any) -> list[list[tuple[str, int]]]:
    """What calls returned, equal lists that follow each other once."""
    return [ready for ready, _ in itertools.groupby(calls)]


def again(sel: selectors.BaseSelector, fileobj: Any, new: Any) -> Any:
    """The callback that its key has goes on with what it has still to do. Where it has no such one: the new one."""
    data = sel.get_key(fileobj).data
    if type(data) is not type(new):
        return new
    data.asked = 0
    return data
