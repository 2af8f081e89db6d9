"""Numbers for names: each function is told once, with its file and line, and named by its number from then on.

Only attributes of Python's own types are read: nothing of the program is called, and nothing of it is kept alive but
code objects, which usually live as long as the program.
"""

import sys
from gc import get_referents
from types import (
    BuiltinFunctionType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
)
from typing import Any, Optional

from .layout import MOST_NAMES, NAMES, NAMES_SIZE, SEPARATOR
from .ring import SharedRing

KEPT = 16_384
"""Code objects that are remembered; functions beyond are named by what is known of their text alone."""
LONGEST = 1000
_OF_TASKS = ("TaskStepMethWrapper", "TaskWakeupMethWrapper")
_NONE: "dict[str, Any]" = {}
_PLAIN = (FunctionType, MethodType)
_IN_C = {BuiltinFunctionType}


class Names:
    """The names of one process. ``of`` and ``of_handle`` give a number, 0 where there is nothing to name."""

    def __init__(self, ring: SharedRing):
        self._ring = ring
        self.forget()

    def forget(self) -> None:
        """In a forked child: its file has no names yet."""
        self._codes: dict[int, tuple[CodeType, int]] = {}
        self._texts: dict[str, int] = {}
        self._asyncios: set[int] = set()
        self._protocols: dict[type, int] = {}
        self._builtins: dict[tuple[type, str], int] = {}
        self._steps: tuple[type, ...] = ()
        self._loops: tuple[type, ...] = ()
        self._handles: tuple[type, ...] = ()
        self._task: Any = None
        self._coroutine: Any = None
        self._count = 0

    def of_text(self, name: str, file: str = "", line: int = 0) -> int:
        """The number of this name."""
        text = SEPARATOR.join((name, file, str(line)))
        found = self._texts.get(text)
        return self._tell(text) if found is None else found

    def _tell(self, text: str) -> int:
        data = text.encode("utf-8", "backslashreplace")[:LONGEST]
        if not self._ring.ready():
            return 0
        view, used = self._ring.view, self._ring.used
        begin = used[0]
        end = begin + 2 + len(data)
        if end > NAMES_SIZE or self._count >= MOST_NAMES:
            return 0
        view[NAMES + begin : NAMES + end] = len(data).to_bytes(2, "little") + data
        used[0] = end
        self._count += 1
        self._texts[text] = self._count
        return self._count

    def of_code(self, code: CodeType, name: str = "") -> int:
        """The number of a function, coroutine or generator with this code; by identity, since codes compare slowly."""
        found = self._codes.get(id(code))
        if found is not None and found[0] is code:
            return found[1]
        name = getattr(code, "co_qualname", "") or name or code.co_name
        number = self.of_text(name, code.co_filename, code.co_firstlineno)
        if len(self._codes) < KEPT:
            self._codes[id(code)] = code, number
        return number

    def of(self, data: Any) -> int:
        """The number of what a key's ``data`` names: a function, that of a handle, the first one of a tuple, a type."""
        if data is None:
            return 0
        kind = type(data)
        if kind in _PLAIN or issubclass(kind, BuiltinFunctionType):
            return self.of_function(data)
        if kind is tuple or kind is list:
            return self._of_several(data)
        if _is_handle(kind):
            self._handles = (*self._handles, kind)[-2:]
            return self.of_handle(data)
        partial = getattr(sys.modules.get("functools"), "partial", None)
        if kind is partial:
            return self.of(data.func)
        return self.of_text(type.__dict__["__qualname__"].__get__(kind))

    def _of_several(self, several: Any) -> int:
        for one in several[:8]:
            kind = type(one)
            if kind in self._handles:
                return self.of_handle(one)
            if kind in _PLAIN or issubclass(kind, BuiltinFunctionType) or _is_handle(kind):
                return self.of(one)
        return self.of_text(type(several).__name__)

    def of_function(self, function: Any) -> int:
        """The number of a function, method, or function in C."""
        if type(function) is MethodType:
            function = function.__func__
        if type(function) is FunctionType:
            return self.of_code(function.__code__, function.__qualname__)
        return self.of_text(str(getattr(function, "__qualname__", "") or type(function).__name__))

    def of_handle(self, handle: Any) -> int:
        """The number of what a handle of asyncio runs: its task's outer coroutine, what a transport serves, or its
        callback. Asked for each handle: what has been found once is looked up by types and identities alone."""
        callback = handle._callback
        kind = type(callback)
        if kind is MethodType:
            return self._of_method(callback)
        if kind in _IN_C or kind in self._steps:
            owner = callback.__self__
            if type(owner) is self._task:
                coroutine = self._coroutine(owner)
                if type(coroutine) is CoroutineType:
                    code = coroutine.cr_code
                    found = self._codes.get(id(code))
                    if found is not None and found[0] is code:
                        return found[1]
            elif kind in _IN_C:
                known = self._builtins.get((type(owner), callback.__name__))
                if known is not None:
                    return known
        if kind is FunctionType:
            return self.of_code(callback.__code__, callback.__qualname__)
        return self._of_other(callback, kind)

    def _of_other(self, callback: Any, kind: type) -> int:
        if callback is None:
            return 0
        if issubclass(kind, BuiltinFunctionType):
            _IN_C.add(kind)  # some methods in C are of a type beneath it
        if kind in _IN_C or kind.__name__ in _OF_TASKS:
            owner = _owner(callback)
            coroutine = _coroutine_of(owner)
            if coroutine is not None:
                if type(owner) is getattr(sys.modules.get("_asyncio"), "Task", None):
                    self._task, self._coroutine = type(owner), type(owner).get_coro
                    if kind.__name__ == _OF_TASKS[0]:
                        self._steps = (kind,)
                return self.of_coroutine(coroutine)
        number = self.of(callback)
        if kind in _IN_C and len(self._builtins) < KEPT:
            self._builtins[type(callback.__self__), callback.__name__] = number
        return number

    def _of_method(self, method: Any) -> int:
        owner, function = method.__self__, method.__func__
        if type(function) is not FunctionType:
            return self.of(function)
        code = function.__code__
        found = self._codes.get(id(code))
        if found is None or found[0] is not code:
            number = self.of_code(code, function.__qualname__)
            if "asyncio" in code.co_filename and len(self._asyncios) < KEPT:  # its own: who is served by it says more
                self._asyncios.add(id(code))
        else:
            number = found[1]
        if id(code) not in self._asyncios or type(owner) in self._loops:
            return number
        served = self._of_transport(owner) or self._of_task_in_python(owner)
        if not served and hasattr(type(owner), "_run_once"):
            self._loops = (*self._loops, type(owner))[-4:]
        return served or number

    def _of_task_in_python(self, owner: Any) -> int:
        if not hasattr(type(owner), "get_coro"):
            return 0
        coroutine = _coroutine_of(owner)
        return 0 if coroutine is None else self.of_coroutine(coroutine)

    def _of_transport(self, transport: Any) -> int:
        """The number of the program's function that a transport of asyncio feeds: who takes its data, or the one that
        is called for each client of a stream server. 0 where that is not the program's."""
        protocol = getattr(transport, "__dict__", _NONE).get("_protocol")
        if protocol is None:
            return 0
        called = getattr(protocol, "__dict__", _NONE).get("_client_connected_cb")
        if type(called) is MethodType:
            called = called.__func__
        if type(called) is FunctionType:
            return self.of_code(called.__code__, called.__qualname__)
        kind = type(protocol)
        known = self._protocols.get(kind)
        if known is None:
            served = _receiver(kind)
            known = 0 if served is None else self.of_code(served.__code__, served.__qualname__)
            if len(self._protocols) < KEPT:
                self._protocols[kind] = known
        return known

    def of_coroutine(self, coroutine: Any) -> int:
        """The number of a coroutine or generator; of others, that of their type."""
        if type(coroutine) is CoroutineType:
            return self.of_code(coroutine.cr_code, coroutine.__qualname__)
        if type(coroutine) is GeneratorType:
            return self.of_code(coroutine.gi_code, coroutine.__qualname__)
        return self.of_text(type(coroutine).__name__)


def _owner(callback: Any) -> Any:
    """Whose method it is. Before Python 3.11 what wakes a task in C says so to the garbage collector alone."""
    owner = getattr(callback, "__self__", None)
    if owner is None:
        owner = next(iter(get_referents(callback)), None)
    return owner


def _is_handle(kind: type) -> bool:
    return kind.__module__ == "asyncio.events" and kind.__name__ in ("Handle", "TimerHandle")


def _coroutine_of(owner: Any) -> Any:
    """The coroutine of a task, in C or in Python; None where it is no task."""
    for name in ("_asyncio", "asyncio.tasks"):
        task = getattr(sys.modules.get(name), "Task" if name == "_asyncio" else "_PyTask", None)
        if task is not None and isinstance(owner, task):
            return task.get_coro(owner)
    return None


def _receiver(kind: type) -> Optional[FunctionType]:
    """The function of a protocol's class that takes what has come; None where that is asyncio's own."""
    for name in ("data_received", "buffer_updated", "datagram_received"):
        for base in kind.__mro__:
            found = base.__dict__.get(name)
            if type(found) is FunctionType and not base.__module__.startswith("asyncio."):
                return found
    return None
