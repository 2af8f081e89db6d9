"""The timeline alone, over lanes made of facts: how one gets about in it, what is painted, what is saved."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selcore.timeline.feed import TimelineFeed
from selcore.timeline.lanes import Lanes
from selcore.timeline.track import Segment
from selcore.values.commands import Close, Open, Select
from selcore.values.facts import Batch, CallBegan, Entry, GroupGrew, ObjectState, RunCall
from selcore.values.outcomes import Call, Done, Effect, Failed, Refused, Result, Returned
from ui.kit import theme
from ui.timeline.painter import AXIS
from ui.timeline.raster import Geometry
from ui.timeline.saving import as_png, as_svg, save
from ui.timeline.timeline import NAMES, Timeline

SHIFT, CONTROL, PLAIN = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
MS = 1_000_000
SVG = "{http://www.w3.org/2000/svg}"


class Seer:
    """Somebody before a timeline."""

    def __init__(self, view: Timeline, lanes: Lanes, feed: TimelineFeed):
        self.view, self.lanes, self.feed = view, lanes, feed
        self.chosen: list[int] = []
        view.chosen.connect(self.chosen.append)

    def tell(self, *facts: object, objects: tuple[ObjectState, ...] = ()) -> None:
        self.feed.fold(Batch(tuple(facts), objects), 0)  # type: ignore[arg-type]

    def lane(self, name: str) -> list[Segment]:
        lane = self.lanes.get(name)
        assert lane is not None
        return [lane.main[place] for place in lane.main.within(0, 1 << 62)]

    def seen(self) -> list[str]:
        return [lane.name for lane in self.view.shown()]

    def point(self, name: str, at: int) -> QPoint:
        """Where a time stands on a lane."""
        place = self.seen().index(name)
        return QPoint(NAMES + round(self.view.span.x_of(at)), AXIS + place * Geometry.lane + Geometry.box_top + 2)

    def ink(self, name: str, at: int) -> str:
        image = self.view.grab().toImage()
        ratio = image.devicePixelRatio()
        point = self.point(name, at)
        return image.pixelColor(round(point.x() * ratio), round(point.y() * ratio)).name()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def turn(self, notches: int, at: QPoint, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        event = QWheelEvent(
            QPointF(at), QPointF(self.view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.view, event)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        QTest.mousePress(self.view, Qt.MouseButton.LeftButton, modifiers, start)
        held, to = Qt.MouseButton.LeftButton, QPointF(end)
        where = QPointF(self.view.mapToGlobal(end))
        # QTest's own move says nothing of a button that is held down.
        QApplication.sendEvent(self.view, QMouseEvent(QEvent.Type.MouseMove, to, where, held, held, modifiers))
        QTest.mouseRelease(self.view, held, modifiers, end)


def call(number: int, start: int, end: int, *results: Result, served: float | None = None) -> RunCall:
    made = Call(number, "epoll", None, start * MS, (end - start) / 1e3, results, served=served)
    return RunCall(0, number, Returned(made))


READS = Result("a", 100, 1, 1, Effect((), 5))
WRITES = Result("b", 101, 2, 4)


@pytest.fixture
def seer(qtbot: QtBot) -> Seer:
    theme.apply("light")
    lanes = Lanes()
    view = Timeline(lanes, lambda serial: None)
    qtbot.addWidget(view)
    view.resize(900, 260)
    found = Seer(view, lanes, TimelineFeed(lanes))
    opened = Done({"opened": [{"name": "a", "fd": 100}, {"name": "b", "fd": 101}]})
    found.tell(
        Entry(0, Open(kind="socketpair", name="pair"), opened, 1000 * MS),
        call(1, 1010, 1020, READS, served=0.010),
        call(2, 1040, 1050, WRITES),
        call(3, 1060, 1080, READS, WRITES, served=0.005),
        objects=(ObjectState("a", "socket", 100, "open", registered=1), ObjectState("b", "socket", 101, "open")),
    )
    view.show()
    view.fit()
    return found


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
    span, at = seer.view.span, QPoint(NAMES + 200, AXIS + 5)
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
    left, right = QPoint(NAMES + 100, AXIS + 200), QPoint(NAMES + 300, AXIS + 200)
    seer.drag(right, left, PLAIN)
    assert view.span.start == pytest.approx(start + 200 * scale, abs=2 * scale)
    seer.drag(left, right, SHIFT)
    assert view.anchor is not None and view.cursor_at is not None
    assert view.cursor_at - view.anchor == pytest.approx(200 * scale, abs=2 * scale)
    view.grab()


def test_what_is_ready_is_painted_and_nothing_else(seer: Seer) -> None:
    empty = seer.ink("a", 1047 * MS)
    assert seer.ink("a", 1025 * MS) != empty
    assert seer.ink("a", 1082 * MS) != empty
    assert seer.ink("b", 1047 * MS) == seer.ink("b", 1033 * MS)
    assert seer.ink("b", 1055 * MS) != seer.ink("b", 1047 * MS)
    assert seer.ink("a", 1025 * MS) != seer.ink("b", 1055 * MS)  # READ is blue, WRITE is orange


def test_a_moment_is_never_lost_when_all_is_seen(seer: Seer) -> None:
    """A result of ten microseconds in an hour has its pixel."""
    hour = 3_600_000
    seer.tell(
        call(4, hour, hour + 1), call(5, 2 * hour, 2 * hour + 1, READS, served=1e-5), call(6, 3 * hour, 3 * hour + 1)
    )
    seer.view.fit()
    assert seer.ink("a", (2 * hour + 1) * MS) == theme_colour(seer)
    assert seer.ink("a", (2 * hour + 1) * MS + round(4 * seer.view.span.scale)) != theme_colour(seer)


def theme_colour(seer: Seer) -> str:
    return seer.view.drawing().paints.outline(21).name()


def test_it_tells_what_is_under_the_pointer_and_to_a_screen_reader(seer: Seer) -> None:
    found = seer.view.found_at(QPointF(seer.point("a", 1025 * MS)))
    assert found is not None and found.segment is not None
    words = seer.view._tip(found)
    assert words[0] == "a · returned as ready for READ, and served"
    assert words[1] == "from 0.020 000 000 s for 10 ms"
    seer.view.set_current("a")
    seer.view.cursor_at = 1025 * MS
    seer.view.setFocus()
    seer.view._tell()
    assert seer.view.accessibleName() == "timeline"
    assert seer.view.accessibleDescription().startswith("a · returned as ready for READ")


def test_every_kind_has_its_words_and_its_look(seer: Seer) -> None:
    failed = Failed(Call(9, "epoll", None, 2000 * MS, 0.01), Refused("OSError", "[Errno 9] Bad file descriptor", 9))
    spins = Result("a", 100, 3, 5), Result("b", 101, 0, 0)
    seer.tell(
        call(4, 1100, 1105, *spins),
        call(5, 1110, 1120),
        RunCall(0, 6, failed),
        call(7, 2100, 2110, *spins),
        GroupGrew(7, 53_211, 2500 * MS, 1e-6, 1e-6, 0.01),
        Entry(1, Close(name="b"), Done(), 2550 * MS),
        CallBegan(2, Select(timeout=None), 2600 * MS),
        objects=(ObjectState("a", "socket", 100, "open", registered=3),),
    )
    seer.view.live = lambda: True
    seer.view.fit()
    seer.view.grab()
    words = set()
    for lane in seer.view.shown():
        for track in lane.tracks:
            for place in track.within(0, 1 << 62):
                seer.view.current, seer.view.cursor_at = lane.name, track[place].start
                words.add(seer.view.words().split(" · ")[1])
    assert {"select() raised", "identical calls, one after the other", "closed"} <= words
    assert "in select(), which has not returned" in words
    image = QImage.fromData(as_png(seer.view))
    assert image.width() == 2 * seer.view.width()


def test_pictures_are_what_they_say(seer: Seer, tmp_path: Path) -> None:
    seer.view.anchor, seer.view.cursor_at = 1020 * MS, 1030 * MS
    image = QImage.fromData(as_png(seer.view))
    points = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    assert len({image.pixelColor(x, y).name() for x, y in points}) > 8
    root = ET.fromstring(as_svg(seer.view))
    words = [node.text or "" for node in root.iter(f"{SVG}text")]
    assert {"a", "b", "select()"} <= set(words)
    assert "10 ms · 100 Hz" in words
    assert not list(root.iter(f"{SVG}image"))  # lines, that can be enlarged
    assert QSvgRenderer(QByteArray(as_svg(seer.view))).isValid()
    save(seer.view, tmp_path / "lanes.svg")
    assert (tmp_path / "lanes.svg").stat().st_size > 1000
    with pytest.raises(ValueError, match=r"\.png or \.svg"):
        save(seer.view, tmp_path / "lanes.pdf")


def test_of_many_lanes_those_with_events_are_seen(seer: Seer) -> None:
    opened = Done({"opened": [{"name": f"many-{n}", "fd": 100 + n} for n in range(200)]})
    seer.tell(Entry(5, Open(kind="socketpair", name="many"), opened, 1200 * MS))
    assert seer.seen() == ["", "a", "b"]
    seer.view.set_current("many-50")
    assert "many-50" in seer.seen()
    seer.view.show_all_lanes(True)
    assert "many-0" not in seer.seen() and "many-50" in seer.seen()  # it is still in sight
    for _ in range(120):
        seer.press(Qt.Key.Key_Down)
        assert seer.view.current in seer.seen()
    seer.turn(500, QPoint(10, AXIS + 40))
    assert seer.seen()[1] == "a"


def test_it_follows_what_is_live_and_rests_when_nothing_is(seer: Seer) -> None:
    view = seer.view
    seer.press(Qt.Key.Key_End)
    view.live = lambda: True
    view.grab()
    first = view.span.start
    view.grab()
    assert view.span.start > first > 0
    assert view.scene().waiting == 0
    view.waits_after = lambda: 0
    assert view.scene().waiting == seer.lanes.now
    view.waits_after = lambda: 10**9  # at a pace of one a second
    assert view.scene().waiting == seer.lanes.now + 10**9
    view.waits_after = lambda: None
    assert view.scene().waiting == 0
    view.live = lambda: False
    view.grab()
    assert view.span.at(view.span.width) < seer.lanes.now + 60 * view.span.scale
    view._tick()
    view._tick()
    assert not view._frame.isActive()
    view.hide()
    view._tick()
    view.refresh()
    assert not view._frame.isActive()


def test_light_and_dark(seer: Seer) -> None:
    for name, light in (("dark", False), ("light", True)):
        theme.apply(name)  # type: ignore[arg-type]
        seer.view.apply_theme()
        image = seer.view.grab().toImage()
        assert (image.pixelColor(NAMES + 300, 240).lightness() > 128) is light
        base = QApplication.palette().color(QPalette.ColorRole.Base)
        assert image.pixelColor(NAMES + 300, 240) == base
