"""Where commands came from, and the one door to playing them: trust belongs to their origin, not to what plays them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from .asking import put
from .cells import say
from .question import Question

if TYPE_CHECKING:
    from selcore.experiment import Experiment
    from selcore.needs import Need

    from .main_window import MainWindow


class Origin(NamedTuple):
    """Done in this window (``here``), where each command was typed or allowed; else a stranger's, as in a ``file``."""

    file: Path | None = None
    here: bool = False


HERE = Origin(here=True)


def tr(source: str) -> str:
    return QCoreApplication.translate("Origin", source)


def when_allowed(
    window: "MainWindow",
    experiment: "Experiment",
    origin: Origin,
    play: Callable[[bool], None],
    question: tuple[str, str],
    needs: "list[Need] | None" = None,
) -> None:
    """Call ``play(trust)`` once nothing stands against it; with a cancelled question, never.

    ``question`` is what is said above the list of needs, and the word to agree with. Whoever allows something for a
    while keeps that himself: here nothing is remembered. ``needs`` are those of the experiment where they are known
    already: of a large one it takes a second to find them.
    """
    from selcore.experiment_check import trust_needed
    from selcore.needs_listed import listed

    if origin.here:
        play(True)
        return
    needs = trust_needed(experiment.commands) if needs is None else needs
    if not needs:
        play(False)  # whoever plays it looks again
        return
    words, agree = question
    lines, more = listed(needs, say)
    asked = Question("experiment.trust", words, (("allow", agree), ("cancel", tr("Cancel"))), tuple(lines), more)
    put(window, asked, lambda choice: play(True) if choice == "allow" else None)
