"""A bare descriptor number. One that was given is somebody else's: it is used as it is and never closed here."""

import os
from typing import Any

from ..values.needs import Act, Need
from ..values.options import Option
from ..values.spelling import variable
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

    def line(self, name: str, options: dict[str, Any]) -> str:
        if options["number"] is not None:
            return f"{name} = {options['number']}"
        return f"{name}_end, {name}_peer = socket.socketpair(); {name} = {name}_end.detach()"

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

    def line(self, name: str, options: dict[str, Any]) -> str:
        if options["of"]:
            of = variable(options["of"])
            return f"{name} = os.dup({of} if isinstance({of}, int) else {of}.fileno())"
        return f"{name}_end, {name}_peer = socket.socketpair(); {name} = os.dup({name}_end.fileno())"
