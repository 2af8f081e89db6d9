"""Under a busy loop the window has its turns: what is clicked is done, what is painted is painted, the loop goes on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from selcore.system.turns import Turns
from tests.ui.user import User
from ui.bridge.input_turns import InputTurns


def busy(user: User) -> None:
    user.do("scenario.pair")
    user.tick("pair.a", "write")
    user.timeout("0")
    user.action("loop.run").trigger()
    user.wait_for("spinning")


def test_each_turn_ends_and_the_next_is_wanted(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(user)
    bridge = user.window.bridge
    over: list[float | None] = []
    end = bridge.frames.turns.over

    def noted(seconds: float | None) -> None:
        over.append(seconds)
        end(seconds)

    monkeypatch.setattr(bridge.frames.turns, "over", noted)
    calls = user.window.store.totals.calls
    user.wait_until(lambda: len(over) - over.count(None) > 20 and user.window.store.totals.calls > calls + 1000)
    user.wait_until(lambda: not bridge.frames._in_turn)
    user.do("loop.pause")
    user.wait_for("idle")
    user.wait_until(lambda: not bridge.frames.turns.wanted)


def test_a_click_takes_a_turn_and_an_idle_window_none(
    user: User, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = user.window.bridge
    user.wait_until(lambda: not bridge.frames.turns.wanted)  # all is shown, and one more look may still be due
    bridge.take_turn()
    assert not bridge.frames._in_turn and not bridge.frames.turns.wanted
    filters = user.window.findChildren(InputTurns) or bridge.findChildren(InputTurns)
    busy(user)
    window = user.window.windowHandle()
    filters[0]._watch(window)
    taken: list[bool] = []
    take = bridge.take_turn

    def noted() -> None:
        take()
        taken.append(bridge.frames._in_turn)

    monkeypatch.setattr(bridge, "take_turn", noted)
    qtbot.mouseClick(user.files.viewport(), Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    assert taken and taken[0]
    user.wait_until(lambda: not bridge.frames._in_turn)
    user.do("loop.pause")


def test_a_row_that_grows_is_seen_to_grow(user: User) -> None:
    busy(user)
    seen: set[int] = set()
    user.wait_until(lambda: seen.add(user.rows()[-1]["count"]) or len(seen) > 4)
    user.do("loop.pause")


def test_a_run_that_ended_meanwhile_needs_no_turn(user: User) -> None:
    turns = user.window.bridge.frames.turns
    assert isinstance(turns, Turns)
    user.do("scenario.pair")
    user.timeout("0")
    user.do("call.step")
    user.wait_until(lambda: not turns.wanted)
