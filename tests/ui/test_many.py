"""A thousand objects and a busy loop: the window goes on answering, and what it tells stays exact."""

from time import monotonic

from PySide6.QtCore import QTimer

from .user import User


def thousand(user: User) -> None:
    from selcore.commands import Open

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
