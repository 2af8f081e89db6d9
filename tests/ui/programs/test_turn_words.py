"""What Why says of a long turn: who, how long, what the thread did, who waited, and no more than is known."""

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QTextDocumentFragment

from selcore.values.watched import Function, Longest, ThreadDoing, Turn, WaitedFor
from ui.programs.turn_words import MOST, turn_html

MS = 1_000_000
SERVE = Function("serve<b>", "/a/server.py", 41)
TURN = Turn(
    7, 0, 1, 3, 0, 233 * MS, 1, Longest(SERVE, 0.231),
    (WaitedFor(5, "127.0.0.1:5", 0.233), WaitedFor(6, "127.0.0.1:6", 0.233)), ThreadDoing("sleeping", 0.002, 0.001),
    measured=0.231,
)  # fmt: skip


def said(turn: Turn) -> str:
    return QTextDocumentFragment.fromHtml(turn_html(turn)).toPlainText().replace("\n", " ").strip()


def test_all_of_it(qapp: object) -> None:
    words = said(TURN)
    assert "serve<b> server.py:41 held the loop for 231 ms." in words
    assert "Meanwhile 2 descriptors waited for a turn." in words and "callbacks ran" not in words
    assert "Mostly it was asleep." in words and "computing ≤ 2 ms" in words and "without a processor ≤ 1 ms" in words
    assert "asleep or waiting ≥ 230 ms" in words
    assert "127.0.0.1:5 ≤ 233 ms" in words and "/a/server.py:41" in words and "asyncio.to_thread" in words


def test_what_is_not_known_is_not_said(qapp: object) -> None:
    words = said(replace(TURN, longest=None, waited=(), doing=ThreadDoing(), handles=3))
    assert words.startswith("A turn of 233 ms") and "3 callbacks ran in it." in words
    assert not any(one in words for one in ("waited", "Where", "thread was doing", "What to do"))
    unsure = said(replace(TURN, longest=Longest(SERVE, 0.2, False), waited=TURN.waited[:1]))
    assert "serve<b> server.py:41 was to be called, and the next call came after 233 ms." in unsure
    assert "Meanwhile 1 descriptor waited" in unsure


def test_of_many_short_callbacks_each_is_not_said_to_have_held_the_loop(qapp: object) -> None:
    words = said(replace(TURN, handles=10, longest=Longest(SERVE, 0.025)))
    assert words.startswith("A turn of 233 ms") and "held the loop" not in words
    assert "10 callbacks ran in it, the longest for 25 ms: serve<b> server.py:41." in words
    assert "Each of them is short: do less in a turn" in words and "asyncio.to_thread" not in words


def test_where_several_were_long_the_whole_is_said_beside_the_longest(qapp: object) -> None:
    words = said(replace(TURN, end=921 * MS, handles=4, measured=0.92))
    assert "held the loop for 231 ms." in words
    assert "4 callbacks ran in this turn of the loop, which took 921 ms." in words


def test_one_that_computed_all_the_time_was_not_asleep(qapp: object) -> None:
    words = said(replace(TURN, doing=ThreadDoing("computing", 0.233, 0.0)))
    assert "computing ≤ 233 ms" in words and "asleep" not in words


@pytest.mark.parametrize("doing", [ThreadDoing("stdin"), ThreadDoing("busy", 0.002, 0.23)])
def test_a_turn_for_which_nobody_is_to_blame_has_no_advice(qapp: object, doing: ThreadDoing) -> None:
    words = said(replace(TURN, doing=doing))
    assert (
        "held the loop" not in words
        and "the longest for 231 ms" in words
        and "/a/server.py:41" in words
        and "What to do" not in words
    )


def test_of_many_who_waited_the_others_are_counted(qapp: object) -> None:
    many = tuple(WaitedFor(n, f"a{n}", 0.2) for n in range(MOST + 3))
    assert "and 3 more" in said(replace(TURN, waited=many))
