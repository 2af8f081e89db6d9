"""How one gets about in the timeline: by keys, by wheel, by dragging."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.timeline.seer import CONTROL, MS, PLAIN, SHIFT, Seer


def test_keys_go_everywhere(seer: Seer) -> None:
    view = seer.view
    start, scale = view.span.start, view.span.scale
    seer.press(Qt.Key.Key_Right)
    assert view.span.start > start
    seer.press(Qt.Key.Key_Left)
    assert view.span.start == start
    seer.press(Qt.Key.Key_Plus)
    assert view.span.scale < scale
    seer.press(Qt.Key.Key_Minus)
    assert view.span.scale == pytest.approx(scale)
    seer.press(Qt.Key.Key_PageDown)
    seer.press(Qt.Key.Key_Home)
    assert 0 < view.span.x_of(view.origin) < 100
    seer.press(Qt.Key.Key_Down)
    assert view.current == "a"
    seer.press(Qt.Key.Key_Up)
    seer.press(Qt.Key.Key_Up)
    assert view.current == ""
    seer.press(Qt.Key.Key_End)
    assert view.following
    seer.press(Qt.Key.Key_F)
    assert not view.following


def test_the_cursor_walks_the_edges_and_measures_between_them(seer: Seer) -> None:
    view = seer.view
    view.set_current("a")
    view.cursor_at = 1015 * MS
    times = []
    for _ in range(4):
        seer.press(Qt.Key.Key_Right, CONTROL)
        times.append((view.cursor_at or 0) / MS)
    assert times == pytest.approx([1020, 1030, 1080, 1085], abs=0.001)
    seer.press(Qt.Key.Key_Left, CONTROL | SHIFT)
    assert view.anchor == 1085 * MS and view.cursor_at is not None and view.cursor_at < view.anchor
    seer.press(Qt.Key.Key_Left, CONTROL)
    assert view.anchor is None


def test_enter_and_a_click_choose_the_row(seer: Seer) -> None:
    view = seer.view
    view.set_current("a")
    view.cursor_at = 1025 * MS
    seer.press(Qt.Key.Key_Return)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, seer.point("b", 1055 * MS))
    assert seer.chosen == [1, 2]
    assert view.current == "b" and view.selected == 2 and not view.following
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, seer.point("b", 1015 * MS))
    assert seer.chosen == [1, 2]  # nothing is there
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, PLAIN, seer.point("a", 1025 * MS))
    assert view.span.x_of(1020 * MS) < 40 and view.span.x_of(1030 * MS) > view.span.width - 40


def test_the_wheel_pans_and_with_control_zooms_where_it_points(seer: Seer) -> None:
    span, at = seer.view.span, seer.beside(200, 5)
    start = span.start
    seer.turn(-1, at)
    assert span.start > start
    under, scale = span.at(200), span.scale
    seer.turn(3, at, CONTROL)
    assert span.scale < scale / 1.5
    assert abs(span.at(200) - under) <= 2 * span.scale
    seer.turn(-200, at, CONTROL)
    assert span.scale == 6e10  # a pixel is a minute: no farther
    seer.turn(500, at, CONTROL)
    assert span.scale == 0.001
    seer.view.grab()


def test_dragging_pans_and_with_shift_measures(seer: Seer) -> None:
    view = seer.view
    start, scale = view.span.start, view.span.scale
    left, right = seer.beside(100, 200), seer.beside(300, 200)
    seer.drag(right, left, PLAIN)
    assert view.span.start == pytest.approx(start + 200 * scale, abs=2 * scale)
    seer.drag(left, right, SHIFT)
    assert view.anchor is not None and view.cursor_at is not None
    assert view.cursor_at - view.anchor == pytest.approx(200 * scale, abs=2 * scale)
    view.grab()
