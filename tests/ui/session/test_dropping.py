"""What is dropped on the window: every file is opened under a name of its own, and what is none is refused in words."""

import json
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.ui.user import User
from ui.session import dropped, dropping


class Asked(list[tuple[str, str]]):
    """Answers questions with the first choice (``answer``: with that one) and keeps them."""

    answer = ""

    def __call__(self, id: str, words: str, choices: list[str]) -> str:
        self.append((id, words))
        return self.answer if self.answer in choices else "discard" if "discard" in choices else choices[0]


@pytest.fixture
def asked(user: User, monkeypatch: pytest.MonkeyPatch) -> Asked:
    found = Asked()
    monkeypatch.setattr(user.window.questions, "answers", found)
    return found


def drop(user: User, *urls: QUrl | Path) -> QDropEvent:
    """What Qt does when the button is let go over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) if isinstance(one, Path) else one for one in urls])
    modifier, button, moved = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(5, 5), moved | Qt.DropAction.CopyAction, data, button, modifier)
    user.window.dropEvent(event)
    user.settle()
    return event


def experiment(path: Path, name: str) -> Path:
    opened = {"do": "open", "kind": "socketpair", "name": name}
    path.write_text(json.dumps({"format": "selector-playground-experiment", "version": 1, "commands": [opened]}))
    return path


def kinds(user: User) -> list[str]:
    return [row["kind"] for row in user.objects()]


def test_three_files_are_opened_under_three_names(user: User, asked: Asked, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.txt", "b.txt", "c d%41,é.txt")]
    for file in files:
        file.write_text("hello")
    event = drop(user, *files)
    assert [row["name"] for row in user.objects()] == ["file", "file2", "file3"]
    assert [row["address"] for row in user.objects()] == list(map(str, files)) and asked == []
    assert event.dropAction() == Qt.DropAction.CopyAction  # or who dragged it may delete what was moved


def test_two_openings_before_the_first_is_answered_have_two_names(user: User) -> None:
    for _ in range(2):
        user.action("fileobject.open.socketpair").trigger()
    user.settle()
    assert user.names() == ["pair.a", "pair.b", "pair2.a", "pair2.b"]


def test_a_name_that_was_refused_is_free_again(user: User) -> None:
    user.window.handlers.opening.open("text-file", path="/nowhere/at/all")
    user.settle()
    assert user.rows()[-1]["error"] == "FileNotFoundError"
    user.do("fileobject.open.text-file")
    assert user.names() == ["file"]


def test_each_is_opened_as_what_it_is(user: User, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    (tmp_path / "binary").write_bytes(b"\0\1")
    os.mkfifo(tmp_path / "fifo")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.listen()
    names = ("text", "binary", "fifo", "s")
    asked.answer = "open"
    drop(user, *(tmp_path / name for name in names), tmp_path, Path("/dev/null"), tmp_path / "gone")
    expected = ["text-file", "binary-file", "fifo", "fifo", "unix-client", "directory", "device"]
    ((id, words),) = asked
    assert kinds(user) == expected and id == "drop.noticed"
    assert [line[2:] for line in words.splitlines()[1:]] == [str(tmp_path / "fifo"), str(tmp_path / "s")]
    assert user.rows()[-1]["error"] == "FileNotFoundError"
    listener.close()


def test_what_others_notice_is_not_opened_unasked(user: User, asked: Asked, tmp_path: Path) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "s"))
    listener.listen()
    listener.setblocking(False)
    asked.answer = "cancel"
    drop(user, tmp_path / "s")
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()
    assert user.names() == [] and [id for id, _ in asked] == ["drop.noticed"]


def test_of_devices_only_those_that_nobody_notices_are_opened_unasked(user: User, asked: Asked) -> None:
    asked.answer = "cancel"
    drop(user, Path("/dev/zero"), Path("/dev/urandom"))
    assert kinds(user) == ["device", "device"] and asked == []
    drop(user, Path("/dev/tty"))
    ((id, words),) = asked
    assert kinds(user) == ["device", "device"] and id == "drop.noticed" and "/dev/tty" in words


def test_an_experiment_begins_a_session_and_the_others_are_said(user: User, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    drop(user, tmp_path / "a.txt", experiment(tmp_path / "1.json", "one"), experiment(tmp_path / "2.json", "two"))
    user.wait_until(lambda: user.names() == ["one.a", "one.b"])
    user.settle()
    ((id, words),) = asked
    assert id == "drop.refused" and f"{tmp_path / 'a.txt'}: 1.json begins a session of its own" in words
    assert f"{tmp_path / '2.json'}: 1.json begins" in words


REFUSED = {
    "http://127.0.0.1/x.json": "it is not a file",
    "file://elsewhere.example/etc/passwd": "it is a file of another machine",
    "file:///tmp/a%00b.json": "a file name cannot contain a NUL",
    "file:///tmp/caf%E9.txt": "'/tmp/caf\\udce9.txt': its name is not UTF-8",
    "file://": "it names no file",
    "data:text/plain,<b>x</b>": "it is not a file",
    "": "it is not a file",
}


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_file_of_this_machine_is_refused_in_words(user: User, asked: Asked, url: str) -> None:
    user.window.handlers.dropping.drop([QUrl.fromEncoded(url.encode())])
    user.settle()
    ((id, words),) = asked
    assert id == "drop.refused" and REFUSED[url] in words and user.names() == [] and user.rows() == []


def test_a_url_of_this_machine_by_name_is_opened(user: User, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    drop(user, *(QUrl(f"file://{host}{tmp_path}/a.txt") for host in ("localhost", socket.gethostname().lower())))
    assert [row["address"] for row in user.objects()] == [str(tmp_path / "a.txt")] * 2 and asked == []


def test_nothing_dropped_is_nothing_done(user: User, asked: Asked) -> None:
    drop(user)
    assert asked == [] and user.rows() == []


def test_many_are_asked_for_and_bounded(
    user: User, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropping, "UNASKED", 2)
    monkeypatch.setattr(dropped, "MOST", 4)
    files = [tmp_path / f"{place}.txt" for place in range(9)]
    for file in files:
        file.write_text("hello")
    asked.answer = "cancel"
    drop(user, *files)
    assert [id for id, _ in asked] == ["drop.refused", "drop.many"] and user.names() == []
    assert "and 5 more" in asked[0][1] and asked[1][1].splitlines()[0] == "Open these 4 files?"
    asked.answer = "open"
    drop(user, *files)
    assert user.names() == ["file", "file2", "file3", "file4"]


def test_what_is_dropped_on_a_recording_is_said(open_window: Callable[..., User], tmp_path: Path) -> None:
    from tests.ui.recording.test_actions import PAIR, record

    record(tmp_path / "r.sqlite", PAIR)
    (tmp_path / "a.txt").write_text("hello")
    user = open_window(experiment=tmp_path / "r.sqlite")
    user.wait_until(lambda: user.rows() != [])
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    user.settle()
    assert "close it to do something" in user.window.counts.currentMessage()


class Hangs:
    """A folder on a disk that does not answer until ``answers`` is set: who looks at what is in it waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path):
        self.answers, self.waiting, self.threads = threading.Event(), threading.Event(), set[int]()
        self._folder, self._stat = str(folder), os.stat
        monkeypatch.setattr(os, "stat", self)

    def __call__(self, path: object, *given: object, **more: object) -> os.stat_result:
        if str(path).startswith(self._folder):
            self.threads.add(threading.get_ident())
            self.waiting.set()
            assert self.answers.wait(10)
        return self._stat(path, *given, **more)  # type: ignore[arg-type]


