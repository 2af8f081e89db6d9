"""A bare descriptor number. One that was given is somebody else's: it is used as it is and never closed here."""

import os
from typing import Any

from ..values.needs import Act, Need
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .borrowed import Borrowed
from .file_object import FileObject
from .numbered import INT, IntObject, described, own_int, read_number


class ForeignInt(Borrowed):
    """A number that is not ours."""

    style = INT

    def read(self, size: int) -> bytes:
        return read_number(self, size)


class Fd(Kind):
    id = "fd"
    title = text("Descriptor number")
    about = text("a plain int is a file object too; a number that is given is used, never closed")
    group = "kernel"
    short = "fd"
    icon = "device"
    repeats = False
    asks = None
    makes = IntObject
    options = (
        Option(
            name="number",
            type="int",
            default=None,
            title=text("number (empty: an end of a socket pair of its own)"),
            asks="descriptor",
            advice=True,
        ),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        number = options["number"]
        return own_int(self.id, name, opening) if number is None else [ForeignInt(name, self.id, number)]

    def lifts(self, options: dict[str, Any]) -> bool:
        return options["number"] is None

    def lifts_beside(self, options: dict[str, Any]) -> tuple[str, ...]:
        return ("peer",) if options["number"] is None else ()

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it = py.variable(name)
        if options["number"] is not None:
            return [f"{it} = {options['number']}"]
        end, peer = py.beside(name, "end"), py.beside(name, "peer")
        return [f"{end}, {peer} = socket.socketpair()", f"{it} = {end}.detach()", *py.calm(it)]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        if options["number"] is not None:
            return []
        return [f"{py.beside(name, 'peer')}.close()", f"os.close({py.variable(name)})"]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        number = described(options["number"])
        return Need(Act.DESCRIPTOR, text("uses the descriptor number {number}, which it has not opened", number=number))


class Dup(Kind):
    id = "dup"
    title = text("Duplicate")
    about = text("a second descriptor of what is open already; while it lives, epoll goes on reporting a closed one")
    group = "kernel"
    short = "dup"
    icon = "dup"
    asks = None
    makes = IntObject
    duplicates = True
    options = (
        Option(name="of", type="name", default="", title=text("of (empty: an end of a socket pair)"), asks="name"),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        if not options["of"]:
            return own_int(self.id, name, opening)
        found = opening.find(options["of"])
        made = IntObject(name, self.id, opening.lift(os.dup(opening.fileno(found))))
        made.peer = found.name
        made.room = found.room
        return [made]

    def lifts_beside(self, options: dict[str, Any]) -> tuple[str, ...]:
        return () if options["of"] else ("peer",)

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it = py.variable(name)
        if options["of"]:
            return [f"{it} = os.dup({py.number(options['of'])})"]
        end, peer = py.beside(name, "end"), py.beside(name, "peer")
        made = f"{end}, {peer} = socket.socketpair()"
        if py.whole:  # the first end is closed, and this is what is left of it
            return [made, f"{it} = os.dup({end}.fileno())", f"{end}.close()", *py.calm(it)]
        return [made, f"{it} = os.dup({end}.fileno())"]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        peer = [] if options["of"] else [f"{py.beside(name, 'peer')}.close()"]
        return [*peer, f"os.close({py.variable(name)})"]
