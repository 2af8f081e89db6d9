"""Calls as they end: empty, with several results, stopped, refused; and a loop that is run, slowed and cured."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableView

from tests.ui.user import User


@pytest.fixture(params=["select", "poll", "epoll"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def calls(user: User) -> list[dict[str, object]]:
    return [row for row in user.rows() if row["command"] == "select"]


def test_an_empty_call_says_whether_it_waited(user: User, backend: str) -> None:
    user.backend(backend)
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.timeout("0.05")
    user.do("call.step")
    user.wait_for("idle")
    at_once, waited = calls(user)
    assert at_once["returned"] == [] and waited["returned"] == []
    assert waited["waited"] >= 0.05  # type: ignore[operator]


def test_several_results_stand_under_their_call(user: User, backend: str) -> None:
    user.backend(backend)
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.tick("pair.b", "write")
    user.timeout("None")
    user.do("call.step")
    assert sorted(user.results()) == [("pair.a", ["write"]), ("pair.b", ["write"])]
    head = calls(user)[0]
    assert head["object"] is None and head["returned"] is None


def test_a_stopped_call_is_not_an_empty_result_and_is_not_counted(user: User) -> None:
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.do("call.stop")
    user.wait_for("idle")
    user.settle()
    (row,) = calls(user)
    assert row["returned"] is None
    assert "0 results · 0 calls" in user.label("counts.words")


def test_a_selector_that_was_closed_answers_for_itself(user: User) -> None:
    user.backend("epoll")
    user.do("scenario.pair")
    user.do("selector.close")
    user.timeout("0")
    user.do("call.step")
    assert calls(user)[0]["error"] == "ValueError"
    assert "closed epoll" in user.label("refusal.words")


def test_while_it_waits_everything_else_stays_possible(user: User) -> None:
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.do("fileobject.open.pipe")
    user.tick("pipe.w", "write")
    user.wait_for("idle")
    assert ("pipe.w", ["write"]) in user.results()


def test_scrolling_up_stops_following_and_end_follows_again(user: User) -> None:
    user.do("history.group")
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.action("loop.run").trigger()
    view: QTableView = user.find(QTableView, "history")
    user.wait_until(lambda: view.model().rowCount() > 200)
    bar = view.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    user.wait_until(lambda: not user.action("history.follow").isChecked())
    seen = view.model().rowCount()
    user.wait_until(lambda: view.model().rowCount() > seen + 200)
    assert bar.value() == 0
    user.action("history.follow").trigger()
    user.do("loop.pause")
    user.wait_for("idle")
    user.settle()
    assert bar.value() == bar.maximum()


def test_escape_closes_the_find_bar_and_leaves_the_waiting_call(user: User) -> None:
    user.do("scenario.pair")
    user.do("call.step")
    user.wait_for("waiting")
    user.do("history.find")
    box: QLineEdit = user.find(QLineEdit, "find")
    user.qtbot.keyClick(box, Qt.Key.Key_Escape)
    user.settle()
    assert not box.isVisible() and user.window.property("state") == "waiting"
    user.do("call.stop")
