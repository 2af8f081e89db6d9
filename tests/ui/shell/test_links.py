"""What is done in one panel is followed by those beside it."""

from collections.abc import Iterator

import pytest

from selcore.values.commands import Send
from tests.ui.user import User
from tests.ui.warnings.test_panel import always_writable


@pytest.fixture
def user(user: User) -> Iterator[User]:
    yield user
    user.window.docks.reset()  # the window is kept for other tests


def test_the_data_shown_are_those_of_the_object_that_is_chosen(user: User) -> None:
    user.do("scenario.pair")
    user.window.context.navigate.show_dock("data")
    user.select("pair.a")
    user.window.bridge.send(Send(name="pair.a", text="to b"))
    user.settle()
    assert [data for _, data in user.data()] == [b"to b"]
    user.select("pair.b")
    assert user.data() == []


def test_the_lane_of_the_object_that_is_chosen_is_current(user: User) -> None:
    user.do("scenario.pair")
    user.window.context.navigate.show_dock("timeline")
    view = user.window.late["timeline"].view
    user.select("pair.b")
    assert view.current == "pair.b"
    user.select("pair.a")
    assert view.current == "pair.a"
    user.window.context.navigate.hide_dock("timeline")


def test_a_row_that_is_chosen_is_explained_until_the_list_is_cleared(user: User) -> None:
    always_writable(user)
    user.do("call.step")
    why, calls = user.window.why, [row.serial for row in user.window.store.rows if row.call is not None]
    user.history.selectRow(user.window.history.model.find(calls[-1]))  # type: ignore[attr-defined]
    user.settle()
    assert why.name == "pair.a"
    user.do("history.clear")
    assert why.name == ""


def test_a_card_does_what_its_action_does(user: User) -> None:
    user.click("card.scenario.pair")
    user.settle()
    assert user.names() == ["pair.a", "pair.b"]


def test_what_the_worker_cannot_take_is_said_in_the_bottom_line(user: User) -> None:
    user.window.bridge.refused.emit("the worker has too much to do")
    assert user.window.counts.currentMessage() == "the worker has too much to do"
    user.window.context.say("")


def test_the_warnings_get_their_height_with_the_first_of_them(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    heights: list[tuple[str, bool]] = []
    monkeypatch.setattr(user.window.docks, "set_high", lambda name, on: heights.append((name, on)))
    always_writable(user)
    assert heights == [("warnings", True)]


def test_what_was_refused_has_room_where_the_warnings_are_empty(user: User) -> None:
    docks = user.window.docks
    low = docks["warnings"].height()
    user.do("fileobject.open.queue")
    user.select("q")
    user.do("key.unregister")
    user.do("key.get")
    docks["refusals"].raise_()
    user.wait_until(lambda: docks["refusals"].height() > 2 * low)
    docks["warnings"].raise_()
    user.wait_until(lambda: docks["warnings"].height() == low)
