"""The line of the selector's state: a dead worker, a busy loop and its cures."""

import pytest

from tests.ui.stories.test_calls import calls
from tests.ui.user import User


def test_a_dead_worker_is_said_and_restarted(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    user.do("scenario.pair")
    monkeypatch.setattr("selcore.kinds.file_object.SocketObject.write", broken)
    monkeypatch.setattr("selcore.world.verbs.data.ask", lambda action, *given: action(*given))
    user.select("pair.b")
    user.type("send", "x")
    user.action("fileobject.send").trigger()
    user.wait_for("dead")
    assert "ZeroDivisionError: a fault of ours" in user.state_words()
    monkeypatch.undo()
    user.click("cure.restart")
    user.wait_for("idle")
    user.do("scenario.pair")
    assert user.names() == ["pair2.a", "pair2.b"]


def test_a_busy_loop_is_one_growing_row_with_three_cures(user: User) -> None:
    user.spin()
    assert "pair.a is always writable" in user.state_words()
    user.wait_until(lambda: [row["count"] for row in calls(user)][-1] > 3000)
    assert len(calls(user)) == 1
    for cure in ("pause", "slow", "stop-watching"):
        assert user.find(object, f"cure.{cure}").isVisible()
    user.click("cure.stop-watching")
    user.wait_for("running")
    assert not user.object("pair.a")["write"] and user.object("pair.a")["read"]
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    shown = user.label("counts.words")
    total = sum(int(row["count"]) for row in calls(user) if row["returned"])  # type: ignore[call-overload]
    assert shown.startswith(f"{total:,} results · ")


def test_a_slowed_loop_keeps_its_pace_and_says_so(user: User) -> None:
    user.spin()
    user.click("cure.slow")
    user.wait_until(lambda: "slowed to 1 a second" in user.state_words())
    user.do("loop.pause")
    user.wait_for("idle")
