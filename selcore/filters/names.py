"""The names in expressions: the columns of the history, each with a type.

A missing number is NaN and a missing word is empty, so that every question has the answer that Python would give.
"""

from typing import Literal, NamedTuple

from ..values.text import Text, text

Kind = Literal["number", "word", "set", "flag"]


class Name(NamedTuple):
    """A column: ``kind`` is its type, ``about`` what it holds."""

    name: str
    kind: Kind
    about: Text


NAMES: tuple[Name, ...] = (
    Name("name", "word", text("the file object")),
    Name("do", "word", text("the command: open, register, select, …")),
    Name("returned", "set", text("what select() returned for it: read, write")),
    Name("raw", "set", text("the kernel's own flags: EPOLLIN, EPOLLHUP, …")),
    Name("did", "word", text("what the callback did")),
    Name("error", "word", text("the exception's type, where there is one")),
    Name("waited", "number", text("seconds that the call took; of a group the most")),
    Name("timeout", "number", text("seconds that the call was given; None: until ready")),
    Name("count", "number", text("identical calls in the row")),
    Name("results", "number", text("how many results the call returned")),
    Name("call", "number", text("the number of the call")),
    Name("time", "number", text("seconds since the first row")),
    Name("fd", "number", text("the descriptor")),
    Name("step", "number", text("the number of the command, from 0")),
    Name("reentered", "flag", text("the call was entered again: registrations had changed")),
    Name("interrupted", "flag", text("the call was stopped before it returned")),
    Name("backend", "word", text("select, poll, epoll, …")),
)
KINDS: dict[str, Kind] = {one.name: one.kind for one in NAMES}
ALIASES = {"object": "name", "command": "do"}
"""The ids of the history's columns where they are others."""
EVENTS = {"READ": "read", "WRITE": "write", "EVENT_READ": "read", "EVENT_WRITE": "write"}
"""Events by the names that Python has for them; by itself one asks whether it was returned."""
MEANT = {
    "events": "returned", "mask": "returned", "flags": "raw", "exception": "error", "type": "error", "effect": "did",
    "callback": "did", "elapsed": "waited", "duration": "waited", "wait": "waited", "repeat": "count", "obj": "name",
    "fileobj": "name", "number": "call", "selector": "backend", "read": "READ", "write": "WRITE",
}  # fmt: skip
"""Other names that people use: not accepted, but suggested."""


def column(word: str) -> str | None:
    """The column of that name; None if there is none."""
    found = ALIASES.get(word, word)
    return found if found in KINDS else None
