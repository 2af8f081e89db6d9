"""What is dropped on the window: a document begins a session, other files are opened in this one, the rest is refused
in words.

It is looked at on a thread of its own: a disk of another machine that does not answer holds no window.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl

from selcore.values.needs import DEVICES

from ..files.file_reader import FileOpener
from ..questions.asking import Questions
from ..questions.question import Question

if TYPE_CHECKING:
    from .dropped import Dropped

UNASKED = 50
"""Files that are opened without a question."""
NOTICED = ("fifo", "unix-client", "device")
"""Kinds whose opening lets a writer go on, connects to a program, or sets a device off: no name of a file shows it."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Dropping", source)


def _question(found: "Dropped") -> Question | None:
    """What is asked before these files are opened; None where there is nothing to ask."""
    noticed = tuple(path for kind, path in found.files if kind in NOTICED and path not in DEVICES)
    choices = (("open", tr("Open them")), ("cancel", tr("Cancel")))
    if len(found.files) > UNASKED:
        words = tr("Open these {n} files?").format(n=f"{len(found.files):,}")
        return Question("drop.many", words, choices, tuple(path for _, path in found.files))
    if noticed:
        words = tr(
            "Open these? They are not files on a disk: the program at the other end, or the device, will notice."
        )
        return Question("drop.noticed", words, choices, noticed)
    return None


class Drops:
    """The one way in for what is dropped: ``open_document(path)``, ``open_file(kind, path)`` in this session, or the
    form of a program, ``open_program(path)``."""

    def __init__(
        self,
        questions: Questions,
        reader: FileOpener,
        say: Callable[[str], None],
        open_document: Callable[[Path], object],
        open_file: Callable[[str, str], object],
        open_program: Callable[[Path], object],
    ):
        self._questions, self._reader, self._say = questions, reader, say
        self._open_document_at, self._open_file, self._open_program = open_document, open_file, open_program

    def drop(self, urls: list[QUrl]) -> None:
        """Open it, or say why not, once it is known what it is."""

        def look() -> "Dropped":
            from . import dropped

            return dropped.look(urls)

        self._say(tr("Looking at what was dropped …"))
        self._reader.look(look, self._looked)

    def _looked(self, found: "Dropped") -> None:
        self._say("")
        if found.documents:
            self._open_document(found)
            return
        if found.program is not None:
            self._open_program(found.program)
            return
        self._refuse(found)
        question = _question(found)
        if question is None:
            self._open(found)
            return
        self._questions.ask(question, lambda choice: self._open(found) if choice == "open" else None)

    def _open_document(self, found: "Dropped") -> None:
        first, *others = found.documents
        left = (*map(str, others), *(path for _, path in found.files))
        words = tr("{path}: {first} begins a session of its own; drop it again there")
        lines = tuple(words.format(path=path, first=first.name) for path in left)
        self._refuse(found._replace(refused=(*found.refused, *lines)))
        self._open_document_at(first)

    def _open(self, found: "Dropped") -> None:
        for kind, path in found.files:
            self._open_file(kind, path)

    def _refuse(self, found: "Dropped") -> None:
        """In one message, however many there are."""
        if not found.refused and not found.unseen:
            return
        more = tr("and {n} more: so many are not opened at once").format(n=f"{found.unseen:,}") if found.unseen else ""
        ok = (("ok", tr("OK")),)
        question = Question("drop.refused", tr("Of what was dropped this was not opened:"), ok, found.refused, more)
        self._questions.ask(question, lambda _: None)
