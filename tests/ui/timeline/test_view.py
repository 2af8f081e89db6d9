"""Which lanes are in sight, and how it follows what is live."""

from PySide6.QtCore import QPoint, Qt

from selcore.values.commands import Open
from selcore.values.facts import Entry
from selcore.values.outcomes import Done
from tests.ui.timeline.seer import MS, Seer


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
    seer.turn(500, QPoint(10, seer.view.sizes.axis + 40))
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
