"""Every segment is said in words, to who points at it and to a screen reader."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from selcore.values.commands import Close, Select
from selcore.values.facts import CallBegan, Entry, GroupGrew, ObjectState, RunCall
from selcore.values.outcomes import Call, Done, Failed, Refused, Result
from tests.ui.timeline.seer import MS, Seer, call
from ui.timeline.saving import as_png


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
