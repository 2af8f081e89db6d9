"""One key copies the code and another saves it, seen or not; both have all of it, and it runs."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from selcore.values.commands import Select, Send
from tests.ui.user import User


def do_something(user: User) -> None:
    user.do("scenario.pair")
    user.window.bridge.send(Send(name="pair.b", text="hi"), Select(timeout=0))
    user.settle()


def test_it_is_copied_by_one_key_though_nobody_looks_at_it(user: User) -> None:
    do_something(user)
    assert user.action("code.copy").shortcut() == QKeySequence("Ctrl+Alt+C")
    user.do("code.copy")
    copied = QGuiApplication.clipboard().text()
    assert "sel.register(pair_a, EVENT_READ)" in copied and "pair_b.send(b'hi')" in copied
    assert user.window.counts.currentMessage() == f"{copied.count(chr(10))} lines of Python copied."


def test_what_is_saved_runs_with_the_standard_library_alone(user: User, tmp_path: Path) -> None:
    do_something(user)
    path = tmp_path / "session.py"
    user.action("code.save").trigger()
    dialog = user.find(QFileDialog, "code.target")
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    save = next(one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == "Save")
    save.click()
    user.settle()
    assert user.window.counts.currentMessage() == f"Saved into {path}."
    done = subprocess.run([sys.executable, "-I", "-S", path], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_where_it_cannot_be_written_the_reason_is_said(open_window: object, user: User, tmp_path: Path) -> None:
    said: list[str] = []
    user.window.questions.answers, before = (
        (lambda id, words, choices: said.append(words)),
        user.window.questions.answers,
    )
    do_something(user)
    user.window.handlers.code.save_to(tmp_path)
    user.settle()
    user.window.questions.answers = before
    assert said == [f"Not saved: IsADirectoryError: [Errno 21] Is a directory: '{tmp_path}'"]
