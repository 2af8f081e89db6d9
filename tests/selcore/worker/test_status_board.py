"""How the worker is: told when it changes, and not when nothing has."""

import pytest

from selcore.session.session import Session
from selcore.values.commands import Open, Register, Run, UseBackend
from selcore.worker.status_board import StatusBoard
from tests.selcore.driver import PAIR, READ_A, WRITE_A, driving, looped


def test_the_status_names_the_selector_in_use() -> None:
    with driving() as on:
        on.done(PAIR, READ_A, UseBackend(backend="poll"))
        assert on.status is not None
        assert (on.status.backend, on.status.selector_class, on.status.watched) == ("poll", "PollSelector", 1)


@pytest.mark.parametrize("pace", [20, 50])
def test_a_pace_slows_the_calls_and_is_said(pace: int) -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        on.worker.adjust(pace, False)
        looped(on.do(Run(calls=5, timeout=0)))
        assert on.status is not None and on.status.pace == pace
        starts = [row.outcome.call.start for row in on.calls]
        gaps = [(later - earlier) / 1e9 for earlier, later in zip(starts, starts[1:], strict=False)]
        assert min(gaps) >= 0.9 / pace


def test_news_is_only_what_has_changed() -> None:
    board, session = StatusBoard(), Session("select")
    try:
        assert board.news(session.world) is None, "nobody was told anything yet"
        first = board.make(session.world, "idle")
        assert board.news(session.world) is None
        session.apply(Open(kind="socketpair", name="pair"))
        session.apply(Register(name="pair.a", events=("read",)))
        watched = board.news(session.world)
        assert watched is not None and (first.watched, watched.watched, watched.state) == (0, 1, "idle")
        board.pace = 5
        slower = board.news(session.world)
        assert slower is not None and slower.pace == 5 and board.news(session.world) is None
    finally:
        session.close()


def test_the_last_words_of_a_worker_name_its_backend() -> None:
    board, session = StatusBoard(), Session("select")
    assert StatusBoard().dead("why").backend == ""
    board.make(session.world, "idle")
    session.close()
    dead = board.dead("why")
    assert (dead.state, dead.backend, dead.problem) == ("dead", "select", "why")
