"""A kind is a way to open file objects: its options are declared, and opening leaves everything open or nothing."""

import os
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

from ..system.descriptors import ReservedDescriptor, lift
from ..system.nonblocking import fileno
from ..tracing import Trace
from ..values.needs import HARMLESS, NEVER, Act, Need
from ..values.options import BadOption, Option, takes
from ..values.spelling import Spelling, variable
from ..values.text import Text, text
from .file_object import FileObject
from .memory import TemporaryRoom

COMMON = (
    Option(name="fd", type="int", default=None, title=text("descriptor number"), asks="nothing", least=0, advice=True),
    Option(name="count", type="int", default=1, title=text("how many"), asks="nothing", least=1, most=100_000),
)
"""Options that every kind takes."""

CALMLY: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""A FIFO given for a file must not hang the thread that owns the selector, nor a terminal become this program's."""

Resolve = Callable[[str, int], tuple[int, Any]]
"""``(host, port)`` to ``(address family, address)``."""


class NoNumber(Exception):
    """What an object raised that was asked for its descriptor: Python's answer, in ``error``."""

    def __init__(self, error: Exception):
        super().__init__(str(error))
        self.error = error


class Opening:
    """What a kind may use of the session while it opens something.

    ``trace()`` is for a selector that it makes: a blocking call of it is then woken like one of the session's own.
    ``room`` is what may still be written to the files of ``folder``.
    """

    def __init__(self, find: Callable[[str], FileObject], resolve: Resolve, folder: Callable[[], Path]):
        self.find = find
        self.resolve = resolve
        self.folder = folder
        self.at: int | None = None
        self.trace: Callable[[], Trace] = Trace
        self.room = TemporaryRoom()

    def lift(self, fd: int) -> int:
        """Move a descriptor to its place, 100 or above or the number that was asked for; the next takes the next."""
        moved = lift(fd, self.at)
        if self.at is not None:
            self.at += 1
        return moved

    def place(self) -> ReservedDescriptor:
        """Take the number before the opening, where a failure afterwards could not be undone."""
        place = ReservedDescriptor(self.at)
        if self.at is not None:
            self.at += 1
        return place

    def open_path(self, path: str, flags: int) -> int:
        """``os.open()`` that never waits. The number comes first: what is refused has made and emptied no file."""
        with self.place() as place:
            return place.put(os.open(path, flags | CALMLY, 0o666))

    def reach(self, name: str, *kinds: str) -> tuple[int, Any]:
        """The family and address of a listener, the last one if it is closed.

        Raises BadOption for what was not opened as one of these ``kinds``.
        """
        found = self.find(name)
        if found.last_address is None or found.kind not in kinds:
            raise BadOption("to", text("{name} is not a {kind}", name=name, kind=kinds[0]))
        return found.last_address

    def fileno(self, found: FileObject) -> int:
        """The descriptor of something open. Raises NoNumber with whatever its ``fileno()`` raises."""
        try:
            number: int = fileno(found.obj)
        except Exception as error:
            raise NoNumber(error) from error
        return number

    def lift_socket(self, sock: socket.socket) -> socket.socket:
        """The same socket, non-blocking, with its descriptor in its place; the one given is spent."""
        return _at_home(sock, self.lift)

    def accept(self, listener: socket.socket) -> socket.socket:
        """As ``lift_socket(listener.accept()[0])``; with no number free, the connection goes on waiting."""
        with self.place() as place:
            return _at_home(listener.accept()[0], place.put)


def _at_home(sock: socket.socket, move: Callable[[int], int]) -> socket.socket:
    family, type_, proto = sock.family, sock.type, sock.proto
    # With the family and type given, Python asks the kernel nothing about the descriptor.
    moved = socket.socket(family, type_, proto, fileno=move(sock.detach()))
    moved.setblocking(False)
    return moved


