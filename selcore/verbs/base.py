"""What there is to be known of a verb beside what it does: its Python, its answer, what a stranger's file asks for."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

from ..values.commands import Command
from ..values.needs import Asks, Need
from ..values.spelling import Spelling
from ..values.text import Text
from .writer import Code, Writer

Line = Callable[[Any, Spelling], str]
"""``(command, spelling) -> line`` of Python."""

Script = Callable[[Any, Writer], Code] | Literal["value", "statement"]
"""``(command, writer) -> code``; or its line as it is, whose value is told, or which is a statement."""

Field = Asks | Literal["kind", "options", "callback", "commands", "destination", "signal", "process", "option"]
"""What the values of a field may do, beyond what those of an option may."""

Value = dict[str, Any]


class Answer(NamedTuple):
    """A way to answer, known by a ``field`` of the value: ``words`` says it, ``shape`` is what may stand in it.

    Recordings are checked by the shape; what is beside its fields is told by nobody.
    """

    field: str
    words: Callable[[Value], Text]
    shape: Any


def nothing(command: Any) -> Iterable[Need]:
    """It asks for nothing."""
    return ()


class Verb(NamedTuple):
    """One verb. ``script`` is how a script writes it. ``fields`` says of each field of the command what its values may
    do. Neither has a default.

    ``needs`` is what a stranger's file asks for before one command of it is played, ``about`` when, in words.
    ``answers`` are the ways in which it may answer; ``always``: the first of them has to be there, for it is relied on.
    ``done`` is the line of what was done, given what it answered, where that may be another than ``line``.
    ``serves``: the events that somebody who does it by hand has dealt with; ``ends``: the object is closed after it.
    """

    command: type[Command]
    line: Line
    script: Script
    fields: dict[str, Field]
    needs: Callable[[Any], Iterable[Need]] = nothing
    about: Text | None = None
    answers: tuple[Answer, ...] = ()
    always: bool = False
    done: Callable[[Any, Spelling, Value], str] | None = None
    serves: int = 0
    ends: bool = False


def plain(*fields: str) -> dict[str, Field]:
    """Fields of a verb that moves or tells what is open already, under its name."""
    return {field: "name" if field in ("name", "inside") else "nothing" for field in fields}


def on_object(method: str) -> Line:
    """A method of the object without arguments."""
    return lambda command, py: f"{py.variable(command.name)}.{method}()"


def selector(command: Any, py: Spelling) -> str:
    """The selector that a command is about, as a variable."""
    return "sel" if command.inside is None else py.variable(command.inside)
