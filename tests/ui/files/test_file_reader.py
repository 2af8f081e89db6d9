"""Files are read beside the window: it goes on meanwhile, is not settled, and shows the one that is wanted."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from selcore.experiment import file as experiment
from selcore.experiment.file import FORMAT, Experiment, save
from selcore.values.commands import Open
from tests.selcore.sizes import SHAPES
from tests.ui.user import User
from ui.files.file_reader import FileOpener


def recipe(path: Path, name: str) -> Path:
    save(path, Experiment(format=FORMAT, version=1, commands=(Open(kind="socketpair", name=name),)))
    return path


class Slow:
    """In place of the reader of experiments: it waits for a word, and remembers the thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, until: threading.Event):
        self.threads: list[int] = []
        self._parse = experiment.parse
        self._until = until
        monkeypatch.setattr(experiment, "parse", self)

    def __call__(self, data: bytes) -> Experiment:
        self.threads.append(threading.get_ident())
        assert self._until.wait(10)
        return self._parse(data)


def test_the_window_goes_on_while_a_file_is_read(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    until = threading.Event()
    slow = Slow(monkeypatch, until)
    user.window.handlers.experiments.open_recent(recipe(tmp_path / "one.json", "one"))
    user.wait_until(lambda: bool(slow.threads))
    assert not user.window.property("settled") and "one.json" in user.window.counts.currentMessage()
    frames: list[int] = []
    QTimer.singleShot(0, lambda: frames.append(1))
    user.wait_until(lambda: bool(frames))
    assert not user.names()
    until.set()
    user.settle()
    user.wait_until(lambda: user.names() == ["one.a", "one.b"])
    assert threading.get_ident() not in slow.threads


def test_of_two_files_the_one_that_was_asked_for_last_is_shown(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = threading.Event()
    Slow(monkeypatch, until)
    for name in ("one", "two"):
        user.window.handlers.experiments.open_recent(recipe(tmp_path / f"{name}.json", name))
    until.set()
    user.settle()
    user.wait_until(lambda: user.names() == ["two.a", "two.b"])


def test_a_new_session_wants_no_file_any_more(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    until = threading.Event()
    Slow(monkeypatch, until)
    user.window.handlers.experiments.open_recent(recipe(tmp_path / "one.json", "one"))
    user.action("experiment.new").trigger()
    until.set()
    user.settle()
    assert not user.names() and user.window.document.path is None


def test_a_window_that_is_closed_meanwhile_leaves_no_thread(
    open_window: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = threading.Event()
    slow = Slow(monkeypatch, until)
    user = open_window()
    user.window.handlers.experiments.open_recent(recipe(tmp_path / "one.json", "one"))
    user.wait_until(lambda: bool(slow.threads))
    until.set()
    user.window.close_now()
    assert not [one for one in threading.enumerate() if one.name == "opening"]


def test_what_was_done_while_a_file_was_read_is_not_lost_unasked(
    open_window: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = threading.Event()
    Slow(monkeypatch, until)
    asked: list[str] = []
    user = open_window(ask=lambda id, words, choices: asked.append(id) or choices[-1])
    user.window.handlers.experiments.open_recent(recipe(tmp_path / "one.json", "one"))
    user.action("fileobject.open.pipe").trigger()
    user.wait_until(lambda: bool(user.names()))
    until.set()
    user.settle()
    assert asked == ["experiment.unsaved"] and user.names() == ["pipe.r", "pipe.w"]


def test_what_was_read_is_closed_before_the_question(
    open_window: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recording holds its file open, and the question may be answered with no."""
    until, closed, asked = threading.Event(), list[str](), list[str]()

    def read(path: Path) -> object:
        assert until.wait(10)
        return SimpleNamespace(close=lambda: closed.append(path.name))

    monkeypatch.setattr("ui.session.actions.read_document", read)
    user = open_window(ask=lambda id, words, choices: asked.append(id) or choices[-1])
    user.window.handlers.experiments.open_recent(tmp_path / "one.sqlite")
    user.action("fileobject.open.pipe").trigger()
    user.wait_until(lambda: bool(user.names()))
    until.set()
    user.settle()
    assert asked == ["experiment.unsaved"] and closed == ["one.sqlite"]
    assert "Opening" not in user.window.counts.currentMessage()


@pytest.mark.parametrize("what", ["a path", "a host", "a note", "keys", "commands"])
def test_a_large_hostile_file_is_refused_and_the_window_is_as_it_was(
    open_window: Callable[..., User], tmp_path: Path, what: str
) -> None:
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[-1])
    file = tmp_path / "hostile.json"
    file.write_bytes(SHAPES[what][0](6 << 20))
    user.window.handlers.experiments.open_recent(file)
    user.settle()
    assert len(said) == 1 and "was not opened" in said[0] and len(said[0]) < 600
    assert user.window.minimumSizeHint().width() <= 1024 and not user.names()


def test_a_fault_of_the_reader_is_loud_and_the_window_goes_on(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    loud: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda given: loud.append(given.exc_type))
    opening = FileOpener()
    opening.read(lambda: 1 // 0, loud.append)
    opening.close()
    QCoreApplication.processEvents()
    assert loud == [ZeroDivisionError] and not opening.busy
