"""A question to the user, never with exec(): a dialog that is opened, or whoever answers in place of dialogs."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from selcore.wording.unseen import coded

from .question import Question

if TYPE_CHECKING:
    from ..shell.main_window import MainWindow


def put(window: "MainWindow", question: Question, answered: Callable[[str], None]) -> None:
    """Ask, and call ``answered`` with the id of the choice."""
    if window.ask is not None:
        words = "\n".join([question.words, *(f"• {line}" for line in question.lines), *filter(None, [question.more])])
        answer = window.ask(question.id, words, [id for id, _ in question.choices])
        answered(str(answer) if answer else question.choices[-1][0])
        return
    if question.lines:
        from .listed import ListedQuestion

        ListedQuestion(question, answered, window).open()
        return
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
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


def tell(window: "MainWindow", words: str) -> None:
    """Say something that cannot be overlooked."""
    put(window, Question("say", words, (("ok", QCoreApplication.translate("Asking", "OK")),)), lambda _: None)
