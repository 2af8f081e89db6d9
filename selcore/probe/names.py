"""What a handle of asyncio runs, and whom the ``data`` of a key names.

Only attributes of Python's own types, and of asyncio's, are read: nothing of the program is called.
"""

import sys
from gc import get_referents
from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType
from typing import Any

from .name_table import plain
from .protocol_names import ProtocolNames, field, is_asyncios
from .ring import SharedRing

_OF_TASKS = ("TaskStepMethWrapper", "TaskWakeupMethWrapper")
_PLAIN = (FunctionType, MethodType)
_NONE = type(None)
_HANDLES: "set[type]" = set()
IN_C: "set[type]" = {BuiltinFunctionType}
"""Types of what runs a task of asyncio in C."""


class Names(ProtocolNames):
    """The names of one process. ``of`` and ``of_callback`` give a number, 0 where there is nothing to name. ``tasks``:
    how a task of that very type is asked for its coroutine."""

    def __init__(self, ring: SharedRing):
        super().__init__(ring)
        self.tasks: dict[type, Any] = {}

    def of(self, data: Any) -> int:
        """The number of what a key's ``data`` names: a function, that of a handle, the first one of a tuple, a type."""
        if data is None:
            return 0
        kind = type(data)
        if kind in _PLAIN or issubclass(kind, BuiltinFunctionType):
            return self.of_function(data)
        if kind is tuple or kind is list:
            return self._of_several(data)
        if kind in _HANDLES or _is_handle(kind):
            return self.of_key(data)
        partial = getattr(sys.modules.get("functools"), "partial", None)
        if kind is partial:
            return self.of(data.func)
        return self.of_text(type.__dict__["__qualname__"].__get__(kind))

    def of_both(self, data: Any) -> "tuple[int, int]":
        """The same, and the number of who is called for WRITE where that is another one, else 0: of asyncio ``data`` is
        a pair, the handle of the reader and that of the writer, either of them None."""
        if type(data) is not tuple or len(data) != 2 or not all(map(_may_be_handle, data)):
            return self.of(data), 0
        reader = 0 if data[0] is None else self.of_key(data[0])
        writer = 0 if data[1] is None else self._of_writer(data[1])
        return reader or writer, writer if reader and writer != reader else 0

    def _of_writer(self, handle: Any) -> int:
        """A transport writes by itself what the program gave it before: nothing of the program is called for that."""
        function, owner = plain(handle._callback), getattr(handle._callback, "__self__", None)
        if function is not None and is_asyncios(function) and _is_transport(owner):
            return self.of_code(function.__code__, function.__qualname__)
        return self.of_key(handle)

    def _of_several(self, several: Any) -> int:
        for one in several[:8]:
            kind = type(one)
            if kind in _HANDLES:
                return self.of_key(one)
            if kind is not _NONE and (kind in _PLAIN or issubclass(kind, BuiltinFunctionType) or _is_handle(kind)):
                return self.of(one)
        return self.of_text(type(several).__name__)

    def of_callback(self, callback: Any) -> int:
        """The number of what a handle of asyncio calls: its task's outer coroutine, what a transport serves, or itself.
        Asked for each handle: what has been found once is looked up by identities alone."""
        kind = type(callback)
        if kind is MethodType:
            function = callback.__func__
            if type(function) is FunctionType:
                number = self.known.get(id(function.__code__))
                if number is None:
                    number = self._new_method(callback, function)
                return number if number >= 0 else self._served(callback.__self__) or -number
        elif kind is FunctionType:
            return self.of_code(callback.__code__, callback.__qualname__)
        elif kind in IN_C:
            owner = callback.__self__
            ask = self.tasks.get(type(owner))
            if ask is not None:
                coroutine = ask(owner)
                if type(coroutine) is CoroutineType:
                    return self.known.get(id(coroutine.cr_code)) or self.of_coroutine(coroutine)
        return self._of_other(callback, kind)

    def _of_other(self, callback: Any, kind: type) -> int:
        if callback is None:
            return 0
        if issubclass(kind, BuiltinFunctionType) or kind.__name__ in _OF_TASKS:
            owner = _owner(callback)
            coroutine = _coroutine_of(owner)
            if coroutine is not None:
                if getattr(callback, "__self__", None) is owner and type(owner) is _task_in_c():
                    IN_C.add(kind)
                    self.tasks[type(owner)] = _task_in_c().get_coro
                return self.of_coroutine(coroutine)
        return self.of(callback)

    def _new_method(self, method: Any, function: FunctionType) -> int:
        """Its number; negative if it is one of asyncio's own, and who is served by it says more."""
        code, owner = function.__code__, method.__self__
        number = self.of_code(code, function.__qualname__)
        if (
            id(code) in self.known
            and is_asyncios(function)
            and (_is_transport(owner) or _coroutine_of(owner) is not None)
        ):
            self.known[id(code)] = number = -number
        return number

    def _served(self, owner: Any) -> int:
        """The number of the program's function that a transport of asyncio feeds; of a task in Python its coroutine.
        0: that is not the program's."""
        protocol = field(owner, "_protocol")
        if protocol is not None:
            return self.of_protocol(protocol)
        coroutine = _coroutine_of(owner)
        return 0 if coroutine is None else self.of_coroutine(coroutine)

    def of_key(self, handle: Any) -> int:
        """The number of whom a key of asyncio is for: as of what its handle calls; where that is asyncio's own, the
        function that a listener's clients are given to, or the coroutine of the task that waits for it."""
        callback = handle._callback
        number, function = self.of_callback(callback), plain(callback)
        if function is None or self.known.get(id(function.__code__)) != number or not is_asyncios(function):
            return number
        if function.__name__ == "_accept_connection" and handle._args:
            return self.of_factory(handle._args[0]) or number
        return self._of_current_task(handle._loop) or number

    def _of_current_task(self, loop: Any) -> int:
        tasks = getattr(sys.modules.get("_asyncio"), "_current_tasks", None)
        coroutine = _coroutine_of(tasks.get(loop)) if type(tasks) is dict else None
        return 0 if coroutine is None else self.of_coroutine(coroutine)


def _owner(callback: Any) -> Any:
    """Whose method it is. Before Python 3.11 what wakes a task in C says so to the garbage collector alone."""
    owner = getattr(callback, "__self__", None)
    if owner is None:
        owner = next(iter(get_referents(callback)), None)
    return owner


def _is_handle(kind: type) -> bool:
    if kind.__module__ == "asyncio.events" and kind.__name__ in ("Handle", "TimerHandle"):
        _HANDLES.add(kind)
        return True
    return False


def _may_be_handle(one: Any) -> bool:
    return one is None or type(one) in _HANDLES or _is_handle(type(one))


def _is_transport(owner: Any) -> bool:
    return any(base.__module__ == "asyncio.transports" for base in type(owner).__mro__)


def _task_in_c() -> Any:
    return getattr(sys.modules.get("_asyncio"), "Task", None)


def _coroutine_of(owner: Any) -> Any:
    """The coroutine of a task, in C or in Python; None where it is no task."""
    for name in ("_asyncio", "asyncio.tasks"):
        task = getattr(sys.modules.get(name), "Task" if name == "_asyncio" else "_PyTask", None)
        if task is not None and isinstance(owner, task):
            return task.get_coro(owner)
    return None
