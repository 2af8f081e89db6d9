"""Any "open" form, built from the kind's declared options. Errors stand under their field; what was typed is kept."""

import errno
from typing import Any

from msgspec import structs
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from selcore.kinds import Kind
from selcore.kinds.base import COMMON
from selcore.values.commands import Open
from selcore.values.needs import Act
from selcore.values.outcomes import Refused
from selcore.wording.needs_listed import visible
from selcore.wording.python_line import python_line

from ..kit import theme
from ..kit.form_dialog import FormDialog, lead_to, with_mnemonics
from ..kit.labels import label
from ..kit.saying import say
from ..kit.text_size import give_font
from . import fields


def tr(source: str) -> str:
    return QCoreApplication.translate("OptionForm", source)


class OptionForm(FormDialog):
    """``submitted(Open)`` when the user agrees. The form stays until the opening was done: see ``refuse``."""

    submitted = Signal(object)

    def __init__(self, kind: Kind, name: str, names: list[str], current: str = "", parent: QWidget | None = None):
        """``names`` can be chosen where an option names what is open already; ``current`` of them is, at first."""
        super().__init__(parent)
        self.kind = kind
        self.setObjectName(f"form.{kind.id}")
        self.setWindowTitle(tr("Open: {title}").format(title=say(kind.title)))
        self.setMinimumWidth(460)
        self._fields: dict[str, fields.Field] = {"name": fields.TextField(name)}
        for option in (*kind.options, *COMMON):
            shown = structs.replace(option, default=current) if option.type == "name" else option
            self._fields[option.name] = fields.make(shown, names)
        self._options = {option.name: option for option in (*kind.options, *COMMON)}
        self._errors: dict[str, QLabel] = {}
        self._line = label("form.line", selectable=True)
        self._general = _error_label("form.error")
        self._notice = _error_label("form.notice")
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        about = label("form.about", say(self.kind.about))
        theme.ink(about, "quiet")
        layout.addWidget(about)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        titles = [tr("name") if name == "name" else say(self._options[name].title) for name in self._fields]
        for (name, field), title, marked in zip(
            self._fields.items(), titles, with_mnemonics(titles, tr("Open")), strict=True
        ):
            self._add_field(form, name, field, title, marked)
        layout.addLayout(form)
        give_font(self._line, "code")
        layout.addWidget(self._line)
        layout.addWidget(self._notice)
        layout.addWidget(self._general)
        layout.addStretch(1)
        layout.addWidget(self._make_buttons())

    def _add_field(self, form: QFormLayout, name: str, field: fields.Field, title: str, marked: str) -> None:
        field.widget.setObjectName(f"option.{name}")
        field.widget.setAccessibleName(title)
        field.changed.connect(self.refresh)
        error = self._errors[name] = _error_label(f"option.{name}.error")
        form.addRow(marked, field.shown)
        lead_to(form.labelForField(field.shown), field.widget)
        form.addRow(error)  # beneath both columns: an exception has many words

    def _make_buttons(self) -> QDialogButtonBox:
        box, self._open = self.make_buttons(tr("Open"))
        box.accepted.connect(self.submit)
        return box

    def command(self) -> Open | None:
        """The command that the fields make; None while one of them is wrong. Options left at their default are out."""
        values: dict[str, Any] = {}
        for name, field in self._fields.items():
            try:
                values[name] = field.value()
            except fields.BadInput:
                return None
        name = values.pop("name")
        given = {key: value for key, value in values.items() if value != self._options[key].default}
        return Open(kind=self.kind.id, name=name, options=given)

    def refresh(self) -> None:
        """Look at every field anew."""
        first = None
        for name, field in self._fields.items():
            problem = fields.problem(field, self._options.get(name))
            self._show(name, problem)
            first = first or problem
        self._leave_out()
        self._general.hide()
        self._open.setEnabled(first is None)
        command = self.command()
        self._line.setText(python_line(command) if command is not None and first is None else "…")
        self._show_notice(command if first is None else None)

    def _leave_out(self) -> None:
        """Where a listener is named, its address is where the client goes: another is not asked for."""
        for name in ("host", "port"):
            if "to" in self._fields and name in self._fields:
                self._fields[name].widget.setEnabled(not self._fields["to"].value())

    def _show_notice(self, command: Open | None) -> None:
        """What a stranger's experiment would have to ask for is said here before it is done."""
        found = self.kind.needs_trust(command.options) if command is not None else []
        needs = [need for need in found if need.act != Act.OPEN]  # a path to be read is no news to whoever typed it
        said = tr(", ").join(visible(say(need.words)) for need in needs)
        self._notice.setText(tr("Note: it {need}").format(need=said) if needs else "")
        self._notice.setVisible(bool(needs))

    def _show(self, name: str, problem: str | None) -> None:
        error = self._errors[name]
        error.setText(problem or "")
        error.setVisible(bool(problem))
        self._fields[name].mark(problem is not None)

    def submit(self) -> None:
        """Ask for what is typed."""
        command = self.command()
        if command is not None and self._open.isEnabled():
            self._open.setEnabled(False)
            self.submitted.emit(command)

    def refuse(self, refused: Refused) -> None:
        """The opening was refused: say so under the field it is about, put the focus there, keep everything."""
        self._open.setEnabled(True)
        words = "\n".join(filter(None, [str(refused), say(refused.hint)]))
        field = self._field_of(refused)
        if field is None:
            self._general.setText(words)
            self._general.show()
            return
        self._show(field, words)
        self._fields[field].focus()

    def _field_of(self, refused: Refused) -> str | None:
        if refused.type == "NameTaken":
            return "name"
        if refused.type == "NumberTaken":
            return "fd"
        if refused.by == "playground":
            wanted = "to"  # a name that is not there, or no listener's
        elif refused.errno in (errno.EADDRINUSE, errno.EACCES) or refused.type == "OverflowError":
            wanted = "port"
        else:
            wanted = "host"
        return next((name for name in (wanted, "path", "host", "port", "argv") if name in self._fields), None)


def _error_label(name: str) -> QLabel:
    made = label(name)
    theme.ink(made, "error")
    made.hide()
    return made
