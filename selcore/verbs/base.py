"""What there is to be known of a verb beside what it does: its Python, its answer, what a stranger's file asks for."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

from ..values.commands import Command
from ..values.needs import Asks, Need
from ..values.spelling import variable
from ..values.text import Text

KindOf = Callable[[str], str]
"""The kind's id of a name; empty where it is not known."""

Line = Callable[[Any, KindOf], str]
"""``(command, kind_of) -> line`` of Python."""

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
    """One verb. ``fields`` says of each field of the command what its values may do: there is no default.

    ``needs`` is what a stranger's file asks for before one command of it is played, ``about`` when, in words.
    ``answers`` are the ways in which it may answer; ``always``: the first of them has to be there, for it is relied on.
    ``done`` is the line of what was done, given what it answered, where that may be another than ``line``.
    ``serves``: the events that somebody who does it by hand has dealt with; ``ends``: the object is closed after it.
    """

    command: type[Command]
    line: Line
    fields: dict[str, Field]
    needs: Callable[[Any], Iterable[Need]] = nothing
    about: Text | None = None
    answers: tuple[Answer, ...] = ()
    always: bool = False
    done: Callable[[Any, KindOf, Value], str] | None = None
    serves: int = 0
    ends: bool = False


def plain(*fields: str) -> dict[str, Field]:
    """Fields of a verb that moves or tells what is open already, under its name."""
    return {field: "name" if field in ("name", "inside") else "nothing" for field in fields}


def on_object(method: str) -> Line:
    """A method of the object without arguments."""
    return lambda command, kind_of: f"{variable(command.name)}.{method}()"


def selector(command: Any) -> str:
    """The selector that a command is about, as a variable."""
    return "sel" if command.inside is None else variable(command.inside)
