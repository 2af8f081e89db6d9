"""The streams that this program was started with, as they really are: a terminal, a pipe, a file, or None."""

import io
import os
import stat
import sys
from typing import Any, ClassVar

from ..values.needs import Act, Need
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening
from .borrowed import Borrowed
from .file_object import FileObject, number_of


class StandardStream(Kind):
    """``sys.stdin`` and its sisters. The object is the program's own and keeps its number."""

    group = "terminal"
    icon = "terminal"
    repeats = False
    makes: ClassVar[type[Borrowed]] = Borrowed

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        obj = getattr(sys, self.id)
        made = self.makes(name, self.id, obj, address=what_is(number_of(obj)))
        if obj is None:
            made.warning = str(text("sys.{id} is None: this program was started without one", id=self.id))
        elif made.fd < 0:
            made.warning = str(text("sys.{id} was replaced by an object without a descriptor", id=self.id))
        return [made]

    def lifts(self, options: dict[str, Any]) -> bool:
        return False

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return [f"{py.variable(name)} = sys.{self.id}"]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return []


class StdinObject(Borrowed):
    """A terminal could be written to through its input; ``sys.stdin`` itself refuses that."""

    def send(self, *given: Any, **named: Any) -> int:
        raise io.UnsupportedOperation("not writable")

    def of_python(self) -> dict[str, Any]:
        return super().of_python() | {"unsupported": "" if self.closed else "w"}


class Stdin(StandardStream):
    id = "stdin"
    makes = StdinObject
    title = text("Standard input")
    about = text("as this program has it: a terminal, a pipe, a file, or nothing; closing it here leaves it open")
    short = "stdin"
    asks = Need(Act.DESCRIPTOR, text("reads this program's own stdin; a duplicate of it may write to the terminal"))


class Stdout(StandardStream):
    id = "stdout"
    title = text("Standard output")
    about = text("as this program has it: a terminal, a pipe, a file, or nothing; closing it here leaves it open")
    short = "stdout"
    asks = Need(Act.DESCRIPTOR, text("may write to this program's own stdout"))


class Stderr(StandardStream):
    id = "stderr"
    title = text("Standard error")
    about = text("as this program has it: a terminal, a pipe, a file, or nothing; closing it here leaves it open")
    short = "stderr"
    asks = Need(Act.DESCRIPTOR, text("may write to this program's own stderr"))


def what_is(fd: int) -> str:
    """What a descriptor leads to, in a word; a terminal by its name. Empty where it cannot be told."""
    try:
        mode = os.fstat(fd).st_mode
        if os.isatty(fd):
            return os.ttyname(fd) if hasattr(os, "ttyname") else "terminal"
    except (OSError, OverflowError):
        return ""
    return next((word for is_one, word in _WORDS if is_one(mode)), "")


_WORDS = (
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISREG, "file"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISDIR, "directory"),
)
