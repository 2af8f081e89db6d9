"""The programs that were run before: in a menu, beside the cards, and as they were the last time."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from selcore.values.text import in_short

from ..kit.labels import caption, set_tip
from ..questions.question import Question
from ..session.context import ActionContext
from ..welcome.recent import RecentLink

if TYPE_CHECKING:
    from selcore.programs.program import Program

NAME = 60
"""Characters of a program's name in a question."""
CAPTION = 80
"""Characters of one in the menu."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Programs", source)


class RecentPrograms:
    """Those that the settings name, the newest first. ``start`` runs one."""

    def __init__(self, context: ActionContext, start: "Callable[[Program], None]"):
        self._context, self._start = context, start

    def programs(self) -> "list[Program]":
        """The newest first."""
        from selcore.programs.kept_program import program_of

        found = map(program_of, self._context.preferences.programs)
        return [one for one in found if one is not None]

    def as_before(self, program: "Program") -> "Program":
        """With the interpreter, arguments and folder that this file had the last time."""
        from selcore.programs.kept_program import target_of

        return next((one for one in self.programs() if target_of(one) == target_of(program)), program)

    def run(self, program: "Program") -> None:
        """Run what a list names: what was never run here is asked about."""
        from selcore.programs.kept_program import identity, in_words

        if identity(program) in self._context.preferences.allowed_programs:
            self._start(program)
            return
        words = tr(
            "{name} has not been run from here before. It will have all that you may do: your files, your network. "
            "Run it?"
        )
        question = Question(
            "program.trust",
            words.format(name=in_short(in_words(program), NAME)),
            (("run", tr("Run it")), ("cancel", tr("Cancel"))),
            (identity(program),),
        )
        self._context.questions.ask(question, lambda choice: self._start(program) if choice == "run" else None)

    def links(self) -> list[RecentLink]:
        """For the cards of an empty window."""
        from selcore.programs.kept_program import identity, in_words

        def place(program: "Program") -> str:
            return program.folder or tr("a module") if program.module else str(Path(program.target).parent)

        return [RecentLink(in_words(one), place(one), identity(one), one) for one in self.programs()]

    def fill(self, menu: QMenu) -> None:
        """A menu of them."""
        from selcore.programs.kept_program import identity, in_words

        menu.clear()
        for program in self.programs():
            action = menu.addAction(caption(in_words(program), CAPTION))
            set_tip(action, identity(program))
            action.triggered.connect(lambda _=False, program=program: self.run(program))
        if menu.isEmpty():
            menu.addAction(tr("Nothing yet")).setEnabled(False)
