"""Opening with a form: bad input gets one clear line under its field, nothing typed is lost, nothing is half made."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from tests.ui.user import User


class Form:
    """The form that is open."""

    def __init__(self, user: User, kind: str):
        user.do(f"fileobject.open-with.{kind}")
        self.user = user
        self.dialog: QDialog = user.find(QDialog, f"form.{kind}")

    def type(self, option: str, words: str) -> None:
        field = self.dialog.findChild(QWidget, f"option.{option}")
        if isinstance(field, QComboBox):
            field.setCurrentText(words)
            return
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        line.clear()
        if words.isascii():
            self.user.qtbot.keyClicks(line, words)
        else:
            line.insert(words)  # pasted: Qt's test keyboard has no such keys

    def text(self, option: str) -> str:
        field = self.dialog.findChild(QWidget, f"option.{option}")
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        return str(line.text())

    def error(self, option: str) -> str:
        label = self.dialog.findChild(QLabel, f"option.{option}.error")
        return str(label.text()) if label.isVisible() else ""

    def line(self) -> str:
        return str(self.dialog.findChild(QLabel, "form.line").text())

    @property
    def button(self) -> Any:
        return self.dialog.findChild(QPushButton, "form.open")

    def open(self) -> None:
        self.button.click()
        self.user.settle()


def test_the_python_line_follows_what_is_typed(user: User) -> None:
    form = Form(user, "tcp-listener")
    form.type("name", "web")
    form.type("port", "0")
    assert form.line() == "web = socket.create_server(('127.0.0.1', 0), backlog=128); web.setblocking(False)"
    form.open()
    assert user.names() == ["web"]
    user.wait_until(lambda: user.window.findChild(QDialog, "form.tcp-listener") is None)  # it closed by itself


def test_a_port_that_is_taken_keeps_the_form_and_what_was_typed(user: User, taken_port: int) -> None:
    form = Form(user, "tcp-listener")
    form.type("port", str(taken_port))
    form.open()
    assert form.dialog.isVisible()
    assert "Address already in use" in form.error("port") and str(taken_port) in form.error("port")
    assert form.text("port") == str(taken_port)
    assert user.names() == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nonexistent/file", "FileNotFoundError: [Errno 2]"),
        ("/", "IsADirectoryError: [Errno 21]"),
        ("a\0b", "ValueError: embedded null byte"),
        ("x" * 300, "OSError: [Errno 36]"),
    ],
)
def test_a_bad_path_is_refused_in_the_words_of_python(user: User, path: str, said: str) -> None:
    form = Form(user, "text-file")
    field = form.dialog.findChild(QWidget, "option.path")
    line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
    line.setText(path)
    form.open()
    assert form.error("path").startswith(said)
    assert line.text() == path and form.dialog.isVisible()
    assert user.names() == []


def test_a_file_is_opened_by_its_path(user: User, tmp_path: Path) -> None:
    target = tmp_path / "words.txt"
    target.write_text("one\ntwo\n")
    form = Form(user, "text-file")
    form.type("path", str(target))
    form.open()
    assert user.object("file")["address"] == str(target)
    user.select("file")
    user.do("fileobject.receive")
    assert user.data() == [("received", b"one\ntwo\n")]


def test_a_name_is_given_once(user: User) -> None:
    user.do("fileobject.open.socketpair")
    form = Form(user, "socketpair")
    assert form.text("name") == "pair2"
    form.type("name", "pair")
    form.open()
    assert "already used; free: pair2" in form.error("name")
    assert user.names() == ["pair.a", "pair.b"]
    form.type("name", "1st")
    assert "begins with a letter" in form.error("name")


def test_beyond_loopback_is_possible_and_said(user: User) -> None:
    form = Form(user, "tcp-listener")
    form.type("host", "0.0.0.0")
    form.type("port", "0")
    form.open()
    assert "listens beyond this machine" in [row["did"] or "" for row in user.rows()][-1]
    assert "listens beyond this machine" in user.cell("server", "address").data(3)


def test_a_host_that_nobody_knows_is_refused_and_the_window_goes_on(user: User) -> None:
    form = Form(user, "tcp-client")
    form.type("host", "no.such.host.invalid")
    form.open()
    user.wait_until(lambda: form.error("host") != "")
    assert "gaierror" in form.error("host")


def test_bad_hexadecimal_is_marked_and_not_sent(user: User) -> None:
    user.do("scenario.pair")
    mode: QComboBox = user.find(QComboBox, "send.mode")
    mode.setCurrentIndex(mode.findData("hex"))
    user.type("send", "4G")
    assert not user.action("fileobject.send").isEnabled()
    assert "'G' (character 2)" in user.find(QLineEdit, "send").toolTip()
    user.type("send", "48 69")
    user.do("fileobject.send")
    assert user.data() == [("sent", b"Hi")]


@pytest.mark.parametrize("words", ["sh -c 'echo hi", "echo \\"])
def test_an_unfinished_quotation_is_refused_in_the_words_of_python(user: User, words: str) -> None:
    form = Form(user, "process")
    form.type("argv", words)
    assert "shlex.split(" in form.line()
    form.open()
    assert "No closing quotation" in form.error("argv") or "No escaped character" in form.error("argv")
    assert form.text("argv") == words and not user.names()
    form.dialog.reject()


@pytest.mark.parametrize(("kind", "mode"), [("text-file", "AnyFile"), ("directory", "Directory")])
def test_a_path_is_chosen_among_what_the_kind_takes(user: User, tmp_path: Path, kind: str, mode: str) -> None:
    form = Form(user, kind)
    form.dialog.findChild(QToolButton, "browse").click()
    chooser = form.dialog.findChild(QFileDialog, "option.path")
    assert chooser.fileMode() == QFileDialog.FileMode[mode]
    chooser.fileSelected.emit(str(tmp_path))
    assert form.dialog.findChild(QLineEdit, "option.path").text() == str(tmp_path)
    chooser.reject()
    form.dialog.reject()
