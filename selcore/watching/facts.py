"""What is told of a watched program: frozen values, in the order they happened in each of its processes.

Times are monotonic nanoseconds of this system; a process is named by its pid, a selector by a number of its own in it.
"""

from selectors import EVENT_READ, EVENT_WRITE

import msgspec

from ..values.watched import Function, ThreadDoing, Turn


class ReadyKey(msgspec.Struct, frozen=True, gc=False):
    """One descriptor that a call returned. ``function`` is whom its key's ``data`` names for this mask, None where
    that is nobody; ``also``: for WRITE, where READ and WRITE were returned and another one is called for each.

    ``mask`` is what ``select()`` gave the program, ``raw`` the kernel's own flags (of ``select``: 1 read, 2 write).
    """

    fd: int
    name: str
    mask: int
    raw: int
    function: Function | None = None
    also: Function | None = None

    @property
    def functions(self) -> tuple[Function, ...]:
        """All that are to be called."""
        return tuple(one for one in (self.function, self.also) if one is not None)


class WatchedCall(msgspec.Struct, frozen=True, gc=False):
    """A call that came back. ``timeout`` as the program gave it: ``"?"`` where that is no number that fits.

    ``direct``: made by `select` itself, not by a selector. ``error``: the type of the exception that it raised instead.
    ``handles``: of asyncio, that ran since the call before it in the same thread.
    """

    pid: int
    thread: int
    selector: int
    backend: str
    number: int
    timeout: float | str | None
    start: int
    end: int
    ready: tuple[ReadyKey, ...] = ()
    handles: int = 0
    direct: bool = False
    error: str = ""
    errno: int = 0

    @property
    def waited(self) -> float:
        """Seconds."""
        return (self.end - self.start) / 1e9


class MoreCalls(msgspec.Struct, frozen=True, gc=False):
    """Calls that followed one that was told at once, and were like it but for their times. ``last`` is the last of
    them; ``starts`` and ``ends`` are those of all."""

    last: WatchedCall
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class SelectorSeen(msgspec.Struct, frozen=True):
    """A selector, or a `poll` or `epoll` used directly, is there; ``fd`` is its own descriptor, -1: it has none."""

    pid: int
    selector: int
    kind: str
    fd: int
    at: int


class KeyChanged(msgspec.Struct, frozen=True):
    """A key was registered or modified; ``events`` 0: it was unregistered. ``listens``: of a listening socket.
    ``writer``: who is called for WRITE where that is another one than ``function``."""

    pid: int
    selector: int
    fd: int
    name: str
    events: int
    function: Function | None
    at: int
    listens: bool = False
    writer: Function | None = None

    @property
    def functions(self) -> tuple[Function, ...]:
        """All that it names."""
        return tuple(one for one in (self.function, self.writer) if one is not None)

    def called_for(self, mask: int) -> tuple[Function | None, Function | None]:
        """Who is called when this is returned, and who after that."""
        if self.writer is None or mask == EVENT_READ:
            return self.function, None
        return (self.writer, None) if mask == EVENT_WRITE else (self.function, self.writer)


class SelectorClosed(msgspec.Struct, frozen=True):
    """It was closed; ``keys`` were registered then."""

    pid: int
    selector: int
    keys: int
    at: int


class StillRuns(msgspec.Struct, frozen=True):
    """A turn that has not ended yet: since when, and in whom, as far as that is known."""

    pid: int
    thread: int
    selector: int
    since: int
    at: int
    function: Function | None
    doing: ThreadDoing


class KeyOfClosed(msgspec.Struct, frozen=True):
    """A key is still registered, and its descriptor has been closed for a second and more."""

    key: KeyChanged
    at: int


class ProcessSeen(msgspec.Struct, frozen=True):
    """A process with the probe in it has made its first call. ``parent``: it was forked from there; 0: by itself."""

    pid: int
    parent: int
    python: str
    at: int


class ProcessGone(msgspec.Struct, frozen=True):
    """It has ended, and everything that it had written has been read; ``lost`` records were not. ``left`` are the keys
    of selectors that were never closed."""

    pid: int
    at: int
    lost: int
    left: tuple[KeyChanged, ...] = ()


class RecordsMissed(msgspec.Struct, frozen=True):
    """So many records of a process are lost, between what was told before and what comes now."""

    pid: int
    at: int
    records: int


class NotSeen(msgspec.Struct, frozen=True):
    """Something of the program that cannot be seen, in a sentence that says what to do."""

    pid: int
    message: str


WatchedFact = (
    WatchedCall
    | MoreCalls
    | SelectorSeen
    | KeyChanged
    | SelectorClosed
    | Turn
    | StillRuns
    | KeyOfClosed
    | ProcessSeen
    | ProcessGone
    | RecordsMissed
    | NotSeen
)
