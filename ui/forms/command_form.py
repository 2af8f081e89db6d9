"""A form for a command that needs more than the current object: fields, the Python line being formed, errors."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from selcore.values.commands import AnyCommand
from selcore.values.options import Option
from selcore.values.outcomes import Refused
from selcore.wording.python_line import KindOf, python_line

from ..kit import theme
from ..kit.form_dialog import FormDialog, lead_to, with_mnemonics
from ..kit.labels import label, with_subject
from ..kit.saying import say
from ..kit.text_size import give_font
from . import fields


def tr(source: str) -> str:
    return QCoreApplication.translate("CommandForm", source)


Build = Callable[[dict[str, Any]], AnyCommand]
"""Values by option name to the command. Raises fields.BadInput."""


class CommandForm(FormDialog):
    """``submitted(command)`` when the user agrees; it stays until the command was done: see ``refuse``."""

    submitted = Signal(object)

    def __init__(
        self,
        id: str,
        title: str,
        subject: str,
        options: tuple[Option, ...],
        build: Build,
        kind_of: KindOf,
        parent: QWidget,
    ):
        """``subject`` is the name of the file object that the command is about; empty where it is about none."""
        super().__init__(parent)
        title = title.rstrip("…")
        self.setObjectName(f"form.{id}")
        self.setWindowTitle(with_subject(title, subject))
        self.setMinimumWidth(420)
        self._build, self._kind_of = build, kind_of
        self._fields = {option.name: fields.make(option, list(option.choices)) for option in options}
        self._line, self._error = label("form.line"), label("form.error")
        form = QFormLayout()
        titles = with_mnemonics([say(option.title) for option in options], title)
        for option, marked in zip(options, titles, strict=True):
            field = self._fields[option.name]
            field.widget.setObjectName(f"option.{option.name}")
            field.widget.setAccessibleName(say(option.title))
            field.changed.connect(self.refresh)
            form.addRow(marked, field.shown)
            lead_to(form.labelForField(field.shown), field.widget)
        self._lay_out(form, title)
        self.refresh()

    def _lay_out(self, form: QFormLayout, title: str) -> None:
        give_font(self._line, "code")
        theme.ink(self._error, "error")
        buttons, self._do = self.make_buttons(title)
        buttons.accepted.connect(self._submit)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._line)
        layout.addWidget(self._error)
        layout.addWidget(buttons)

    def command(self) -> AnyCommand:
        """What the fields make. Raises fields.BadInput."""
        return self._build({name: field.value() for name, field in self._fields.items()})

    def refresh(self) -> None:
        """Look at the fields anew."""
        try:
            command = self.command()
        except fields.BadInput as error:
            self._line.setText("…")
            self._say(str(error))
            self._do.setEnabled(False)
            return
        self._line.setText(python_line(command, self._kind_of))
        self._say("")
        self._do.setEnabled(True)

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _submit(self) -> None:
        try:
            command = self.command()
        except fields.BadInput:
            self.refresh()
            return
        self._do.setEnabled(False)
        self.submitted.emit(command)

    def refuse(self, refused: Refused) -> None:
        """It was refused: say so and keep everything."""
        self.refresh()
        self._say("\n".join(filter(None, [str(refused), say(refused.hint)])))
