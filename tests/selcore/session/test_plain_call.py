"""A call that was entered again never passes for what a plain select() or poll() would have done.

That these wait on, and epoll does not, is asked of the plain classes in ``tests/selcore/reference/test_threads.py``.
"""

from typing import Any

import pytest

from selcore.backends import TOLD_AT_EACH_CALL
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.facts import RunCall
from selcore.values.outcomes import RunEnded
from selcore.wording.answers import plainly
from tests.selcore.acting import Listener, called, done, opened, watch


@pytest.fixture
def pairs(session: Session) -> Session:
    opened(session, "socketpair", "p")
    opened(session, "socketpair", "q")
    watch(session, "p.a", "read")
    return session


@pytest.fixture
def told(session: Session) -> Listener:
    session.owner = listener = Listener()
    return listener


def noticed(session: Session, *unseen: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    """What is unseen by those that are told at each call; by the others nothing is."""
    return unseen if session.world.main.backend.id in TOLD_AT_EACH_CALL else ()


READ_Q = c.Register(name="q.a", events=("read",))
SEND_P, SEND_Q = c.Send(name="p.b", text="x"), c.Send(name="q.b", text="x")


def test_what_was_registered_meanwhile_would_not_have_been_returned(pairs: Session) -> None:
    call = called(pairs, 0.5, READ_Q, SEND_Q)
    assert [result.name for result in call.results] == ["q.a"]
    assert call.unseen == noticed(pairs, ("q.a", 1))
    said, backend = plainly(call), pairs.world.main.backend.id
    if call.unseen:
        wanted = f"plain {backend}() would wait on and return [] at the timeout: it was not told of q.a"
        assert str(said) == wanted
    else:
        assert said is None
    assert called(pairs).unseen == (), "the next call is told of it"


def test_without_a_timeout_it_would_wait_for_ever(pairs: Session) -> None:
    call = called(pairs, None, READ_Q, SEND_Q)
    assert call.unseen == noticed(pairs, ("q.a", 1))
    assert not call.unseen or "would wait on, for ever" in str(plainly(call))


def test_an_event_that_was_added_is_the_part_that_would_not_have_been_returned(pairs: Session) -> None:
    call = called(pairs, 0.5, c.Modify(name="p.a", events=("read", "write")))
    assert [(result.name, result.mask) for result in call.results] == [("p.a", 2)]
    assert call.unseen == noticed(pairs, ("p.a", 2))


def test_what_had_been_registered_before_would_have_been_returned_alone(pairs: Session) -> None:
    call = called(pairs, 0.5, READ_Q, SEND_Q, SEND_P)
    # epoll takes as many as were registered when it was called: one.
    assert {result.name for result in call.results} == {"p.a", "q.a"} or pairs.world.main.backend.id == "epoll"
    assert call.unseen == noticed(pairs, ("q.a", 1))
    assert not call.unseen or str(plainly(call)).endswith("would have returned p.a READ alone")


def test_a_change_that_is_not_what_was_ready_is_no_difference(pairs: Session) -> None:
    call = called(pairs, 0.5, READ_Q, SEND_P)
    assert ([result.name for result in call.results], call.reentered, call.unseen) == (["p.a"], 1, ())
    opened(pairs, "socketpair", "r")
    done(pairs, c.Drain(name="p.a"))
    call = called(pairs, 0.05, c.Register(name="r.a", events=("read",)))
    assert (call.results, call.reentered, call.unseen) == ((), 1, ())


def test_a_hang_up_is_reported_of_what_was_passed_whatever_was_asked(session: Session) -> None:
    opened(session, "pipe", "p")
    watch(session, "p.r", "write")  # never ready, but a hang-up counts as WRITE
    call = called(session, 0.5, c.Modify(name="p.r", events=("read", "write")), c.Close(name="p.w"))
    if session.world.main.backend.id == "select":
        assert call.unseen == (("p.r", 1),), "its lists know no hang-up: readable is what was not asked for"
    else:
        assert call.unseen == ()


def test_what_changes_between_two_calls_is_told_to_the_next(pairs: Session) -> None:
    called(pairs, 0.5, c.Note(text="a wake that changes nothing"), SEND_P)
    done(pairs, READ_Q)
    done(pairs, SEND_Q)
    assert called(pairs, 0.5).unseen == ()
    assert pairs.world.registry.earlier is None


def test_a_call_of_a_run_says_the_same(pairs: Session, told: Listener) -> None:
    ended: Any = pairs.apply(c.Run(calls=2, timeout=0.5, during=(READ_Q, SEND_Q)))
    assert isinstance(ended, RunEnded)
    unseen = [fact.outcome.call.unseen for fact in told.facts if isinstance(fact, RunCall)]
    assert unseen[0] == noticed(pairs, ("q.a", 1)) and unseen[1] == ()
