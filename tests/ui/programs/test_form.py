"""The form of a program: what is typed makes a program, bad input is said in one line, and what was typed stays."""

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from selcore.programs.program import Program
from tests.ui.user import User
from ui.programs.form import RunForm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are watched on Linux")


@pytest.fixture
def form(user: User) -> Any:
    user.do("program.run")
    return user.find(RunForm, "form.run")


def fill(form: RunForm, **given: str) -> None:
    for name, words in given.items():
        line: Any = form.findChild(QLineEdit, f"option.{name}")
        line.setText(words)


def error(form: RunForm) -> str:
    found: Any = form.findChild(QLabel, "form.error")
    return str(found.text()) if not found.isHidden() else ""


def button(form: RunForm) -> QPushButton:
    found: Any = form.findChild(QPushButton, "form.open")
    return found  # type: ignore[no-any-return]


def test_what_is_typed_makes_a_program(form: RunForm) -> None:
    assert error(form) == "" and not button(form).isEnabled(), "nothing was typed yet, and nothing is wrong"
    fill(form, target="a")
    fill(form, target="")
    assert error(form) == "choose a program, or type the path of one" and not button(form).isEnabled()
    fill(form, target="~/a b/server.py", arguments="--name 'x y' 8080", python="python3.12", folder="/tmp")
    home = str(Path("~").expanduser())
    assert form.program() == Program(f"{home}/a b/server.py", ("--name", "x y", "8080"), False, "python3.12", "/tmp")
    line: Any = form.findChild(QLabel, "form.line")
    assert line.text() == "python server.py --name 'x y' 8080" and error(form) == "" and button(form).isEnabled()
    fill(form, target="http.server")
    module: Any = form.findChild(QCheckBox, "option.module")
    module.setChecked(True)
    assert form.program().target == "http.server" and form.program().module
    assert line.text() == "python -m http.server --name 'x y' 8080"


def test_arguments_that_cannot_be_read_are_said(form: RunForm) -> None:
    fill(form, target="a.py", arguments="'open")
    assert error(form) == "Arguments: no closing quotation" and not button(form).isEnabled()
    fill(form, arguments="shut")
    assert error(form) == ""


def test_the_interpreter_that_it_would_get_is_shown(form: RunForm, user: User, tmp_path: Path) -> None:
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "a.py").write_text("")
    fill(form, target=str(tmp_path / "a.py"))
    line: Any = form.findChild(QLineEdit, "option.python")
    user.wait_until(lambda: line.placeholderText() == str(python))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no such file"),
        ("x = (", "SyntaxError"),
        (b"\0\1\2", "this is not Python"),
        ("#!/bin/sh\necho a b\n", "it begins with #!/bin/sh"),
    ],
)
def test_what_cannot_be_run_is_said_and_everything_stays(
    form: RunForm, user: User, tmp_path: Path, content: Any, why: str
) -> None:
    path = tmp_path / "a.py"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.write_text(content)
    fill(form, target=str(path), arguments="one two", python=sys.executable)
    button(form).click()
    user.wait_until(lambda: bool(error(form)))
    assert why in error(form) and "\n" not in error(form)
    assert form.isVisible() and form.arguments.text() == "one two" and button(form).isEnabled()
    assert user.window.bridge.is_live


def test_an_interpreter_that_is_none(form: RunForm, user: User, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    fill(form, target=str(tmp_path / "a.py"), python=str(tmp_path / "a.py"))
    button(form).click()
    user.wait_until(lambda: "it may not be executed" in error(form))


@pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
@pytest.mark.parametrize("name", ["browse.target", "browse.python", "browse.folder"])
def test_a_name_that_is_not_there_comes_back_to_the_form(form: RunForm, name: str) -> None:
    """Qt's own box about it would run a loop of events inside the key press."""
    chosen = form.findChild(QWidget, name)
    assert isinstance(chosen, QAbstractButton)
    chosen.click()
    (dialog,) = form.findChildren(QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText("/gone/for/good.py")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    typed = form.findChild(QLineEdit, name.replace("browse", "option"))
    assert typed is not None and typed.text() == "/gone/for/good.py"
