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
