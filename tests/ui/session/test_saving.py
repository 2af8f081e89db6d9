"""Saving goes on beside the window: whatever is done meanwhile, the document knows what its file has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from selcore.experiment.file import FORMAT, Experiment, load, save
from selcore.values.commands import Note, Open, Select
from tests.ui.files.slow_disk import SlowDisk
from tests.ui.user import User


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def user(open_window: Callable[..., User], asked: list[str]) -> User:
    """Whose questions are answered by their first choice, once ``answers`` has no other."""
    return open_window(ask=lambda id, words, choices: asked.append(f"{id}: {words}") or choices[0])


def begins(user: User, path: Path, slow_disk: SlowDisk) -> None:
    """Save; the disk has not answered yet."""
    user.window.handlers.experiments.saving.save_to(path)
    slow_disk.is_asked(1)


def note(user: User, words: str) -> None:
    """Do something by hand while a file is being written: the window is not settled by then."""
    count = len(user.rows())
    user.window.bridge.send(Note(text=words))
    user.wait_until(lambda: len(user.rows()) > count)


def commands(path: Path) -> list[str]:
    return [type(one).__name__ for one in load(path).commands]


def test_the_window_goes_on_while_it_is_saved(user: User, tmp_path: Path, slow_disk: SlowDisk) -> None:
    path = tmp_path / "one.json"
    user.do("scenario.pair")
    begins(user, path, slow_disk)
    assert user.window.counts.currentMessage() == "Saving one.json …" and not user.window.property("settled")
    note(user, "meanwhile")
    assert user.window.document.path is None
    slow_disk.goes_on()
    user.settle()
    assert user.window.document.path == path and commands(path) == ["Open", "Register"]
    assert user.window.isWindowModified(), "the file does not have what was done meanwhile"
    assert "Saving" not in user.window.counts.currentMessage()
    user.do("experiment.save")
    assert not user.window.isWindowModified() and commands(path) == ["Open", "Register", "Note"]


def test_a_second_save_waits_its_turn_and_has_the_newest(user: User, tmp_path: Path, slow_disk: SlowDisk) -> None:
    path = tmp_path / "one.json"
    user.do("scenario.pair")
    begins(user, path, slow_disk)
    for words in ("one", "two"):
        note(user, words)
        user.action("experiment.save").trigger()  # into the file that is being written: none is asked for
    assert user.window.findChild(QFileDialog, "experiment.target") is None
    slow_disk.goes_on()
    user.settle()
    assert commands(path) == ["Open", "Register", "Note", "Note"] and not user.window.isWindowModified()
    assert len(slow_disk.written) == 2


def test_what_hangs_is_saved_to_another_place_and_that_is_its_file(
    user: User, tmp_path: Path, slow_disk: SlowDisk
) -> None:
    slow_disk.hangs = {"hung.json"}
    user.do("scenario.pair")
    begins(user, tmp_path / "hung.json", slow_disk)
    note(user, "meanwhile")
    user.window.handlers.experiments.saving.save_to(tmp_path / "other.json")
    user.wait_until(lambda: user.window.document.path == tmp_path / "other.json")
    assert not user.window.isWindowModified()
    slow_disk.goes_on()
    user.settle()
    assert user.window.document.path == tmp_path / "other.json" and not user.window.isWindowModified()


def test_one_that_fails_leaves_the_document_as_it_was(user: User, tmp_path: Path, asked: list[str]) -> None:
    user.do("scenario.pair")
    assert not user.save(tmp_path / "no" / "it.json")
    assert asked[0].startswith("say: Not saved: FileNotFoundError") and user.window.isWindowModified()
    assert user.window.document.path is None and user.window.preferences.recent == []


def test_what_the_file_itself_asks_for_meanwhile_is_no_change(
    open_window: Callable[..., User], tmp_path: Path, slow_disk: SlowDisk
) -> None:
    path = tmp_path / "plays.json"
    save_now(path, slow_disk)
    user = open_window(experiment=path)
    user.wait_for("waiting")
    note(user, "by hand")
    begins(user, path, slow_disk)
    user.action("call.stop").trigger()
    user.wait_until(lambda: not user.window.document.is_playing)
    slow_disk.goes_on()
    user.settle()
    assert user.window.isWindowModified(), "what was done by hand while it was played is in no file"
    user.do("experiment.save")
    assert not user.window.isWindowModified()


def save_now(path: Path, slow_disk: SlowDisk) -> None:
    slow_disk.hangs = set()
    made = (Open(kind="socketpair", name="pair"), Select(timeout=None), Note(text="after"))
    save(path, Experiment(format=FORMAT, version=1, commands=made))
    slow_disk.hangs = None


def test_what_was_to_follow_follows_once_it_is_written(
    user: User, tmp_path: Path, slow_disk: SlowDisk, asked: list[str]
) -> None:
    path = tmp_path / "one.json"
    slow_disk.hangs = set()
    user.do("scenario.pair")
    assert user.save(path)
    slow_disk.hangs, slow_disk.written = None, []
    user.do("fileobject.open.pipe")
    user.action("experiment.new").trigger()
    slow_disk.is_asked(2)
    assert [one.partition(":")[0] for one in asked] == ["experiment.unsaved"] and user.names()
    slow_disk.goes_on()
    user.settle()
    user.wait_until(lambda: user.names() == [])
    assert commands(path) == ["Open", "Register", "Open"] and len(asked) == 1


def test_what_was_done_meanwhile_is_asked_about_before_it_follows(
    user: User, tmp_path: Path, slow_disk: SlowDisk, asked: list[str]
) -> None:
    path = tmp_path / "one.json"
    slow_disk.hangs = set()
    user.do("scenario.pair")
    assert user.save(path)
    slow_disk.hangs = None
    user.do("fileobject.open.pipe")
    user.action("experiment.new").trigger()
    slow_disk.is_asked(2)
    note(user, "meanwhile")
    slow_disk.goes_on()
    user.wait_until(lambda: user.names() == [])
    assert len(asked) == 2 and commands(path) == ["Open", "Register", "Open", "Note"]


def test_another_session_is_not_ended_by_what_was_to_follow(
    open_window: Callable[..., User], tmp_path: Path, slow_disk: SlowDisk
) -> None:
    path, answers = tmp_path / "one.json", ["save", "discard"]
    slow_disk.hangs = set()
    user = open_window(ask=lambda id, words, choices: answers.pop(0))
    user.do("scenario.pair")
    assert user.save(path)
    slow_disk.hangs = None
    user.do("fileobject.open.pipe")
    user.action("experiment.new").trigger()
    slow_disk.is_asked(2)
    user.action("experiment.new").trigger()
    user.wait_until(lambda: user.names() == [])
    note(user, "of the other session")
    slow_disk.goes_on()
    user.settle()
    assert len(user.rows()) == 1 and user.window.document.path is None and user.window.isWindowModified()
    assert commands(path) == ["Open", "Register", "Open"] and answers == []


def test_the_window_closes_once_all_is_written(user: User, tmp_path: Path, slow_disk: SlowDisk) -> None:
    user.do("scenario.pair")
    begins(user, tmp_path / "one.json", slow_disk)
    assert not user.window.close() and user.window.isVisible()
    assert user.window.counts.currentMessage() == "Saving one.json … Then the window closes."
    slow_disk.goes_on()
    user.wait_until(lambda: not user.window.isVisible())
    assert commands(tmp_path / "one.json") == ["Open", "Register"]


def test_it_stays_open_where_something_could_not_be_written(
    user: User, tmp_path: Path, slow_disk: SlowDisk, asked: list[str]
) -> None:
    user.do("scenario.pair")
    begins(user, tmp_path / "no" / "one.json", slow_disk)
    assert not user.window.close()
    slow_disk.goes_on()
    user.settle()
    assert user.window.isVisible() and "Not saved" in asked[0] and len(asked) == 1


@pytest.mark.parametrize("answer", ["close", "cancel"])
def test_a_disk_that_hangs_is_asked_about(
    open_window: Callable[..., User], tmp_path: Path, slow_disk: SlowDisk, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("ui.session.saving.PATIENCE", 0)
    monkeypatch.setattr("ui.files.file_writer.LONGEST", 0)
    asked: list[str] = []
    answers = {"file.unwritten": answer, "experiment.unsaved": "discard"}
    user = open_window(ask=lambda id, words, choices: asked.append(f"{id}: {words}") or answers[id])
    path = tmp_path / "one.json"
    user.do("scenario.pair")
    begins(user, path, slow_disk)
    assert not user.window.close()
    user.wait_until(lambda: bool(asked))
    assert asked[0].startswith("file.unwritten: Still being written: one.json.")
    assert user.window.isVisible() is (answer == "cancel")
    assert user.window.writer.left == ([path] if answer == "close" else [])
    slow_disk.goes_on()
    if answer == "cancel":
        user.settle()
        assert user.window.isVisible() and not user.window.isWindowModified()


def test_a_signal_waits_for_no_disk_that_hangs(
    user: User, tmp_path: Path, slow_disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.files.file_writer.LONGEST", 0)
    user.do("scenario.pair")
    begins(user, tmp_path / "one.json", slow_disk)
    user.window.close_now()
    assert not user.window.isVisible() and user.window.writer.left == [tmp_path / "one.json"]
