"""Somebody records what happens, stops, and looks at it again; through the window only."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QListWidget, QTextBrowser, QToolButton

from selcore.experiment.file import load
from selcore.recording import writer
from selcore.values.commands import Close, Modify, Note, Run
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import query, record
from tests.ui.user import User

pytestmark = pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good


def choose(user: User, id: str, path: Path) -> None:
    """Trigger an action that asks for a file, and choose it."""
    user.action(id).trigger()
    name = {"recording.start": "recording.target", "recording.open": "recording.source"}[id]
    dialog: QFileDialog = user.find(QFileDialog, name)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    dialog.deleteLater()
    user.settle()


def spin(user: User, path: Path, calls: int = 2000) -> None:
    """A pair that is always writable, recorded for a while."""
    choose(user, "recording.start", path)
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.timeout("0")
    user.action("loop.run").trigger()
    user.wait_until(lambda: user.window.store.totals.calls > calls)
    user.do("loop.pause")
    user.wait_for("idle")


def test_every_call_is_a_row_where_none_are_grouped(user: User, tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, PAIR, WRITE_A, Run(calls=500, timeout=0))
    user.action("history.group").trigger()
    choose(user, "recording.open", path)
    user.wait_until(lambda: "%" not in user.label("recording.words"))
    assert [row["call"] for row in user.rows() if row["returned"] is not None] == list(range(1, 501))
    assert user.state_words().startswith("A recording is shown")


def test_what_happened_then_is_past(user: User, tmp_path: Path) -> None:
    """What was refused is no refusal now, nothing can be asked; but it can be saved as an experiment."""
    path = tmp_path / "r.sqlite"
    record(path, PAIR, Close(name="none"), WRITE_A, Run(calls=5, timeout=0))
    choose(user, "recording.open", path)
    user.wait_until(lambda: len(user.rows()) == 5)
    assert user.rows()[1]["error"] == "UnknownName" and not user.find(QFrame, "refusal").isVisible()
    user.window.bridge.send(Close(name="pair.a"))
    assert "close it to do something" in user.window.counts.currentMessage()
    assert user.save(tmp_path / "e.json")
    assert len(load(tmp_path / "e.json").commands) == 3


def test_a_recording_is_opened_at_the_start_or_dropped(open_window: Callable[..., User], tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, PAIR)
    user = open_window(experiment=path)
    user.wait_until(lambda: user.rows() != [])
    assert user.find(QLabel, "recording.head").isVisible() and str(path) in user.window.preferences.recent
    user.do("experiment.new")
    assert user.rows() == []
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    modifier, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    user.window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, modifier))
    user.wait_until(lambda: user.rows() != [])
    assert user.find(QLabel, "recording.head").isVisible()


def test_what_cannot_be_opened_changes_nothing(open_window: Callable[..., User], tmp_path: Path) -> None:
    said: list[str] = []

    def ask(id: str, words: str, choices: Any) -> str:
        said.append(words)
        return "discard" if "discard" in choices else str(choices[0])

    user = open_window(ask=ask)
    user.do("scenario.pair")
    (tmp_path / "bad.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    choose(user, "recording.open", tmp_path / "bad.sqlite")
    user.settle()
    assert "bad.sqlite was not opened. " in said[-1] and user.names() == ["pair.a", "pair.b"]
    for name in ("damaged", "damaged.sqlite"):
        (tmp_path / name).write_bytes(b"\xffQLite format 3\0" + b"x" * 5000)
    choose(user, "recording.open", tmp_path / "damaged")
    user.settle()
    assert said[-1].endswith("damaged was not opened. it is not a SQLite file")
    user.window.handlers.experiments.open_recent(tmp_path / "damaged.sqlite")
    user.settle()
    assert said[-1].endswith("damaged.sqlite was not opened. it is not a SQLite file")
    choose(user, "recording.start", tmp_path / "bad.sqlite")
    assert "it is not replaced" in said[-1]
    assert user.action("recording.start").isEnabled()


def test_of_a_damaged_recording_the_rows_before_the_damage_are_shown(user: User, tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    record(path, PAIR, WRITE_A, *[Note(text="before")] * 6, Note(text="damaged"))
    data = path.read_bytes()
    json = data.rindex(b'"damaged"')
    path.write_bytes(data[: json + 3] + b"\xff" + data[json + 4 :])
    choose(user, "recording.open", path)
    user.wait_until(lambda: "could not be read to its end" in user.label("recording.words"))
    assert len(user.rows()) == 8 and "row 9 of its table commands: text that is not UTF-8" in user.label(
        "recording.words"
    )


def test_a_full_disk_is_said(open_window: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As SQLite says it: here the file may not grow any more."""
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[0])
    monkeypatch.setattr(writer, "SETTINGS", f"{writer.SETTINGS} PRAGMA max_page_count=40;")
    path = tmp_path / "r.sqlite"
    choose(user, "recording.start", path)
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.wait_until(lambda: "3 rows" in user.label("recording"))
    user.action("loop.run").trigger()
    user.wait_until(lambda: bool(said))
    assert "the disk is full: what was written before is kept" in said[0] and str(path) in said[0]
    assert user.window.property("state") in ("running", "spinning"), "the loop goes on"
    user.do("loop.pause")
    assert user.action("recording.start").isEnabled() and not user.find(QLabel, "recording").isVisible()
    assert query(path, "SELECT verb FROM commands") == [("open",), ("register",), ("modify",)]
    assert query(path, "SELECT value <> '' FROM meta WHERE key = 'stopped'") == [(1,)]


