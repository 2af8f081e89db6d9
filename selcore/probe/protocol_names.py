"""Whom a transport of asyncio serves: the program's function that takes what has come.

Only what asyncio itself has put there is read, and only classes of the program are looked at, not what they have made.
"""

from types import FunctionType
from typing import Any, Optional

from .name_table import KEPT, NameTable, plain
from .ring import SharedRing

_STREAM, _TLS, _PIPE = -1, -2, -3
_WITHIN = {"StreamReaderProtocol": _STREAM, "SSLProtocol": _TLS, "WriteSubprocessPipeProto": _PIPE}
"""Protocols of asyncio's own: each has the program's function, or the program's protocol, in it."""
_RECEIVERS = ("data_received", "buffer_updated", "datagram_received", "pipe_data_received")


class ProtocolNames(NameTable):
    """``of_protocol`` and ``of_factory`` give the number of a function; 0: it is none of the program's."""

    def __init__(self, ring: SharedRing):
        super().__init__(ring)
        self._protocols: dict[type, int] = {}

    def forget(self) -> None:
        """In a forked child."""
        super().forget()
        self._protocols.clear()

    def of_protocol(self, protocol: Any) -> int:
        """Who takes its data, or the function that a stream server calls for each client."""
        kind = type(protocol)
        found = self._protocols.get(kind)
        if found is None:
            found = self._new_protocol(kind)
        if found >= 0:
            return found
        if found == _STREAM:
            called = plain(field(protocol, "_client_connected_cb"))
            return self.of_code(called.__code__, called.__qualname__) if called is not None else 0
        inner = field(protocol, "_app_protocol") if found == _TLS else field(field(protocol, "proc"), "_protocol")
        return 0 if inner is None else self.of_protocol(inner)

    def _new_protocol(self, kind: type) -> int:
        """The number of who takes the data of such a protocol, or how it is found: where it is asyncio's own."""
        served = receiver(kind)
        if served is not None:
            number = self.of_code(served.__code__, served.__qualname__)
        else:
            number = max((_WITHIN.get(base.__name__, 0) for base in kind.__mro__), key=abs)
        if len(self._protocols) < KEPT:
            self._protocols[kind] = number
        return number

    def of_factory(self, factory: Any) -> int:
        """Of what makes a listener's protocols: the function that `asyncio.start_server` was given, or the class."""
        if issubclass(type(factory), type):
            served = receiver(factory)
            return 0 if served is None else self.of_code(served.__code__, served.__qualname__)
        function = plain(factory)
        if function is None:
            return 0
        if not is_asyncios(function):
            return self.of_code(function.__code__, function.__qualname__)
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
            called = plain(cell.cell_contents) if name == "client_connected_cb" else None
            if called is not None:
                return self.of_code(called.__code__, called.__qualname__)
        return 0


def is_asyncios(function: FunctionType) -> bool:
    return str(function.__globals__.get("__name__")).startswith("asyncio.")


def field(owner: Any, name: str) -> Any:
    """An attribute that an object itself has; None where there is none. Its ``__dict__`` is not asked for, which would
    make one, for good: objects of CPython from 3.11 on are smaller and faster without."""
    try:
        return object.__getattribute__(owner, name)
    except AttributeError:
        return None


def receiver(kind: type, names: "tuple[str, ...]" = _RECEIVERS, own: str = "asyncio.") -> Optional[FunctionType]:
    """The function of a protocol's class that takes what has come; None where that is the framework's ``own``."""
    for name in names:
        for base in kind.__mro__:
            found = base.__dict__.get(name)
            if type(found) is FunctionType and not base.__module__.startswith(own):
                return found
    return None
