"""What is chosen in one panel is chosen in all: by mouse and by key, while a loop runs, and in a recording."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QToolButton

from selcore.values.commands import Modify, Open, Register, Select, Send, Unregister
from tests.ui.data.test_panel import marked
from tests.ui.history.test_following import at_end, notes, press
from tests.ui.recording.test_actions import choose
from tests.ui.user import User, rows
from tests.ui.why.test_panel import give, text
from ui.timeline.timeline import Timeline

PAIRS = (
    *(Open(kind="socketpair", name=name) for name in ("p", "q")),
    *(Register(name=name, events=("read",), callback="drain") for name in ("p.a", "q.a")),
)
"""Six rows: two pairs, one end of each is watched."""


def two_results(user: User) -> tuple[int, int]:
    """One call has returned p.a, another q.a: the serials of their rows."""
    give(user, *PAIRS)
    for name in ("p", "q"):
        give(user, Send(name=f"{name}.b", text=name * 3), Select(timeout=0))
    found = {row.name: row.serial for row in user.window.store.rows if row.mask is not None}
    return found["p.a"], found["q.a"]


def open_all(user: User) -> None:
    """Each panel has been in sight, the kernel's with all that is registered; the timeline is."""
    for name in ("kernel", "details", "data", "timeline"):
        user.window.context.navigate.show_dock(name)
        user.settle()
    user.do("kernel.refresh")
    watched = {state.name for state in user.window.store.objects.values() if state.registered is not None}
    user.wait_until(lambda: watched <= {row["object"] for row in rows(user.find(QAbstractItemView, "kernel"))})


def shown(user: User) -> dict[str, Any]:
    """Of which object each panel tells."""
    window = user.window
    kernel = user.find(QAbstractItemView, "kernel")
    place = kernel.currentIndex().siblingAtColumn(2)
    return {
        "objects": window.files.current_name(),
        "history": row.name if (row := window.history.current_row()) is not None else None,
        "data": window.late["data"].name,
        "why": window.why.name,
        "kernel": place.data(),
        "timeline": user.find(Timeline, "timeline").current,
    }


def all_of(name: str) -> dict[str, str]:
    return dict.fromkeys(("objects", "history", "data", "why", "kernel", "timeline"), name)


def pin(user: User) -> QToolButton:
    found: QToolButton = user.find(QToolButton, "why.pin")
    return found


def pinned(user: User) -> str:
    """What the pin says, in a window that may have no room for all of it."""
    said = pin(user).accessibleName().partition(". ")[0]
    begin, _, end = pin(user).text().partition("…")
    assert said.startswith(begin) and said.endswith(end)
    return said


def place_of(user: User, serial: int) -> int:
    found: int = user.window.history.model.find(serial)
    return found


def test_a_row_of_the_history_is_chosen_everywhere(user: User) -> None:
    first, second = two_results(user)
    open_all(user)
    for serial, name in ((first, "p.a"), (second, "q.a"), (first, "p.a")):
        press(user, place_of(user, serial))
        user.settle()
        assert shown(user) == all_of(name)
        assert user.find(Timeline, "timeline").selected == serial
        user.window.context.navigate.show_dock("data")
        assert len(marked(user.find(QAbstractItemView, "data"))) == 1
        user.window.context.navigate.show_dock("timeline")


def test_an_object_is_chosen_everywhere(user: User) -> None:
    two_results(user)
    open_all(user)
    for name in ("p.a", "q.a", "p.a"):
        user.select(name)
        assert shown(user) == all_of(name)
    user.files.setFocus()
    QTest.keyClick(user.files, Qt.Key.Key_Down)
    user.settle()
    found = shown(user)
    assert found.pop("kernel") == "p.a", "the kernel knows nothing of what is not registered"
    assert set(found.values()) == {"p.b"}