def test_a_new_session_and_closing_the_window_bring_it_to_its_end(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    first, second, user = tmp_path / "1.sqlite", tmp_path / "2.sqlite", open_window()
    spin(user, first)
    user.do("experiment.new")
    user.wait_until(lambda: user.action("recording.start").isEnabled())
    spin(user, second)
    user.window.close_now()
    for path in first, second:
        ((calls,),) = query(path, "SELECT count(*) FROM calls")
        assert query(path, "SELECT value <> '' FROM meta WHERE key = 'ended'") == [(1,)]
        assert query(path, "SELECT value FROM meta WHERE key = 'calls'") == [(str(calls),)] and calls > 2000


def test_another_session_ends_a_recording_only_when_that_was_said(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    asked: list[str] = []
    answers = {"recording.ends": "cancel", "experiment.unsaved": "discard"}

    def ask(id: str, words: str, choices: Any) -> str:
        asked.append(id)
        return answers.get(id, str(choices[0]))

    user = open_window(ask=ask)
    choose(user, "recording.start", tmp_path / "r.sqlite")
    user.do("scenario.pair")
    user.do("experiment.new")
    assert asked == ["recording.ends"] and user.names() == ["pair.a", "pair.b"]
    assert not user.action("recording.start").isEnabled(), "it goes on"
    answers["recording.ends"] = "end"
    user.do("experiment.new")
    assert asked[1:] == ["recording.ends", "experiment.unsaved"] and user.names() == []
    user.wait_until(lambda: user.action("recording.start").isEnabled())


def test_nothing_is_offered_in_a_recording(user: User, tmp_path: Path) -> None:
    """Neither by a warning nor by Why: nothing can be done there."""
    path = tmp_path / "r.sqlite"
    record(path, PAIR, WRITE_A, Run(calls=2000, timeout=0), Modify(name="pair.b", events=("read",)))
    choose(user, "recording.open", path)
    user.wait_until(lambda: any(row["error"] for row in user.rows()))
    panel = user.find(QListWidget, "warnings")
    user.wait_until(lambda: panel.count() > 0)
    button = panel.itemWidget(panel.item(0)).findChild(QToolButton, "warning.remedy-button")
    assert button.text() and not button.isVisible()
    refused = next(place for place, row in enumerate(user.rows()) if row["error"])
    user.history.selectRow(refused)
    user.wait_until(lambda: "KeyError" in user.find(QTextBrowser, "why").toPlainText())
    assert not user.find(QToolButton, "why.remedy").isVisible()


class HangingDisk:
    """In the place of ``make``: the file is there when the disk is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.asked, self.goes_on = threading.Event(), threading.Event()
        self._make = writer.make
        monkeypatch.setattr(writer, "make", self)

    def __call__(self, path: Path) -> None:
        self.asked.set()
        assert self.goes_on.wait(40)
        self._make(path)

    def answer(self) -> None:
        """Until its thread, and that of the recording, have ended."""
        self.goes_on.set()
        for thread in threading.enumerate():
            if thread.name in ("opening", "recording"):
                thread.join(40)


def test_while_a_disk_hangs_the_window_goes_on(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, path = HangingDisk(monkeypatch), tmp_path / "r.sqlite"
    user.window.handlers.recordings.start(path)
    assert disk.asked.wait(40) and "Making" in user.window.counts.currentMessage()
    assert not user.action("recording.start").isEnabled() and not user.action("recording.stop").isEnabled()
    user.action("scenario.pair").trigger()
    user.wait_until(lambda: user.names() == ["pair.a", "pair.b"] and user.object("pair.a")["read"])
    disk.goes_on.set()
    user.wait_until(lambda: user.find(QLabel, "recording").isVisible())
    assert user.window.counts.currentMessage() == ""
    user.tick("pair.a", "write")
    user.do("recording.stop")
    user.wait_until(lambda: user.window.panels.badge.recorder is None)
    assert query(path, "SELECT verb FROM commands") == [("modify",)], "what came after the file was there"


def test_a_session_that_begins_meanwhile_is_not_recorded(
    open_window: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[0])
    disk, path = HangingDisk(monkeypatch), tmp_path / "r.sqlite"
    user.window.handlers.recordings.start(path)
    assert disk.asked.wait(40)
    user.do("experiment.new")
    assert said == [f"It is not recorded: {path}: the session has ended before its file was there"]
    disk.answer()
    user.do("scenario.pair")
    assert user.window.panels.badge.recorder is None and user.action("recording.start").isEnabled()
    assert query(path, "SELECT verb FROM commands") == []


def test_a_window_that_closes_says_what_a_disk_that_hangs_has_not_made(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.files.file_reader.LONGEST", 0)
    monkeypatch.setattr("ui.recording.actions.LONGEST", 0)
    disk, path = HangingDisk(monkeypatch), tmp_path / "r.sqlite"
    user.window.handlers.recordings.start(path)
    assert disk.asked.wait(40)
    user.window.close_now()
    user.window.shut_down()
    assert user.window.writer.left == [path]
    disk.answer()
    assert query(path, "SELECT verb FROM commands") == []
