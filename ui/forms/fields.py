"""A field for each type of option. What is typed stays as it was typed; ``value()`` reads it or says what is wrong."""

import re
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from selcore.values.options import Option, check_range

from ..kit import theme
from ..kit.saying import say
from ..questions.files import choose_file, choose_folder
from .name_box import NameBox

SHOWN = 40
"""Characters of what was typed that a reason quotes."""
DIGITS = 18


def tr(source: str) -> str:
    return QCoreApplication.translate("Fields", source)


class BadInput(ValueError):
    """What is typed is not what the option takes; ``str()`` says why, for the user."""


def is_whole(words: str) -> bool:
    """Whether this is written as a whole number is."""
    return re.fullmatch(r"-?[0-9]+", words, re.ASCII) is not None


def whole_number(words: str) -> int:
    """Raises BadInput."""
    if not is_whole(words):
        raise BadInput(tr("{words} is not a whole number").format(words=repr(words[:SHOWN])))
    if len(words) > DIGITS:
        raise BadInput(tr("{n} digits are more than anything here takes").format(n=f"{len(words):,}"))
    return int(words)


class Field(QObject):
    """``widget`` is what is typed into or chosen from; ``changed`` tells that the value may be another."""

    changed = Signal()
    widget: QWidget

    @property
    def shown(self) -> QWidget:
        """What stands in the form: the widget itself, or what holds it."""
        return self.widget

    def value(self) -> Any:
        """What is typed. Raises BadInput."""
        raise AssertionError("each field reads its own")

    def mark(self, wrong: bool) -> None:
        """Outline the field where it is wrong."""
        edge = f"border: 2px solid {theme.colour('error').name()}; border-radius: 3px; padding: 2px;"
        self.widget.setStyleSheet(f"QLineEdit {{ {edge} }}" if wrong else "")

    def focus(self) -> None:
        self.widget.setFocus()


class TypedField(Field):
    """Anything that is typed into a line."""

    def __init__(self, text: str):
        super().__init__()
        self.edit = QLineEdit(text)
        self.widget = self.edit
        self.edit.textChanged.connect(self.changed)

    def focus(self) -> None:
        self.edit.setFocus()
        self.edit.selectAll()


class TextField(TypedField):
    def value(self) -> str:
        return self.edit.text()


class NumberField(TypedField):
    """A whole number, typed; empty where the default is None."""

    def __init__(self, option: Option):
        super().__init__("" if option.default is None else str(option.default))
        self._option = option
        if option.default is None:
            self.edit.setPlaceholderText(tr("any"))

    def value(self) -> int | None:
        words = self.edit.text().strip()
        if not words and self._option.default is None:
            return None
        return whole_number(words)


class CheckField(Field):
    def __init__(self, option: Option):
        super().__init__()
        self.box = QCheckBox()
        self.box.setChecked(bool(option.default))
        self.widget = self.box
        self.box.toggled.connect(self.changed)

    def value(self) -> bool:
        return self.box.isChecked()


class ChoiceField(Field):
    def __init__(self, option: Option):
        super().__init__()
        self.box = QComboBox()
        self.box.addItems(list(option.choices))
        self.box.setCurrentText(str(option.default))
        self.widget = self.box
        self.box.currentTextChanged.connect(self.changed)

    def value(self) -> str:
        return self.box.currentText()


class NameField(Field):
    """The name of something that is open, or nothing."""

    def __init__(self, option: Option, names: list[str]):
        super().__init__()
        self.box = NameBox()
        self.box.setEditable(True)
        self.box.setCompleter(None)  # type: ignore[arg-type]  # what is typed is meant: pair is not pair.a
        for name in ("", *names):
            self.box.offer(name)
        self.box.setCurrentText(str(option.default))
        self.widget = self.box
        self.box.editTextChanged.connect(self.changed)

    def value(self) -> str:
        return self.box.currentText().strip()


class PathField(TextField):
    """A path, typed or chosen: of a file, or of a folder."""

    def __init__(self, option: Option):
        super().__init__(str(option.default))
        self._folder = option.type == "folder"
        browse = QToolButton()
        browse.setText("…")
        browse.setObjectName("browse")
        browse.setAccessibleName(tr("choose a folder") if self._folder else tr("choose a file"))
        browse.clicked.connect(self._browse)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit)
        row.addWidget(browse)
        self._holder = holder

    @property
    def shown(self) -> QWidget:
        return self._holder

    def _browse(self) -> None:
        window, chosen = self.edit.window(), lambda path: self.edit.setText(str(path))
        if self._folder:
            choose_folder(window, "option.path", tr("Choose a folder"), chosen)
        else:
            choose_file(window, "option.path", tr("Choose a file"), "", chosen)


def make(option: Option, names: list[str]) -> Field:
    """The field for an option; ``names`` are those of the open file objects."""
    if option.type == "int":
        return NumberField(option)
    if option.type == "bool":
        return CheckField(option)
    if option.type == "choice":
        return ChoiceField(option)
    if option.type == "name":
        return NameField(option, names)
    return PathField(option) if option.type in ("path", "folder") else TextField(str(option.default))


def problem(field: Field, option: Option | None) -> str | None:
    """What is wrong with what is typed; ``option`` None stands for the name of the new object."""
    try:
        value = field.value()
    except BadInput as error:
        return str(error)
    if option is None:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,99}", value):
            return tr("a name begins with a letter and has letters, digits, _ and - only, at most 100 of them")
        return None
    if option.type == "int" and value is not None:
        reason = check_range(option, value)
        return say(reason) if reason is not None else None
    return None
