"""The timeline in the window: shown when asked for, in agreement with the history, with its figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QFileDialog, QLabel, QWidget

from selcore.timeline.segments import SegmentKind
from selcore.timeline.track import Segment
from selcore.values.commands import Open, Register, Rename, Select, Send
from tests.ui.user import User
from ui.timeline.span import Span
from ui.timeline.timeline import Timeline


def lane(user: User, name: str) -> list[Segment]:
    found = user.window.bridge.feed.lanes.get(name)
    assert found is not None
    return [found.main[place] for place in found.main.within(0, 1 << 62)]


def give(user: User, *commands: object) -> None:
    user.window.bridge.send(*commands)  # type: ignore[arg-type]
    user.settle()


@pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
def test_what_is_selected_here_is_selected_there(user: User, tmp_path: Path) -> None:
    give(user, Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("read",), callback="drain"))
    for words in ("one", "two"):
        give(user, Send(name="pair.b", text=words), Select(timeout=1))
    user.do("view.timeline")
    view: Timeline = user.find(Timeline, "timeline")
    first, last = lane(user, "pair.a")
    view.set_current("pair.a")
    view.cursor_at = first.start
    QTest.keyClick(view, Qt.Key.Key_Return)
    user.settle()
    row = user.window.history.current_row()
    assert row is not None and row.serial == first.serial == view.selected
    user.history.setCurrentIndex(user.history.model().index(user.window.history.model.find(last.serial), 2))
    user.settle()
    assert view.selected == last.serial and not view.following
    assert 0 <= view.span.x_of(last.start) <= view.span.width
    assert "3 in" in view.accessibleDescription()
    view.step_lane(1)
    user.settle()
    current = user.window.files.current()
    assert current is not None and current.name == "pair.b"
    user.select("pair.a")
    assert view.current == "pair.a"
    for id in ("zoom-in", "zoom-out", "zoom-fit", "previous", "next", "all-lanes", "follow"):
        user.do(f"timeline.{id}")
    assert view.following and view.every_lane
    user.do("timeline.save")
    dialog: QFileDialog = user.find(QFileDialog, "timeline.target")
    dialog.fileSelected.emit(str(tmp_path / "lanes.png"))
    dialog.close()
    user.settle()
    assert (tmp_path / "lanes.png").read_bytes().startswith(b"\x89PNG")
    user.window.handlers.timeline.save_to(tmp_path / "nowhere" / "lanes.svg")
    user.settle()
    assert "FileNotFoundError" in user.window.counts.currentMessage()
    give(user, Rename(name="pair", to="both"))
    assert lane(user, "both.a") == [first, last]
    user.do("history.clear")
    assert lane(user, "both.a") == [] and view.cursor_at is None
    view.chosen.emit(first.serial)
    assert "no longer kept" in user.window.counts.currentMessage()
    view.fit()
    user.do("experiment.new")
    user.wait_until(lambda: len(user.window.bridge.feed.lanes) == 1)
    assert view.following and view.span.scale == Span().scale


def test_when_it_is_closed_the_focus_goes_to_the_history(user: User) -> None:
    """And not to whichever button Qt thinks of, where Space would do something."""
    user.do("scenario.pair")
    user.do("view.timeline")
    assert QApplication.focusWidget() is user.find(Timeline, "timeline")
    user.do("view.timeline")
    assert QApplication.focusWidget() is user.history


def test_it_is_shown_when_asked_for_and_where_it_was_next_time(open_window: Callable[..., User]) -> None:
    user = open_window()
    dock: QDockWidget = user.find(QDockWidget, "dock.timeline")
    assert not dock.isVisible() and not user.action("timeline.zoom-in").isEnabled()
    assert not user.find(Timeline, "timeline")._frame.isActive()
    QTest.keyClick(user.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert dock.isVisible() and user.action("view.timeline").isChecked()
    assert QApplication.focusWidget() is user.find(QWidget, "timeline")
    give(user, Open(kind="socketpair", name="pair"), Register(name="pair.a", events=("write",)))
    user.do("loop.run")
    user.wait_for("spinning")
    figures: QLabel = user.find(QLabel, "timeline.figures")
    user.wait_until(lambda: "1.00 a call" in figures.accessibleName())
    user.action("loop.pause").trigger()
    user.wait_for("idle")
    user.settle()
    (many,) = lane(user, "pair.a")
    assert many.kind == SegmentKind.MANY_WRITE and many.calls == user.window.store.totals.calls
    user.window.close_now()
    again = open_window()
    assert again.find(QDockWidget, "dock.timeline").isVisible()
    again.do("view.timeline")
    assert not again.find(QDockWidget, "dock.timeline").isVisible()