def test_a_disk_that_does_not_answer_holds_neither_the_window_nor_the_next_drop(
    user: User, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once was looked at on the window's thread, which stood still as long as the disk did."""
    there, here = tmp_path / "there", tmp_path / "here.txt"
    there.mkdir()
    for file in (there / "slow.txt", here):
        file.write_text("hello")
    disk = Hangs(monkeypatch, there)
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(str(there / "slow.txt"))])
    user.wait_until(disk.waiting.is_set)
    assert "Looking at what was dropped" in user.window.counts.currentMessage()
    assert threading.get_ident() not in disk.threads and not user.window.property("settled")
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(str(here))])
    user.wait_until(lambda: [row["address"] for row in user.objects()] == [str(here)])
    disk.answers.set()
    user.settle()
    assert [row["address"] for row in user.objects()] == [str(here), str(there / "slow.txt")] and asked == []


def test_what_was_dropped_before_a_session_began_is_not_opened_in_it(
    user: User, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("hello")
    disk = Hangs(monkeypatch, tmp_path)
    user.window.handlers.dropping.drop([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    user.wait_until(disk.waiting.is_set)
    user.do("experiment.new")
    disk.answers.set()
    user.window.opening.close()
    user.settle()
    assert user.objects() == [] and asked == []


@pytest.mark.heavy
def test_a_thousand_files_are_opened_in_a_moment(user: User, asked: Asked, tmp_path: Path) -> None:
    files = [tmp_path / f"{place}.txt" for place in range(1000)]
    for file in files:
        file.write_text("hello")
    drop(user, *files)
    assert [row["address"] for row in user.objects()] == list(map(str, files))
