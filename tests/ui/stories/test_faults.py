"""What goes wrong, as it is met in the window. Each test is named after its fault."""

import json
import os
import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from selcore.history.store import Change, Store
from selcore.values.facts import Batch, Totals
from selcore.worker.worker import Worker
from tests.ui.forms.test_open_form import Form
from tests.ui.user import User
from ui.bridge.bridge import Bridge

HEAD = '{"format": "selector-playground-experiment", "version": 1, "commands": ['


def test_07_an_error_without_a_number_shows_none(user: User) -> None:
    form = Form(user, "unix-listener")
    form.type("path", "/tmp/" + "x" * 200)
    form.open()
    assert form.error("path") == "OSError: AF_UNIX path too long"
    assert len(form.text("path")) == 205 and form.dialog.isVisible()
    model = user.history.model()
    shown = [str(model.index(model.rowCount() - 1, place).data()) for place in range(model.columnCount())]
    assert any("OSError" in words for words in shown) and not any("Errno" in words for words in shown)


def test_09_a_slip_in_hexadecimal_is_marked_and_nothing_is_sent(user: User) -> None:
    user.do("scenario.pair")
    mode: QComboBox = user.find(QComboBox, "send.mode")
    mode.setCurrentIndex(mode.findData("hex"))
    line: QLineEdit = user.find(QLineEdit, "send")
    slips = {"4": 1, "4 8": 1, "0x48": 2, "48,65": 3, "4O": 2, "48h": 3, "４８": 1}
    for digits, place in slips.items():
        line.setText(digits)  # pasted
        line.returnPressed.emit()
        user.settle()
        assert not user.action("fileobject.send").isEnabled()
        assert f"(character {place})" in line.toolTip() and line.text() == digits
    assert user.data() == []


def test_18_a_flood_of_calls_is_bounded_and_what_is_dropped_is_counted(
    open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window is busy elsewhere while every call has a row of its own."""
    defaults: Any = Worker.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "capacity", 100)
    user = open_window()
    user.do("history.group")
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("loop.run").trigger()
    worker: Any = user.window.bridge._worker
    while not worker._outbox.dropped:
        assert worker.alive
    user.wait_until(lambda: user.window.bridge.store.dropped > 0)
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    store = user.window.bridge.store
    assert store.dropped > 0 and f"{store.dropped:,} not recorded" in user.label("counts.words")
    recorded = sum(int(row["count"]) for row in user.rows() if row["returned"])
    assert recorded + store.dropped == store.totals.results


BROKEN = {
    "cut off": HEAD.encode(),
    "garbage": bytes(range(128, 256)),
    "empty": b"",
    "100,000 deep": b"[" * 100_000,
    "5,000 digits": HEAD.encode() + b"7" * 5000 + b"]}",
    "not UTF-8": HEAD.encode() + b'{"do": "note", "text": "\xff"}]}',
    "a byte order mark alone": b"\xef\xbb\xbf",
    "NaN": HEAD.encode() + b'{"do": "select", "timeout": NaN}]}',
    "Infinity": HEAD.encode() + b'{"do": "select", "timeout": Infinity}]}',
    "twice the same key": HEAD.encode() + b'], "commands": []}',
    "top-level 3": b"3",
    "half a character": HEAD.encode() + b'{"do": "note", "text": "\\ud800"}]}',
    "a pickle": pickle.dumps({"format": "selector-playground-experiment"}),
    "a list of nothing known": json.dumps([{"do": "fly"}]).encode(),
}


def listening(open_window: Callable[..., User]) -> tuple[User, list[str]]:
    """Somebody with a pair open, and what the window says to them."""
    said: list[str] = []

    def answer(id: str, words: str, choices: list[str]) -> str:
        said.append(words)
        return "discard" if "discard" in choices else choices[-1]

    user = open_window(ask=answer)
    user.do("scenario.pair")
    return user, said


def test_21_a_broken_file_is_refused_and_the_session_stays(open_window: Callable[..., User], tmp_path: Path) -> None:
    user, said = listening(open_window)
    before = user.rows()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "FIFO")
    for what, content in BROKEN.items():
        (tmp_path / what).write_bytes(content)
    for path in sorted(tmp_path.iterdir()):
        if path.is_dir():
            continue
        said.clear()
        user.window.handlers.experiments.open_file(path)
        user.settle()
        assert len(said) == 1 and path.name in said[0], path.name
        assert user.names() == ["pair.a", "pair.b"] and user.rows() == before


def test_22_a_full_disk_is_said_with_what_is_missing(open_window: Callable[..., User], tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="no limits on this system")
    user, said = listening(open_window)
    path = tmp_path / "experiment.json"
    path.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        assert not user.save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "File too large" in said[0] and "bytes found no room" in said[0]
    assert path.read_text() == "old" and [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


def test_25_what_the_worker_tells_arrives_on_the_thread_of_the_window(user: User) -> None:
    """Nothing of Qt but one queued signal is touched on the other thread."""
    threads: set[int] = set()
    user.window.bridge.changed.connect(lambda _: threads.add(threading.get_ident()))
    user.window.bridge.state_changed.connect(lambda _: threads.add(threading.get_ident()))
    user.spin()
    user.do("loop.pause")
    user.wait_for("idle")
    assert threads == {threading.get_ident()}


BIG = Totals(calls=2**40, results=2**31, received=2**63, sent=2**64)


class Counting(Worker):
    """A worker that has been at it for years."""

    def take(self, most: int | None = None) -> Batch:
        super().take(most)
        return Batch(totals=BIG, dropped=2**40)


def test_28_big_numbers_cross_from_the_worker(qtbot: QtBot) -> None:
    bridge = Bridge(Store(10), lambda notify, backend: Counting(notify, backend=backend))
    changes: list[Change] = []
    bridge.changed.connect(changes.append)
    bridge.start()
    qtbot.waitUntil(lambda: bool(changes), timeout=10_000)
    assert bridge.close()
    assert (bridge.store.totals, bridge.store.dropped) == (BIG, 2**40)
