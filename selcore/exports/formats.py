"""What a format is, what can be exported, and what a format says while it makes its file.

To add a format: a file with an ``ExportFormat``, and a line in FORMATS. What a format needs is imported when it makes
something: the list is read whenever a line of the command line is parsed.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from ..values.text import Text, text

if TYPE_CHECKING:
    from ..experiment.file import Experiment
    from ..history.row import Row

SourceKind = Literal["experiment", "session", "recording"]
"""An experiment is commands that nobody has played yet; a session and a recording are what has happened."""


OFTEN = 0.1
"""Seconds after which a format that plays something says how far it is, and can be stopped."""
PROGRAMS_OWN = text("what a program did is no experiment, and cannot be played again")
"""Why nothing is played of what was seen of a watched program."""


class CannotExport(Exception):
    """Nothing is made of this; ``reason`` says why, on one line."""

    def __init__(self, reason: Text):
        super().__init__(str(reason))
        self.reason = reason


class Making:
    """A file that is being made: ``left_out`` is what it cannot carry, ``how_far`` where it is.

    ``left_out`` is complete when all pieces were made. A format writes all of it into its file too.
    """

    def __init__(self) -> None:
        self.left_out: list[Text] = []
        self.how_far: Text | None = None

    def leave_out(self, words: Text) -> None:
        """Something cannot be carried; whole sentences, each said once."""
        if words not in self.left_out:
            self.left_out.append(words)


class ExportSource(ABC):
    """What is exported. ``title`` is its own, or the name of its file: a stranger's words.

    ``trust``: whether what it asks for was allowed, where a format plays it; a call that blocks is ended after
    ``max_wait`` seconds then.
    """

    kind: ClassVar[SourceKind]
    watched = ""
    """The program of somebody's that did it; empty where it is what was done here."""
    where: "Sequence[tuple[str, str]]" = ()
    """Of what has happened elsewhere, on which system: a name and its value each."""

    def __init__(self, title: str, trust: bool = False, max_wait: float = 10.0):
        self.title, self.trust, self.max_wait = title, trust, max_wait

    @abstractmethod
    def experiment(self, making: Making) -> "Experiment":
        """What can be played again. Raises CannotExport where nothing can."""

    @abstractmethod
    def rows(self, making: Making) -> Iterator[Sequence["Row"]]:
        """What has happened, in order, some rows at a time; what is not known any more is left out, and said.

        Raises CannotExport, also in the middle.
        """

    def close(self) -> None:
        """Nothing is read from it any more. Idempotent."""
        return


class ExportFormat(msgspec.Struct, frozen=True):
    """``make(source, making)`` gives the file's text piece by piece; an empty piece only says that it goes on.

    Whoever takes the pieces may stop at any of them, and closes the iterator then. ``make`` raises CannotExport, which
    may be in the middle of the file. ``suffix`` is that of its files, with the dot.
    """

    id: str
    title: Text
    suffix: str
    takes: frozenset[SourceKind]
    make: Callable[[ExportSource, Making], Iterator[str]]
    plays: bool = False
    """Whether it plays what it is given: then that must be allowed what it asks for."""

    def pieces(self, source: ExportSource, making: Making) -> Generator[bytes, None, None]:
        """The file's bytes, UTF-8; closed, it ends what the format plays."""
        made = self.make(source, making)
        try:
            for piece in made:
                yield piece.encode(errors="backslashreplace")  # half a character, which JSON may hold
        finally:
            if isinstance(made, Generator):
                made.close()

    def refusal(self, source: ExportSource) -> Text | None:
        """Why nothing is made of this; None where something is."""
        if source.kind in self.takes:
            return None
        return text("{format} takes {takes}, and this is {kind}",
                    format=self.id, takes=in_words(self.takes), kind=str(_NAMES[source.kind]))  # fmt: skip


_NAMES: dict[SourceKind, Text] = {
    "experiment": text("an experiment"),
    "session": text("a session"),
    "recording": text("a recording"),
}


def in_words(kinds: frozenset[SourceKind]) -> str:
    """``an experiment, a session or a recording``."""
    names = [str(words) for kind, words in _NAMES.items() if kind in kinds]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