def test_a_lane_and_a_segment_of_the_timeline_are_chosen_everywhere(user: User) -> None:
    first, _ = two_results(user)
    open_all(user)
    view: Timeline = user.find(Timeline, "timeline")
    view.fit()
    lanes = [lane.name for lane in view.shown()]
    for name in ("q.a", "p.a"):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=lane_at(view, lanes.index(name), 20))
        user.settle()
        assert shown(user) == all_of(name)
        assert pinned(user) == f"{name} now · pinned"
    segment = view._lanes.get("p.a").find(first)  # type: ignore[union-attr]
    assert segment is not None
    x = round(view.span.x_of(segment.start)) + view.sizes.names
    user.select("q.a")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=lane_at(view, lanes.index("p.a"), x))
    user.settle()
    assert shown(user) == all_of("p.a") and user.window.selection.value.serial == first


def lane_at(view: Timeline, place: int, x: int) -> QPoint:
    at = QPointF(x, view.sizes.axis + (place + 0.5) * view.sizes.lane)
    assert view.found_at(at) is not None
    return at.toPoint()


def test_a_warning_is_chosen_everywhere(user: User) -> None:
    user.spin()
    user.wait_until(lambda: user.find(QListWidget, "warnings").count() > 0)
    user.do("loop.pause")
    give(user, *PAIRS)
    open_all(user)
    user.select("q.a")
    warnings: QListWidget = user.find(QListWidget, "warnings")
    item = warnings.item(0)
    QTest.mouseClick(warnings.viewport(), Qt.MouseButton.LeftButton, pos=warnings.visualItemRect(item).center())
    user.settle()
    assert shown(user) == all_of("pair.a")
    row = user.window.history.current_row()
    assert row is not None and row.call == 1, "the call that it began with"
    user.select("q.a")
    user.do("view.warnings")
    QTest.keyClick(warnings, Qt.Key.Key_Return)
    user.settle()
    assert shown(user) == all_of("pair.a")


def test_what_the_kernel_watches_is_chosen_too(user: User) -> None:
    two_results(user)
    open_all(user)
    user.select("p.a")
    user.window.context.navigate.show_dock("kernel")
    user.settle()
    kernel = user.find(QAbstractItemView, "kernel")
    user.wait_until(lambda: kernel.model().rowCount() > 1)
    place = next(row for row in range(kernel.model().rowCount()) if kernel.model().index(row, 2).data() == "q.a")
    at = kernel.visualRect(kernel.model().index(place, 2)).center()
    QTest.mouseClick(kernel.viewport(), Qt.MouseButton.LeftButton, pos=at)
    user.settle()
    user.window.context.navigate.show_dock("details")
    user.settle()
    assert shown(user) == all_of("q.a")


def test_what_comes_into_sight_later_shows_it_then(user: User) -> None:
    first, _ = two_results(user)
    user.window.context.navigate.hide_dock("timeline")
    user.window.context.navigate.show_dock("kernel")
    press(user, place_of(user, first))
    user.settle()
    open_all(user)
    assert shown(user) == all_of("p.a") and user.find(Timeline, "timeline").selected == first


def test_of_several_that_are_selected_none_is_lost_by_a_row_of_one_of_them(user: User) -> None:
    first, second = two_results(user)
    user.select("p.a")
    pick(user, "p.b", Qt.KeyboardModifier.ControlModifier)
    pick(user, "q.a", Qt.KeyboardModifier.ControlModifier)
    three = {"p.a", "p.b", "q.a"}
    for serial, name in ((first, "p.a"), (second, "q.a")):
        press(user, place_of(user, serial))
        user.settle()
        assert {state.name for state in user.window.files.selected()} == three
        assert user.window.files.current_name() == name == user.window.late["data"].name
        assert user.window.selection.value.names[0] == name


def pick(user: User, name: str, modifiers: Qt.KeyboardModifier) -> None:
    at = user.files.visualRect(user.cell(name, "name")).center()
    user.qtbot.mouseClick(user.files.viewport(), Qt.MouseButton.LeftButton, modifiers, at)
    user.settle()


