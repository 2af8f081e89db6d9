"""A script as a value: its lines, each with the step that it belongs to, and what it cannot do."""

import msgspec

from ..values.text import Text


class CodeLine(msgspec.Struct, frozen=True, gc=False):
    """One line of Python, without its end. ``step`` is the command's index from 0; None: it belongs to none."""

    text: str
    step: int | None = None


class Cannot(msgspec.Struct, frozen=True, gc=False):
    """What the script does not do as it was done, or cannot; ``step`` as of a line."""

    words: Text
    step: int | None = None


class Script(msgspec.Struct, frozen=True):
    """The whole: imports and functions (``head``), the steps with the selector before them, and what ends it; what the
    script does not carry is in ``cannot``."""

    head: tuple[CodeLine, ...]
    body: tuple[CodeLine, ...]
    tail: tuple[CodeLine, ...] = ()
    cannot: tuple[Cannot, ...] = ()

    @property
    def lines(self) -> tuple[CodeLine, ...]:
        """All lines in their order."""
        return (*self.head, *self.body, *self.tail)

    def source(self) -> str:
        """The text of a file."""
        return "".join(f"{line.text}\n" for line in self.lines)
