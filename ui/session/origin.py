"""Where commands came from, and the one door to playing them: trust belongs to their origin, not to what plays them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from ..kit.labels import cut
from ..kit.saying import say
from ..questions.asking import Questions
from ..questions.question import Question

if TYPE_CHECKING:
    from selcore.experiment.file import Experiment
    from selcore.values.needs import Need


class Origin(NamedTuple):
    """Done in this window (``here``), where each command was typed or allowed; else a stranger's, as in a ``file``."""

    file: Path | None = None
    here: bool = False


HERE = Origin(here=True)
NAME = 60
"""Characters of a file's name, or a title, that a question begins with."""


class Asking(NamedTuple):
    """Said above the list, of a ``{name}``: a question, with the word to agree with, or that nobody could read it."""

    words: str
    agree: str
    too_much: str


def tr(source: str) -> str:
    return QCoreApplication.translate("Origin", source)


def when_allowed(
    questions: Questions,
    experiment: "Experiment",
    origin: Origin,
    play: Callable[[bool], None],
    asking: Asking,
    needs: "list[Need] | None" = None,
) -> None:
    """Call ``play(trust)`` once nothing stands against it; with a cancelled question, never.

    Whoever allows something for a while keeps that himself: here nothing is remembered. ``needs`` are those of the
    experiment where they are known already: of a large one it takes a second to find them.
    """
    from selcore.experiment.checking import trust_needed

    if origin.here:
        play(True)
        return
    needs = trust_needed(experiment.commands) if needs is None else needs
    if not needs:
        play(False)  # whoever plays it looks again
        return
    questions.ask(
        _question(_name(origin, experiment), needs, asking),
        lambda choice: play(True) if choice == "allow" else None,
    )


def _question(name: str, needs: "list[Need]", asking: Asking) -> Question:
    """It cannot be agreed to where the list would leave out what is dangerous."""
    from selcore.wording.needs_listed import listed

    found = listed(needs, say)
    words = asking.too_much if found.hides else asking.words
    choices = (("cancel", tr("Cancel")),) if found.hides else (("allow", asking.agree), ("cancel", tr("Cancel")))
    return Question("experiment.trust", words.format(name=name), choices, tuple(found.lines), found.more)


def _name(origin: Origin, experiment: "Experiment") -> str:
    """The name of its file, else its title: of either so much as can be read at a glance."""
    from selcore.wording.needs_listed import visible

    name = origin.file.name if origin.file else experiment.title
    return cut(visible(name), NAME) or tr("This experiment")