def test_to_tick_is_not_to_choose_what_is_read(user: User) -> None:
    give(user, *PAIRS, Send(name="p.b", text="x"), Select(timeout=0))
    assert "p.a in call 1" in text(user)
    user.tick("q.a", "write")
    user.files.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Shift):
        QTest.keyClick(user.files, key)
        user.settle()
    assert user.object("q.a")["write"] is False
    assert user.window.files.current_name() == "q.a"
    assert "p.a in call 1" in text(user) and pinned(user) == "Following the newest result"


# The list of the history keeps its place.


def test_the_list_that_is_followed_goes_on_when_an_object_is_chosen(user: User) -> None:
    give(user, *PAIRS)
    notes(user, 100)
    assert at_end(user)
    user.select("p.a")
    row = user.window.history.current_row()
    assert row is not None and (row.do, row.name) == ("register", "p.a")
    assert at_end(user) and user.action("history.follow").isChecked()
    notes(user, 5)
    assert at_end(user)


def test_a_list_that_stands_still_moves_no_farther_than_to_the_nearest_row(user: User) -> None:
    give(user, *PAIRS)
    notes(user, 100)
    give(user, Send(name="p.b", text="x"), Select(timeout=0))
    notes(user, 100)
    press(user, 70)
    top = user.history.rowAt(0)
    user.select("p.a")
    row = user.window.history.current_row()
    assert row is not None and row.call == 1 and not user.action("history.follow").isChecked()
    assert user.history.viewport().rect().intersects(user.history.visualRect(user.history.currentIndex()))
    there = user.history.rowAt(0)
    assert there != top
    user.select("p.b")  # its row stands just above
    assert user.history.rowAt(0) == there, "what is in sight is only marked"


def test_a_row_that_the_filter_hides_is_shown_by_the_others(user: User) -> None:
    first, second = two_results(user)
    press(user, place_of(user, first))
    user.do("history.hide-commands")
    user.type("filter", 'name == "p.a"')
    QTest.keyClick(user.window.history.filter_box.line, Qt.Key.Key_Return)
    user.settle()
    user.window.selection.row(user.window.store.row(second))
    user.settle()
    assert user.window.files.current_name() == "q.a" == user.window.why.name
    assert not user.history.selectionModel().hasSelection()
    user.find(object, "filter").clear()
    user.do("history.hide-commands")


# Why.


def test_why_follows_the_newest_result_until_a_row_is_chosen(user: User) -> None:
    assert pinned(user) == "Following the newest result" and not pin(user).isChecked()
    first, second = two_results(user)
    assert "q.a in call 2" in text(user)
    press(user, place_of(user, first))
    user.settle()
    assert "p.a in call 1" in text(user)
    assert pinned(user) == f"Row {first + 1} · pinned" and pin(user).isChecked()
    assert pin(user).accessibleName() == f"Row {first + 1} · pinned. Press to follow the newest result"
    give(user, Send(name="p.b", text="more"), Select(timeout=0))
    assert "p.a in call 1" in text(user), "it stays"
    user.qtbot.mouseClick(pin(user), Qt.MouseButton.LeftButton)
    user.settle()
    assert "p.a in call 3" in text(user) and not pin(user).isChecked()
    assert pin(user).accessibleName() == "Following the newest result. Press to stay at this one"
    assert not user.history.selectionModel().hasSelection(), "no row is chosen any more"


def test_the_pin_and_its_key_stay_at_what_is_shown(user: User) -> None:
    two_results(user)
    assert user.action("why.follow").isChecked()
    user.qtbot.mouseClick(pin(user), Qt.MouseButton.LeftButton)
    user.settle()
    assert pin(user).isChecked() and not user.action("why.follow").isChecked()
    give(user, Send(name="p.b", text="more"), Select(timeout=0))
    assert "q.a in call 2" in text(user)
    user.window.activateWindow()
    QTest.keyClick(user.window, Qt.Key.Key_End, Qt.KeyboardModifier.AltModifier)
    user.settle()
    assert "p.a in call 3" in text(user) and user.action("why.follow").isChecked()


