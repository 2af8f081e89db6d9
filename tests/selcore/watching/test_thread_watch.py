"""What a thread mostly did, from looks at it."""

import pytest

from selcore.watching.thread_state import Moment
from selcore.watching.thread_watch import ThreadWatch

from .written import MS


def watch(*moments: tuple[float, str, float, float]) -> ThreadWatch:
    made = ThreadWatch()
    for at, what, ran, queued in moments:
        made.note(Moment(round(at * MS), what, round(ran * MS), round(queued * MS)))
    return made


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([(0, "", 0, 0), (50, "sleeping", 1, 0), (110, "computing", 2, 0)], "sleeping"),
        ([(0, "", 0, 0), (50, "computing", 45, 0), (110, "computing", 100, 0)], "computing"),
        ([(0, "", 0, 0), (50, "computing", 20, 30), (110, "computing", 30, 75)], "busy"),
        ([(0, "", 0, 0), (50, "stopped", 1, 0), (110, "computing", 2, 0)], "stopped"),
        ([(0, "", 0, 0), (50, "stdin", 1, 0), (110, "computing", 2, 0)], "stdin"),
        ([(0, "", 0, 0), (30, "lock", 1, 0), (50, "lock", 1, 0), (110, "computing", 2, 0)], "lock"),
        ([], ""),
        ([(0, "", 0, 0), (110, "computing", 3, 0)], ""),
        ([(110, "computing", 100, 0)], ""),
        ([(50, "computing", 300, 0), (110, "computing", 390, 0)], "computing"),
        ([(30, "sleeping", 300, 0), (60, "sleeping", 300, 0), (110, "computing", 301, 0)], "sleeping"),
        ([(-300, "", 0, 0), (60, "sleeping", 299, 0), (110, "computing", 300, 0)], "sleeping"),
        ([(-300, "", 0, 0), (110, "computing", 200, 0)], ""),
        ([(-10, "", 0, 0), (110, "computing", 110, 0)], "computing"),
        ([(30, "sleeping", 1, 60), (50, "sleeping", 1, 60), (70, "sleeping", 1, 60), (110, "", 2, 60)], "sleeping"),
    ],
)
def test_what_it_did_between_two_moments(moments: list[tuple[float, str, float, float]], expected: str) -> None:
    assert watch(*moments).between(5 * MS, 105 * MS).what == expected


def test_the_handle_that_it_was_seen_in_most_often() -> None:
    made = watch()
    assert (made.mostly, made.latest) == (0, 0)
    made.handles.extend([0, 3, 3, 0, 4])
    assert made.mostly == 3


def test_no_figure_of_a_turn_is_longer_than_the_turn() -> None:
    """Looks that were far apart: two turns between the same of them were given all that lay between those."""
    made = watch((0, "", 0, 0), (2000, "computing", 490, 1420))
    for start, end in ((100, 1210), (1300, 1620)):
        doing = made.between(start * MS, end * MS)
        length = (end - start) / 1000
        assert 0 < doing.busy <= length and doing.computing <= min(0.49, length)
    assert (made.between(100 * MS, 1210 * MS).what, doing.what) == ("", "")
    busy = watch((0, "", 0, 0), (75, "computing", 1, 70)).between(2 * MS, 70 * MS)
    assert busy.what == "busy" and busy.busy <= 0.068


def test_between_two_looks_in_it_all_was_its_own() -> None:
    made = watch((0, "", 0, 0), (300, "computing", 1, 90), (360, "computing", 2, 149), (900, "", 3, 200))
    assert made.between(290 * MS, 370 * MS).what == "busy"


def test_where_it_may_have_had_no_processor_nothing_else_is_said_to_be_the_main_thing() -> None:
    assert watch((-300, "", 0, 0), (60, "lock", 1, 300), (400, "", 2, 310)).between(5 * MS, 105 * MS).what == ""
