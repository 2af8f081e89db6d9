"""One selection: who chooses is heard once, and panels that do something because of it are not taken for choosers."""

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from selcore.history.row import Row
from ui.session.selection import Choosing, Selection

A, B = "pair.a", "pair.b"


def row(serial: int, name: str | None = None) -> Row:
    return Row(serial, 0, "select", name=name)


def choosing() -> tuple[Choosing, list[Selection]]:
    made, told = Choosing(lambda name: name in (A, B), parent=QCoreApplication.instance()), list[Selection]()
    made.changed.connect(told.append)
    return made, told


def test_what_is_chosen_is_told_at_once_and_then_once_a_frame(qtbot: QtBot) -> None:
    made, told = choosing()
    put_off: list[bool] = []
    made.put_off.connect(lambda: put_off.append(made.pending))
    made.objects((A,))
    assert told == [Selection((A,), about="object")] and not made.pending
    for serial in range(100):
        made.row(row(serial, B))
    assert len(told) == 1 and made.pending and put_off[0]
    qtbot.waitUntil(lambda: not made.pending)
    assert told[1:] == [Selection((B,), 99, "row")]


def test_the_same_once_more_is_not_told(qtbot: QtBot) -> None:
    made, told = choosing()
    for _ in range(2):
        made.row(row(3, A))
    made.row(None)
    assert told == [Selection((A,), 3, "row")] and not made.pending


def test_what_panels_do_because_they_were_told_is_no_choice(qtbot: QtBot) -> None:
    made, told = choosing()
    made.changed.connect(lambda _: made.objects((B,)))
    made.row(row(3, A))
    assert made.value == Selection((A,), 3, "row") and len(told) == 1


def test_of_several_objects_none_is_lost_when_a_row_of_one_is_chosen() -> None:
    made, _ = choosing()
    made.objects((A, B))
    made.row(row(3, B))
    assert made.value == Selection((B, A), 3, "row")
    made.row(row(4))  # a call with several results, or none
    assert made.value == Selection((B, A), 4, "row")
    made.row(row(5, "gone"))
    assert made.value.names == (B, A)


def test_what_was_opened_is_current_and_a_chosen_row_stays_to_be_read() -> None:
    made, _ = choosing()
    made.row(row(3, A))
    made.listed((B,))
    assert made.value == Selection((B,), 3, "row")
    made.objects((A,))
    made.listed((A, B))
    assert made.value == Selection((A, B), about="object")
    made.listed((B,))
    assert made.value == Selection((B,)), "nobody chose this one"


def test_following_again_keeps_the_object_and_a_new_session_nothing() -> None:
    made, _ = choosing()
    made.row(row(3, A))
    made.follow()
    assert made.value == Selection((A,)) and made.value.name == A
    made.row(row(3, A))
    made.begin(keeps_rows=True)
    assert made.value == Selection((), 3, "row")
    made.begin(keeps_rows=False)
    assert made.value == Selection() and made.value.name == ""


def test_an_object_of_a_recording_is_told_by_its_row() -> None:
    made = Choosing(lambda name: name in (A, B), {A: 7, B: -1}.__getitem__)
    made.objects((A, B))
    assert made.value == Selection((A, B), 7, "row")
    made.objects((B, A))
    assert made.value == Selection((B, A), about="object"), "nothing was ever done to it"
    made.objects(())
    assert made.value == Selection()