def test_a_refusal_and_an_empty_call_are_followed_too(user: User) -> None:
    user.backend("epoll")
    user.do("scenario.pipe-file")
    assert text(user).strip().startswith("PermissionError: [Errno 1]")
    give(user, Select(timeout=0))
    assert "Nothing was returned in call 1" in text(user)


def test_what_a_method_of_the_selector_returned_is_followed(user: User) -> None:
    give(user, *PAIRS)
    printed = user.window.why.printed.toPlainText
    key = "SelectorKey(fileobj=<socket.socket fd=102"
    assert ">>> sel.register(q_a, EVENT_READ, drain)" in printed() and key in printed()
    give(user, Unregister(name="q.a"))
    assert ">>> sel.unregister(q_a)" in printed() and key in printed()
    give(user, Select(timeout=0), Send(name="p.b", text="x"))
    assert "Nothing was returned in call 1" in text(user)
    user.select("p.a")
    user.wait_until(lambda: "p.a, now" in text(user))
    user.do("key.unregister")
    assert "p.a, now" in text(user)  # it was chosen to be looked at
    user.do("selector.get-map")
    assert "<selectors._SelectorMapping object at 0x" in printed() and "It was empty." in printed()
    give(user, Register(name="q.a", events=("read",)))
    assert "_SelectorMapping" in printed()  # from the first call on, what is done is not in the way of what is read


def test_a_chosen_object_stands_until_the_next_result_that_somebody_asks_for(user: User) -> None:
    give(user, *PAIRS)
    user.select("q.a")
    user.wait_until(lambda: "q.a, now" in text(user))
    assert pinned(user) == "q.a now · pinned"
    give(user, Send(name="p.b", text="x"))
    assert "q.a, now" in text(user)
    give(user, Select(timeout=0))
    assert "p.a in call 1" in text(user) and pinned(user) == "Following the newest result"


def test_the_results_of_a_loop_do_not_take_a_chosen_object_away(user: User) -> None:
    user.spin()
    user.select("pair.b")
    calls = user.window.store.totals.calls
    user.wait_until(lambda: user.window.store.totals.calls > calls + 1000)
    assert "pair.b, now" in text(user)
    user.do("why.follow")
    user.wait_until(lambda: "pair.a in call" in text(user))
    user.do("loop.pause")


def test_the_growing_row_of_a_loop_is_told_as_it_grows_four_times_a_second(user: User) -> None:
    user.spin()
    panel, shown = user.window.why, list[int]()
    told = panel.show_row
    panel.show_row = lambda row, looks=True: (shown.append(row.count), told(row, looks))  # type: ignore
    frames = user.window.store.totals.calls
    user.wait_until(lambda: len(shown) > 3)
    assert shown == sorted(set(shown)) and user.window.store.totals.calls - frames > 1000
    user.do("loop.pause")
    user.wait_for("idle")
    del panel.show_row
    row = user.window.history.model.row(user.history.model().rowCount() - 2)
    assert row is not None and panel.row is not None and panel.row.count == row.count, "the last is never lost"


def test_what_nobody_sees_is_not_laid_out(user: User) -> None:
    two_results(user)
    user.window.context.navigate.show_dock("kernel")
    user.settle()
    give(user, Send(name="p.b", text="more"), Select(timeout=0))
    assert "q.a in call 2" in text(user)
    user.window.context.navigate.show_dock("details")
    user.settle()
    assert "p.a in call 3" in text(user)


def test_words_that_are_being_copied_stay_and_that_is_said(user: User) -> None:
    two_results(user)
    user.window.why.text.selectAll()
    give(user, Send(name="p.b", text="more"), Select(timeout=0))
    assert "q.a in call 2" in text(user) and pin(user).isChecked()
    assert user.window.why.text.textCursor().hasSelection()
    user.do("why.follow")
    assert "p.a in call 3" in text(user)


