"""The hooks in asyncio: at the beginning of ``Handle._run``, which is Python in all versions and which tasks in C pass
too, and at the end of ``_run_once``, so that what a program does after its loop is no handle's doing.
"""

from typing import Any

from . import handles, rewriting
from .recorder import CallRecorder

_HANDLE, _ENDED = "\0selector playground: handle", "\0selector playground: ended"


def put_into_events(events: Any, source: "list[str]", recorder: CallRecorder) -> None:
    """Of the module `asyncio.events` and its source, line by line."""
    rewriting.rewrite(events.Handle._run, source, _first_in_the_try, {_HANDLE: handles.beginning(recorder)})


def put_into_loop(base_events: Any, source: "list[str]", recorder: CallRecorder) -> None:
    """Of the module `asyncio.base_events`."""
    function = base_events.BaseEventLoop._run_once
    rewriting.rewrite(function, source, _last_of_all, {_ENDED: handles.ending(recorder)})


def _first_in_the_try(definition: Any) -> bool:
    first = definition.body[0]
    if type(first).__name__ != "Try":
        return False
    first.body.insert(0, rewriting.statement(rewriting.call(_HANDLE, first.body[0], "self")))
    return True


def _last_of_all(definition: Any) -> bool:
    last = definition.body[-1]
    if type(last).__name__ != "Assign":  # handle = None
        return False
    definition.body.append(rewriting.statement(rewriting.call(_ENDED, last)))
    return True
