"""Stand-ins for ``select.select``, ``select.poll`` and ``select.epoll``: for who asks the system without `selectors`.

`selectors` itself keeps the originals. What a stand-in cannot be: a function in C, or a class in C; docs/watch.md says
what can be seen of that.
"""

from typing import Any

from . import layout
from .frameworks import tell_called
from .recorder import CallRecorder

ORIGINALS = ("select", "poll", "epoll")


def _leave(error: BaseException) -> None:
    """Take the frame of a stand-in, which is the first, out of the traceback: raised again with a plain ``raise`` it
    gets no other. Before Python 3.11 that raises what was laid aside, traceback and all: there the frame is seen."""
    seen = error.__traceback__
    if seen is not None:
        BaseException.with_traceback(error, seen.tb_next)


class SelectCall:
    """``select.select`` is the bound method of one of these: a plain function in a class body would become a method
    of that class, as in ``SelectSelector``."""

    __slots__ = ("_ask", "_recorder", "_returned")

    def __init__(self, ask: Any, recorder: CallRecorder):
        self._ask, self._recorder = ask, recorder
        self._returned = recorder.returning(layout.SELECT | layout.DIRECT)

    def select(self, *given: Any) -> Any:
        # The objects' own fileno() may be a program's: what came back is told by the place where it was given.
        recorder = self._recorder
        start = recorder.entering()
        try:
            found = self._ask(*given)
        except BaseException as error:
            recorder.failed(self, start, layout.SELECT | layout.DIRECT)
            _leave(error)
            raise
        self._returned(self, given[3] if len(given) > 3 else None, start, _numbers(found))
        return found


def _numbers(found: Any) -> "list[tuple[int, int]]":
    """The descriptors, as far as they are told without asking an object of the program's: -1 is one that is not."""
    raw: list[tuple[int, int]] = []
    for bit, some in enumerate(found):
        for one in some:
            kind = type(one)
            socket = kind.__module__ == "socket" and kind.__name__ == "socket"
            raw.append((one if kind is int else one.fileno() if socket else -1, 1 << bit))
    return raw


class _OriginalsToo(type):
    """Who asks ``isinstance(x, select.epoll)`` is to hear yes for a real one also."""

    _original: Any = None

    def __instancecheck__(cls, one: Any) -> bool:
        return type.__instancecheck__(cls, one) or isinstance(one, cls._original)


def poll_class(original: Any, recorder: CallRecorder) -> Any:
    """``select.poll`` as a class that can stand in a class body. What it makes is of another one, which cannot be
    called, like that of the originals."""

    returned = recorder.returning(layout.POLL | layout.DIRECT)

    class poller:
        __slots__ = ("_poller", "modify", "register", "unregister")
        __module__ = "select"
        __doc__ = type(original()).__doc__

        _poller: Any
        register: Any
        modify: Any
        unregister: Any

        def __new__(cls, *given: Any) -> Any:
            raise TypeError("cannot create 'select.poll' instances")

        def poll(self, timeout: Any = None, /) -> Any:
            """As that of ``select.poll()``."""
            seconds = timeout / 1000 if type(timeout) in (int, float) and timeout >= 0 else None
            start = recorder.entering()
            try:
                found = self._poller.poll(timeout)
            except BaseException as error:
                recorder.failed(self, start, layout.POLL | layout.DIRECT)
                _leave(error)
                raise
            tell_called(recorder, self, found)
            returned(self, seconds, start, found)
            return found

    poller.__name__ = poller.__qualname__ = "poll"

    class poll:
        __module__ = "select"
        __doc__ = original.__doc__

        def __new__(cls) -> Any:
            found = object.__new__(poller)
            found._poller = made = original()
            found.register, found.modify, found.unregister = made.register, made.modify, made.unregister
            recorder.made(found)
            return found

    poll.__qualname__ = "poll"
    return poll


def epoll_class(original: Any, recorder: CallRecorder) -> Any:
    """``select.epoll`` as a class in Python, around a real one."""

    returned = recorder.returning(layout.EPOLL | layout.DIRECT)

    class epoll(metaclass=_OriginalsToo):
        __slots__ = ("__weakref__", "_poller", "close", "fileno", "modify", "register", "unregister")
        __module__ = "select"
        _original = original
        __doc__ = original.__doc__

        def __init__(self, sizehint: int = -1, flags: int = 0) -> None:
            self._take(original(sizehint, flags))

        @classmethod
        def fromfd(cls, fd: int, /) -> Any:
            """As that of ``select.epoll``."""
            made = cls.__new__(cls)
            made._take(original.fromfd(fd))
            return made

        def _take(self, poller: Any) -> None:
            self._poller = poller
            self.register, self.modify, self.unregister = poller.register, poller.modify, poller.unregister
            self.fileno, self.close = poller.fileno, poller.close
            recorder.made(self)

        @property
        def closed(self) -> Any:
            """Whether it is closed."""
            return self._poller.closed

        def poll(self, timeout: Any = None, maxevents: int = -1) -> Any:
            """As that of ``select.epoll``."""
            start = recorder.entering()
            try:
                found = self._poller.poll(timeout, maxevents)
            except BaseException as error:
                recorder.failed(self, start, layout.EPOLL | layout.DIRECT)
                _leave(error)
                raise
            tell_called(recorder, self, found)
            returned(self, timeout if timeout is None or timeout >= 0 else None, start, found)
            return found

        def __enter__(self) -> Any:
            self._poller.__enter__()
            return self

        def __exit__(self, *given: Any) -> Any:
            return self._poller.__exit__(*given)

    epoll.__qualname__ = "epoll"
    return epoll


def put_into(select: Any, recorder: CallRecorder) -> "dict[str, Any]":
    """Replace what the module `select` has; what it had, by names."""
    had = {name: getattr(select, name) for name in ORIGINALS if hasattr(select, name)}
    makers = {"poll": poll_class, "epoll": epoll_class}
    for name, original in had.items():
        stand_in = makers[name](original, recorder) if name in makers else SelectCall(original, recorder).select
        setattr(select, name, stand_in)
    return had


def give_back(selectors: Any, had: "dict[str, Any]") -> None:
    """`selectors`, imported after that, has the originals: it has hooks of its own."""
    places = {"SelectSelector": ("_select", "select"), "PollSelector": ("_selector_cls", "poll")}
    places["EpollSelector"] = ("_selector_cls", "epoll")
    for name, (attribute, original) in places.items():
        if hasattr(selectors, name) and original in had:
            setattr(getattr(selectors, name), attribute, had[original])