class Kind(ABC):
    """A family of file objects. ``suffixes`` are the derived names, where opening one makes several.

    ``makes`` is the class of what it opens, which knows how Python spells sending and receiving. ``accepts``: it takes
    connections, from the kind ``client``; ``duplicates``: what it opens is its peer's descriptor once more;
    ``of_process``: it is a process, or a pipe of one. ``repeats``: what is read from it was written by a command, and
    is the same when that is done again; not what comes of a clock, a device or others. ``binds`` tells of what sort the
    port is that it binds, by its option ``port`` or by the verb; ``at_path`` what it makes or may write at its option
    ``path``.

    ``asks`` is what a stranger's file asks for before it is opened with whatever options; each kind says it, None too.
    Some values of its options may ask for more: each option says of which sort it is, and ``need`` has the words.
    """

    id: ClassVar[str]
    title: ClassVar[Text]
    about: ClassVar[Text]
    group: ClassVar[str]
    short: ClassVar[str]
    icon: ClassVar[str] = "file"
    options: ClassVar[tuple[Option, ...]] = ()
    suffixes: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[type[FileObject]] = FileObject
    accepts: ClassVar[bool] = False
    duplicates: ClassVar[bool] = False
    client: ClassVar[str] = ""
    of_process: ClassVar[bool] = False
    repeats: ClassVar[bool] = True
    binds: ClassVar[Literal["", "stream", "datagram"]] = ""
    at_path: ClassVar[Literal["", "file", "socket", "named pipe"]] = ""
    asks: ClassVar[Need | None]

    def __init_subclass__(cls) -> None:
        if "id" in vars(cls) and not hasattr(cls, "asks"):
            raise TypeError(f"the kind {cls.id} does not say what a stranger's file asks for: asks = None, or a Need")

    def missing(self) -> Text | None:
        """Why it cannot be opened on this system; None where it can."""
        return None

    def all_options(self) -> tuple[Option, ...]:
        return (*self.options, *COMMON)

    @cached_property
    def asking(self) -> tuple[Option, ...]:
        """The options that have values for which a stranger's file asks first."""
        return tuple(option for option in self.all_options() if option.asks not in NEVER)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {option.name: option.default for option in self.all_options()}

    def names(self, name: str) -> list[str]:
        """The names of the file objects that opening ``name`` makes."""
        return [f"{name}.{suffix}" for suffix in self.suffixes] or [name]

    def opens(self, name: str, options: dict[str, Any]) -> list[str]:
        """The names of those that opening it with these options makes."""
        return self.names(name)

    def lifts(self, options: dict[str, Any]) -> bool:
        """Whether what it makes is moved to a descriptor of the session's own, as it stands."""
        return True

    def lifts_beside(self, options: dict[str, Any]) -> tuple[str, ...]:
        """What it makes beside that is moved after it, as ``code`` calls it (``Spelling.beside``)."""
        return ()

    @abstractmethod
    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        """Open it, in the order of ``names``. Raises what Python and the OS raise, with nothing left open."""

    @abstractmethod
    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        """The Python that does the same: statements, which one line can hold too."""

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        """The Python of closing what was opened so, with all that ends with it; nothing where there is nothing to do.

        In a script; ``close_line`` is the line of what was done.
        """
        it = py.variable(name)
        return [f"os.close({it})" if self.makes.is_number else f"{it}.close()"]

    def close_line(self, name: str, ended: dict[str, Any]) -> str:
        """The Python of closing the object of that name; ``ended`` is what ended with it (``FileObject.ended_too``)."""
        if "kept" in ended:
            return f"# {variable(name)} stays open for those who use it too"
        line = f"os.close({variable(name)})" if self.makes.is_number else f"{variable(name)}.close()"
        return f"os.unlink({self.made_at(name, ended['removed'])}); {line}" if "removed" in ended else line

    def made_at(self, name: str, path: str) -> str:
        """The path of what opening made, in Python, as ``code`` has it."""
        return repr(path)

    def ends_until(self, name: str) -> Text | None:
        """What keeps the end of ``name`` from lasting for ever; None where nothing does."""
        return None

    def needs_trust(self, given: dict[str, Any]) -> list[Need]:
        """What a stranger's file asks for before it is opened with these options; the others have their defaults.

        Options of which one that might ask has a value it does not take ask for nothing: it will not be opened at all.
        """
        options, found = self._defaults | given, [] if self.asks is None else [self.asks]
        for option in self.asking:
            value = options[option.name]
            if option.name in given and not takes(option, value):
                return []
            replaced = option.unless and options[option.unless]
            if not replaced and not HARMLESS[option.asks](value):
                found.append(self.need(option.name, options))
        return found

    def need(self, option: str, options: dict[str, Any]) -> Need:
        """What is asked for the value of that option. Of each kind that has one whose values may do harm."""
        raise NotImplementedError(f"{self.id} has no words for what its option {option} asks for")


def opens_file(path: str, writing: bool) -> Need:
    """What opening a path asks for. Reading may also take bytes (a FIFO), or set something off (a device)."""
    return Need(Act.WRITE, text("writes the file {path}", path=path)) if writing else opens(path)


def opens(path: str) -> Need:
    """What opening a path for reading asks for."""
    return Need(Act.OPEN, text("opens {path}", path=path))


def unblock(fd: int) -> None:
    """Make a descriptor non-blocking, where that can be: Windows can from Python 3.12 on, and watches sockets only."""
    set_blocking: Any = getattr(os, "set_blocking", None)
    if set_blocking is not None:
        set_blocking(fd, False)


def close_all(objects: list[FileObject]) -> None:
    """Close what a failed opening had opened."""
    for file_object in objects:
        file_object.close()


def close_fds(fds: list[int]) -> None:
    for fd in fds:
        os.close(fd)
