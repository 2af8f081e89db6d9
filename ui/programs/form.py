"""The form of a program that is to be run: what it is, its arguments, interpreter and folder. What is typed stays."""

import shlex
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selcore.programs.kept_program import in_words
from selcore.programs.program import Program

from ..kit import theme
from ..kit.form_dialog import FormDialog, lead_to, with_mnemonics
from ..kit.labels import cut, label
from ..kit.text_size import give_font
from ..questions.files import choose_file, choose_folder

SOON = 200
"""Milliseconds after the last key: then it is looked for the interpreter."""
LONGEST = 200
"""Characters of the line that is formed."""


def tr(source: str) -> str:
    return QCoreApplication.translate("RunForm", source)


class RunForm(FormDialog):
    """``submitted(Program)`` when the user agrees: it stays until that has begun, see ``refuse``.

    ``find_wanted(Program)``: which interpreter would it get? ``show_found`` answers.
    """

    submitted = Signal(object)
    find_wanted = Signal(object)

    def __init__(self, program: Program | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("form.run")
        self.setWindowTitle(tr("Run a program"))
        self.setMinimumWidth(560)
        self.target, self.arguments = self._line("target"), self._line("arguments")
        self.python, self.folder = self._line("python"), self._line("folder")
        self.module = QCheckBox(tr("it is a module (python -m)"))
        self.module.setObjectName("option.module")
        self._command, self._error = label("form.line"), label("form.error")
        self._touched = False
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._find)
        self._lay_out()
        if program is not None:
            self._fill(program)
        self.target.setPlaceholderText(tr("choose a program, or type the path of one"))
        for line in (self.target, self.arguments, self.python, self.folder):
            line.textChanged.connect(self._type)
        self.module.toggled.connect(self.refresh)
        self.refresh()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"option.{name}")
        return line

    def _lay_out(self) -> None:
        rows = (
            (tr("Program"), self.target, self._browsed(self.target, tr("choose a program"), self._choose_file)),
            ("", self.module, self.module),
            (tr("Arguments"), self.arguments, self.arguments),
            (
                tr("Interpreter"),
                self.python,
                self._browsed(self.python, tr("choose an interpreter"), self._choose_python),
            ),
            (tr("Folder"), self.folder, self._browsed(self.folder, tr("choose a folder"), self._choose_folder)),
        )
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for (words, field, shown), marked in zip(
            rows, with_mnemonics([words for words, _, _ in rows], tr("Run")), strict=True
        ):
            if words:
                field.setAccessibleName(words)
            form.addRow(marked, shown)
            if words:
                lead_to(form.labelForField(shown), field)
        give_font(self._command, "code")
        theme.ink(self._error, "error")
        about = label(
            "form.about",
            tr(
                "It runs unchanged, as from a terminal, with all that you may do. What its selectors return is shown "
                "here."
            ),
        )
        theme.ink(about, "quiet")
        buttons, self._run = self.make_buttons(tr("Run"))
        buttons.accepted.connect(self._submit)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addLayout(form)
        layout.addWidget(self._command)
        layout.addWidget(self._error)
        layout.addWidget(buttons)

    def _browsed(self, line: QLineEdit, spoken: str, choose: Callable[[], object]) -> QWidget:
        button = QToolButton()
        button.setText("…")
        button.setObjectName(f"browse.{line.objectName().removeprefix('option.')}")
        button.setAccessibleName(spoken)
        button.clicked.connect(choose)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line)
        row.addWidget(button)
        return holder

    def _fill(self, program: Program) -> None:
        self.target.setText(program.target)
        self.module.setChecked(program.module)
        self.arguments.setText(shlex.join(program.arguments))
        self.python.setText(program.python)
        self.folder.setText(program.folder)

    def program(self) -> Program:
        """What is typed. Raises ValueError, with words for the user."""
        target = self.target.text().strip()
        if not target:
            raise ValueError(tr("choose a program, or type the path of one"))
        try:
            arguments = tuple(shlex.split(self.arguments.text()))
        except ValueError as error:
            raise ValueError(tr("Arguments: {why}").format(why=str(error).lower())) from None
        module = self.module.isChecked()
        path = target if module else str(Path(target).expanduser())
        python, folder = self.python.text().strip(), self.folder.text().strip()
        return Program(path, arguments, module, python, str(Path(folder).expanduser()) if folder else "")

    def _type(self) -> None:
        self._touched = True
        self.refresh()

    def refresh(self) -> None:
        """Look at the fields anew."""
        try:
            program = self.program()
        except ValueError as error:
            self._command.setText("…")
            self._say(str(error) if self._touched else "")  # nobody has done anything wrong yet
            self._run.setEnabled(False)
            return
        self._command.setText(cut(f"python {in_words(program)}", LONGEST))
        self._say("")
        self._run.setEnabled(True)
        self._soon.start()

    def _find(self) -> None:
        try:
            self.find_wanted.emit(self.program())
        except ValueError:
            pass  # it is said already

    def show_found(self, python: str) -> None:
        """The interpreter that it would get, in place of one that is typed."""
        self.python.setPlaceholderText(python)
        self.folder.setPlaceholderText(tr("the current one") if self.module.isChecked() else tr("that of the program"))

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _submit(self) -> None:
        self._run.setEnabled(False)
        self.submitted.emit(self.program())

    def refuse(self, words: str) -> None:
        """It cannot be run: say why, and keep everything."""
        self.refresh()
        self._say(words)

    # Choosing.

    def _choose_file(self) -> None:
        choose_file(self, "run.target", tr("Choose a program"), tr("Python (*.py)"), _typed(self.target))

    def _choose_python(self) -> None:
        choose_file(self, "run.python", tr("Choose an interpreter"), "", _typed(self.python))

    def _choose_folder(self) -> None:
        choose_folder(self, "run.folder", tr("Choose a folder"), _typed(self.folder))


def _typed(line: QLineEdit) -> Callable[[Path], None]:
    """What was chosen as if it had been typed."""
    return lambda path: line.setText(str(path))