def test_a_button_that_has_become_another_command_under_the_hand_does_nothing_at_first(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(user, *PAIRS, Select(timeout=0))
    remedy: QToolButton = user.find(QToolButton, "why.remedy")
    assert remedy.isVisible() and remedy.text() == "Send from p.b"
    user.window.activateWindow()
    remedy.setFocus()
    monkeypatch.setattr("ui.why.panel.monotonic", lambda: 100.0)
    give(user, Modify(name="p.a", events=("write",)), Send(name="p.b", text="x"), Modify(name="p.a", events=0))
    give(user, Select(timeout=0))
    before, words = len(user.rows()), remedy.text()
    assert words != "Send from p.b"
    remedy.click()
    user.settle()
    assert len(user.rows()) == before
    monkeypatch.setattr("ui.why.panel.monotonic", lambda: 100.5)
    remedy.click()
    user.settle()
    assert len(user.rows()) == before + 1


def test_a_new_session_and_a_cleared_history_follow(user: User) -> None:
    first, _ = two_results(user)
    press(user, place_of(user, first))
    user.settle()
    user.do("history.clear")
    assert pinned(user) == "Following the newest result" and "Nothing has been returned yet" in text(user)
    user.do("experiment.new")
    assert "Nothing has been returned yet" in text(user) and user.window.selection.value.serial == -1


@pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
def test_it_is_so_in_a_recording_too(user: User, tmp_path: Path) -> None:
    user.window.handlers.recordings.start(tmp_path / "r.sqlite")
    user.settle()
    two_results(user)
    user.do("recording.stop")
    choose(user, "recording.open", tmp_path / "r.sqlite")
    user.wait_until(lambda: "%" not in user.label("recording.words"))
    assert "q.a in call 2" in text(user), "the newest result of it"
    first = next(row.serial for row in user.window.store.rows if row.call == 1)
    press(user, place_of(user, first))
    user.settle()
    assert "p.a in call 1" in text(user) and user.window.files.current_name() == "p.a"
    assert pinned(user) == f"Row {first + 1} · pinned"
    user.select("q.a")
    assert "q.a in call 2" in text(user), "it cannot be looked at any more: its row is shown"
    assert user.window.history.current_row().name == "q.a"  # type: ignore[union-attr]
    user.select("p.b")
    assert "p.b.send" in text(user) or "send(" in text(user, "why.printed")
    press(user, place_of(user, first))
    user.settle()
    QTest.keyClick(pin(user), Qt.Key.Key_Space)
    user.settle()
    assert "q.a in call 2" in text(user)


def test_ctrl_click_on_a_row_takes_it_away_from_several(user: User) -> None:
    notes(user, 10)
    press(user, 2)
    chosen = user.history.selectionModel()
    for place in (4, 2):
        index = user.history.model().index(place, 2)
        at = user.history.visualRect(index).center()
        user.qtbot.mouseClick(
            user.history.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at
        )
        user.settle()
    assert [index.row() for index in chosen.selectedRows()] == [4]
    assert isinstance(chosen, QItemSelectionModel)


def test_to_pass_by_with_the_keyboard_is_not_to_choose(user: User) -> None:
    two_results(user)
    user.window.activateWindow()
    user.find(QToolButton, "filter.on").setFocus()
    QTest.keyClick(user.find(QToolButton, "filter.on"), Qt.Key.Key_Tab)
    user.settle()
    assert user.history.hasFocus() and user.action("why.follow").isChecked()
    here = user.history.currentIndex().row()
    assert here == user.history.model().rowCount() - 1, "keys begin at what is seen"
    QTest.keyClick(user.history, Qt.Key.Key_Return)
    user.settle()
    assert user.window.selection.value.about == "row"
    QTest.keyClick(user.history, Qt.Key.Key_Up)
    user.settle()
    assert user.window.selection.value.serial == user.window.history.model.serial(here - 1)
