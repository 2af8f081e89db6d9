"""Asks the user a question: in a dialog that is opened, never run with exec(), or through a stand-in."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from selcore.wording.unseen import coded

from .question import Question

Answers = Callable[..., Any]
"""``answers(id, words, choices) -> choice``: an automated test, in place of dialogs."""


class Questions:
    """Asks the user of one window. ``parent`` is the window that dialogs belong to; ``answers``, if not None, answers
    instead of dialogs."""

    def __init__(self, parent: QWidget, answers: Answers | None = None):
        self.parent, self.answers = parent, answers

    @property
    def can_be_answered(self) -> bool:
        """Whether somebody is there to answer: a dialog over a hidden window would wait for ever."""
        return self.answers is not None or self.parent.isVisible()

    def ask(self, question: Question, answered: Callable[[str], None]) -> None:
        """Ask, and call ``answered`` with the id of the choice: later, unless nobody has to be waited for."""
        if self.answers is not None:
            answered(self._answer(self.answers, question))
        elif question.lines:
            from .listed import ListedQuestion

            ListedQuestion(question, answered, self.parent).open()
        else:
            self._open_box(question, answered)

    def inform(self, words: str) -> None:
        """Say something that cannot be overlooked."""
        ok = QCoreApplication.translate("Asking", "OK")
        self.ask(Question("say", words, (("ok", ok),)), lambda _: None)

    def _answer(self, answers: Answers, question: Question) -> str:
        words = "\n".join([question.words, *(f"• {line}" for line in question.lines), *filter(None, [question.more])])
        answer = answers(question.id, words, [id for id, _ in question.choices])
        return str(answer) if answer else question.choices[-1][0]

    def _open_box(self, question: Question, answered: Callable[[str], None]) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.parent)
        box.setObjectName(f"question.{question.id}")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Selector Playground")
        box.setTextFormat(Qt.TextFormat.PlainText)  # the words may hold a stranger's
        box.setText(coded(question.words))
        for place, (id, words) in enumerate(question.choices):
            role = QMessageBox.ButtonRole.AcceptRole if place == 0 else QMessageBox.ButtonRole.ActionRole
            button = box.addButton(words, role)
            button.setObjectName(f"question.{id}")
            if place == len(question.choices) - 1:
                box.setEscapeButton(button)
        box.buttonClicked.connect(lambda button: answered(button.objectName().removeprefix("question.")))
        box.open()
