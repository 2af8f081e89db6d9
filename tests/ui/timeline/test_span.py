"""A call that waits is seen to wait, at any pace."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from selcore.values.commands import Open, Register
from tests.ui.timeline.test_panel import give
from tests.ui.user import User


def test_a_call_that_waits_is_seen_to_wait_at_any_pace(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.do("view.timeline")
    give(user, Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("read",)))
    user.window.handlers.selector.set_pace(20)
    user.action("loop.run").trigger()
    user.wait_for("running")
    view = user.window.late["timeline"].view
    user.wait_until(lambda: view.scene().waiting > 0 or user.window.bridge.feed.lanes.waiting > 0)
    figures: QLabel = user.find(QLabel, "timeline.figures")
    user.wait_until(lambda: "select() 0%" not in figures.text())
    user.do("call.stop")
    user.wait_for("idle")
