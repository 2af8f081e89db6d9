"""The data of an object as one reads it: what belongs to a row is marked, it is found, saved, and sent again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListView, QToolButton
from pytestqt.qtbot import QtBot

from selcore.values.commands import Open, Register, Run, Send
from tests.ui.data.test_model import receive, store_of
from tests.ui.user import User
from ui.data.model import MARKED, PIECE
from ui.data.panel import DataPanel
from ui.data.view import DataView, head_of

ECHO = (
    Open(kind="tcp-listener", name="server"),
    Register(name="server", events=("read",), callback="accept", options={"then": "echo-upper"}),
    Open(kind="tcp-client", name="client", options={"to": "server"}),
    Run(calls=1, timeout=0.5),
)
"""On a port of its own: others may connect to that of the card."""


def echo(user: User, *words: str) -> QListView:
    """Each of these was sent by the client, and came back; the server's end is shown."""
    user.window.bridge.send(*ECHO)
    user.settle()
    for word in words:
        user.window.bridge.send(Send(name="client", text=word), Run(calls=3, timeout=0.1))
        user.settle()
        user.wait_for("idle")
    user.select("server.1")
    view: QListView = user.find(QListView, "data")
    return view


def heads(view: QListView) -> list[str]:
    return [head_of(view.model().index(row, 0).data(PIECE)) for row in range(view.model().rowCount())]


def marked(view: QListView) -> list[int]:
    return [row for row in range(view.model().rowCount()) if view.model().index(row, 0).data(MARKED)]


def test_each_piece_says_what_it_is(user: User) -> None:
    view = echo(user, "hello", "you")
    sizes = ((5, 0), (3, 5))
    ways = [f"{way} {size} bytes · offset {offset}" for size, offset in sizes for way in ("received", "sent")]
    assert heads(view) == ways


def test_a_row_of_the_history_marks_what_moved_in_it_and_chooses_its_object(user: User) -> None:
    view = echo(user, "hello", "you")
    user.select("client")
    served = [place for place, row in enumerate(user.rows()) if row["object"] == "server.1" and row["call"] is not None]
    for place, expected in zip(served, ([0, 1], [2, 3]), strict=True):
        user.history.selectRow(place)
        user.settle()
        assert user.window.files.current_name() == "server.1"
        assert marked(view) == expected
    user.history.selectRow(0)
    user.settle()
    assert marked(view) == []


def test_text_and_digits_are_found(user: User) -> None:
    view = echo(user, "hello", "you")
    user.qtbot.mouseClick(user.find(QToolButton, "data.find-button"), Qt.MouseButton.LeftButton)
    for words, row in (("HELLO", 1), ("79 6f 75", 2), ("YOU", 3)):
        user.type("data.find", words)
        assert view.currentIndex().row() == row, words
    user.qtbot.keyClick(user.find(QLineEdit, "data.find"), Qt.Key.Key_Escape)


@pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
def test_either_direction_is_saved(user: User, tmp_path: Path) -> None:
    echo(user, "hello", "you")
    for direction, data in (("received", b"helloyou"), ("sent", b"HELLOYOU")):
        user.find(QAction, f"data.save.{direction}").trigger()
        dialog: QFileDialog = user.find(QFileDialog, "data.target")
        dialog.fileSelected.emit(str(tmp_path / direction))
        dialog.reject()
        dialog.deleteLater()
        user.settle()
        assert (tmp_path / direction).read_bytes() == data
        user.wait_until(lambda: user.window.findChild(QFileDialog, "data.target") is None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
@pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
def test_what_is_no_regular_file_is_not_written(open_window: Callable[..., User], tmp_path: Path) -> None:
    told: list[str] = []
    user = open_window(ask=lambda id, words, choices: told.append(words) or choices[-1])
    echo(user, "hello")
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    user.find(QAction, "data.save.received").trigger()
    dialog: QFileDialog = user.find(QFileDialog, "data.target")
    dialog.fileSelected.emit(str(fifo))
    dialog.reject()
    user.settle()
    assert len(told) == 1 and told[0].startswith("Not saved: OSError: ") and "it is not a regular file" in told[0]
    assert os.read(reader, 10) == b"" and "Saving" not in user.window.counts.currentMessage()
    os.close(reader)


def test_it_follows_the_newest_unless_another_is_chosen(user: User) -> None:
    view = echo(user, "hello")
    assert view.currentIndex().row() == 1
    view.setCurrentIndex(view.model().index(0, 0))
    user.window.bridge.send(Send(name="client", text="x"), Run(calls=2, timeout=0.2))
    user.settle()
    user.wait_until(lambda: view.model().rowCount() == 4)
    assert view.currentIndex().row() == 0


def test_as_many_bytes_a_line_as_fit(user: User) -> None:
    view = echo(user, "hello")
    found = set()
    for wide in (240, 420, 900):
        view.resize(wide, 200)
        found.add(view.bytes_a_line())  # type: ignore[attr-defined]
    assert found == {4, 8, 16}


def test_out_of_sight_nothing_is_done_and_in_sight_again_all_of_it(user: User) -> None:
    view = echo(user, "hello")
    dock = user.window.docks["data"]
    dock.hide()
    user.window.bridge.send(Send(name="client", text="you"), Run(calls=3, timeout=0.1))
    user.settle()
    user.wait_for("idle")
    served = [place for place, row in enumerate(user.rows()) if row["object"] == "server.1" and row["call"] is not None]
    user.history.selectRow(served[1])
    user.settle()  # panels hear of a choice a frame later, where another was told just now
    assert len(heads(view)) == 2 and marked(view) == []
    dock.show()
    user.wait_until(lambda: len(heads(view)) == 4)
    assert marked(view) == [2, 3] and view.currentIndex().row() == 3


def test_a_reader_keeps_the_place_while_the_oldest_go(qtbot: QtBot) -> None:
    store = store_of(5_000)
    panel = DataPanel(store)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    panel.set_in_sight(True)
    panel.show_object("a")
    view = panel.view
    view.setCurrentIndex(panel.model.index(1_000, 0))
    view.scrollTo(view.currentIndex(), DataView.ScrollHint.PositionAtCenter)
    chosen, at = panel.current(), view.visualRect(view.currentIndex())
    for _ in range(3):
        receive(store, 9)
        panel.show_object("a")
        assert panel.current() is chosen and view.visualRect(view.currentIndex()) == at


def test_of_what_went_the_oldest_that_is_kept_is_seen(qtbot: QtBot) -> None:
    store = store_of(5_000)
    panel = DataPanel(store)
    qtbot.addWidget(panel)
    panel.show()
    panel.set_in_sight(True)
    panel.show_object("a")
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    receive(store, 9)
    panel.show_object("a")
    assert panel.view.indexAt(QPoint(0, 0)).row() == 0
    assert panel.current() is panel.model.piece(0)
