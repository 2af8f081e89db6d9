"""How a file object's bytes are moved, as Python spells it: the lines for its ``write`` and ``read``."""

import re
from typing import NamedTuple


class Style(NamedTuple):
    """Lines with places for ``name`` and ``data`` (bytes), ``text`` (str) or ``size``.

    ``ends``: what is read empty is at its end. An empty datagram is none.
    """

    send: str
    receive: str
    ends: bool = True


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
