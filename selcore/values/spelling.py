"""How things are written in Python: the lines that move a file object's bytes, and the names that stand for things."""

import re
from collections.abc import Callable
from typing import ClassVar, NamedTuple

KindOf = Callable[[str], str]
"""The kind's id of a name; empty where it is not known."""


class Style(NamedTuple):
    """Lines with places for ``name``, the ``queue`` that it is of, and ``data`` (bytes), ``text`` (str) or ``size``.

    ``ends``: what is read empty is at its end. An empty datagram is none. ``counts``: a send returns a number of
    bytes.
    """

    send: str
    receive: str
    ends: bool = True
    counts: bool = True


RAW = Style("os.write({name}.fileno(), {data})", "os.read({name}.fileno(), {size})")
TEXT = Style("{name}.write({text})", "{name}.read({size})")
SOCKET = Style("{name}.send({data})", "{name}.recv({size})")
DATAGRAM = SOCKET._replace(receive="{name}.recvfrom({size})", ends=False)


class WatchedSelector(NamedTuple):
    """A selector of a program that is watched: its class, or the module's function that asks itself (``epoll``), and
    which it is in its process. ``pid``: it is not the first process; ``thread``: it is not the first thread."""

    kind: str
    number: int
    thread: int = 0
    pid: int = 0

    def __str__(self) -> str:
        """As a call has it: no name of a session's has a blank."""
        where = f" in thread {self.thread + 1}" if self.thread else ""
        return f"{f'[{self.pid}] ' if self.pid else ''}{self.kind} {self.number}{where}"


_WATCHED = re.compile(r"(?:\[(\d{1,10})\] )?([A-Za-z_]\w{0,200}) (\d{1,10})(?: in thread (\d{1,10}))?\Z")


def watched_selector(words: str) -> WatchedSelector | None:
    """The selector of a program that is called so; None: it is one of a session."""
    found = _WATCHED.match(words)
    if found is None:
        return None
    pid, kind, number, thread = found.groups()
    return WatchedSelector(kind, int(number), int(thread or 1) - 1, int(pid or 0))


def program_call(selector: WatchedSelector, timeout: str) -> str:
    """What a program called, without the words around it in its source: nobody has read those. The first selector of
    the first process is not named; ``timeout`` is in seconds, as a person reads it."""
    made = {"epoll": "epoll.poll({})", "poll": "poll.poll({})", "select": "select.select(…, {})"}
    call = made.get(selector.kind, "select({})").format(timeout)
    first = selector.number == 1 and not selector.thread and not selector.pid
    return call if first else f"{call} of {selector}"


def variable(name: str) -> str:
    """The Python variable that stands for a name."""
    return name.replace(".", "_").replace("-", "_")


class Spelling:
    """How a line of Python says things. This one is for a line that is read by itself; a script has its own.

    ``whole``: what is written is run, so that nothing may be left to whoever reads it.
    """

    whole: ClassVar[bool] = False

    def __init__(self, kind_of: KindOf = lambda name: ""):
        self.kind_of = kind_of

    def variable(self, name: str) -> str:
        """The variable that holds what has that name."""
        return variable(name)

    def beside(self, name: str, what: str) -> str:
        """A variable for something that is only made along with it."""
        return f"{variable(name)}_{what}"

    def address(self, name: str) -> str:
        """The address of what has that name."""
        return f"{self.variable(name)}.getsockname()"

    def path(self, name: str, suffix: str) -> str:
        """The path of a temporary file of that name, as an expression."""
        return repr(f"{variable(name)}{suffix}")

    def temporary_folder(self) -> str:
        """A folder for such files, as an expression."""
        return "tempfile.mkdtemp()"

    def number(self, name: str) -> str:
        """The descriptor of what has that name."""
        it = self.variable(name)
        return f"{it} if isinstance({it}, int) else {it}.fileno()"

    def part(self, name: str) -> str:
        """The name of a function that a script brings along; the script has it then."""
        return name

    def calm(self, *descriptors: str) -> list[str]:
        """Make these descriptors non-blocking. A line alone does not say it."""
        return []

    def lifted(self, descriptor: str) -> list[str]:
        """Move it to where the descriptors of a session are, where that matters."""
        return []

    def connect(self, sock: str, address: str) -> str:
        """Begin to connect."""
        return f"{sock}.connect_ex({address})"
