"""A thousand objects and a busy loop: the window goes on answering, and what it tells stays exact."""

from time import monotonic

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from selcore.system.descriptors import raise_limit
from selcore.values.commands import Open, Register
from tests.ui.user import User


def thousand(user: User) -> None:
    user.window.bridge.send(Open(kind="socketpair", name="many", options={"count": 500}))
    user.wait_until(lambda: user.files.model().rowCount() == 1000)
    user.settle()


def test_a_thousand_objects_are_listed_ticked_and_closed(user: User) -> None:
    thousand(user)
    user.tick("many-250.a", "write")
    assert user.object("many-250.a")["write"]
    user.files.selectAll()
    user.do("fileobject.close")
    user.wait_until(lambda: all(row["state"] == "closed" for row in user.objects()))


def test_under_a_busy_loop_with_a_thousand_objects_the_window_still_answers(user: User) -> None:
    thousand(user)
    user.tick("many-1.a", "write")
    user.action("loop.run").trigger()
    user.wait_for("spinning")
    beats: list[float] = []
    timer = QTimer(user.window, interval=5)
    timer.timeout.connect(lambda: beats.append(monotonic()))
    timer.start()
    user.tick("many-2.b", "read")
    assert user.object("many-2.b")["read"]
    user.wait_until(lambda: len(beats) > 50)
    timer.stop()
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    counted = sum(int(row["count"]) for row in user.rows() if row["returned"])
    assert user.label("counts.words").startswith(f"{counted:,} results")


@pytest.mark.heavy
def test_ten_thousand_registered_objects_are_searched_ticked_selected_and_closed(user: User) -> None:
    raise_limit()
    user.window.bridge.send(Open(kind="socketpair", name="many", options={"count": 5000}))
    user.wait_until(lambda: user.files.model().rowCount() == 10_000)
    user.settle()
    user.window.bridge.send(*(Register(name=name, events=("read",)) for name in user.names()))
    user.settle()
    user.files.setFocus()
    QTest.keyClicks(user.files, "many-4321.b")
    assert user.window.files.current().name == "many-4321.b"
    user.tick("many-4321.b", "write")
    user.tick("many-4321.b", "read")
    assert user.shown("many-4321.b", "callback") == "none" and user.window.store.status.watched == 10_000
    user.do("call.step")
    assert user.results() == [("many-4321.b", ["write"])]
    user.files.selectAll()
    user.do("fileobject.close")
    assert {row["state"] for row in user.objects()} == {"closed"}
