"""A run: calls that are equal in every respect are one row, whatever differs begins another, and all are counted."""

from typing import Any

import pytest

from selcore.session import run as loop
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.call_block import CallBlock
from selcore.values.facts import GroupGrew, RunCall
from tests.selcore.acting import Listener, done, looped, opened, watch
from tests.selcore.conftest import HERE


@pytest.fixture
def told(session: Session) -> Listener:
    session.owner = listener = Listener()
    opened(session, "socketpair", "pair")
    return listener


def test_identical_calls_are_one_row_with_their_count(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "write")
    outcome = looped(session, calls=1000)
    assert (outcome.calls, outcome.results) == (1000, 1000)
    assert told.rows() == [(["pair.a"], 1000)]
    grew = told.facts[-1]
    assert isinstance(grew, GroupGrew) and 0 <= grew.least <= grew.most <= grew.total
    first = told.facts[0]
    assert isinstance(first, RunCall) and grew.row == first.row
    assert session.journal.open_group is None


def test_calls_that_return_nothing_are_counted_like_others(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "read")
    outcome = looped(session, calls=50, timeout=0)
    assert (outcome.calls, outcome.results, told.rows()) == (50, 0, [([], 50)])


def test_without_grouping_every_call_is_a_row(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "write")
    session.journal.grouping = False
    looped(session, calls=20)
    assert told.rows() == [(["pair.a"], 1)] * 20


def test_grouping_ends_when_it_is_switched_off(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "write")
    told.between_calls = [lambda: None] * 5 + [lambda: setattr(session.journal, "grouping", False)]
    looped(session, calls=8)
    assert told.rows() == [(["pair.a"], 5), (["pair.a"], 1), (["pair.a"], 1), (["pair.a"], 1)]


def test_an_effect_is_never_grouped(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "read", callback="drain")
    done(session, c.Send(name="pair.b", size=3 * 65536 - 1))
    outcome = looped(session, calls=4, timeout=0)
    assert outcome.calls == 4 and outcome.results == len(told.rows()) - 1
    assert told.rows()[-1] == ([], 1)


@pytest.mark.parametrize(
    "command",
    [
        c.Note(text="an entry stands between the calls"),
        c.Send(name="pair.b", text="x"),
        c.Modify(name="pair.a", events=("write",)),
        c.Close(name="nobody"),
    ],
    ids=c.verb,
)
def test_a_command_ends_a_group(session: Session, told: Listener, command: c.AnyCommand) -> None:
    watch(session, "pair.a", "write")
    told.between_calls = [lambda: None] * 3 + [lambda: session.apply(command) and None]
    outcome = looped(session, calls=10)
    assert outcome.calls == 10
    assert told.rows() == [(["pair.a"], 3), (["pair.a"], 7)]


def test_the_same_descriptor_ready_for_something_else_is_another_row(session: Session, told: Listener) -> None:
    """Readable and not writable, then the other way round, by a peer that is not ours: no command in between."""
    peer, mine = session.world.find("pair.b").obj, session.world.find("pair.a").obj
    done(session, c.Fill(name="pair.a"))
    peer.send(b"x")
    watch(session, "pair.a", "read", "write")

    def turn() -> None:
        mine.recv(1)
        while True:
            try:
                peer.recv(1 << 20)
            except BlockingIOError:
                return

    told.between_calls = [lambda: None] * 3 + [turn]
    outcome = looped(session, calls=6)
    masks = [fact.outcome.call.results[0].mask for fact in told.facts if isinstance(fact, RunCall)]  # type: ignore[union-attr]
    assert masks == [1, 2] and (outcome.calls, outcome.results) == (6, 6)
    assert told.rows() == [(["pair.a"], 3), (["pair.a"], 3)]


def test_other_flags_with_the_same_result_are_another_row(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "read")
    session.world.find("pair.b").obj.send(b"x")
    told.between_calls = [lambda: None] * 3 + [session.world.find("pair.b").obj.close]
    looped(session, calls=6)
    assert told.rows() == [(["pair.a"], 6)] if session.world.main.backend.id == "select" else [(["pair.a"], 3)] * 2


def test_a_call_that_was_woken_and_went_on_is_no_part_of_a_group(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "read")
    looped(session, calls=3, during=(c.Register(name="pair.b", events=("write",)),))
    assert told.rows() == [(["pair.b"], 1), (["pair.b"], 2)]
    first = next(fact for fact in told.facts if isinstance(fact, RunCall))
    assert first.outcome.call.reentered == 1


def test_rows_are_numbered_through_all_runs(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "write")
    for _ in range(3):
        looped(session, calls=2)
    assert [fact.row for fact in told.facts if isinstance(fact, RunCall)] == [1, 2, 3]
    assert [fact.row for fact in told.facts if isinstance(fact, GroupGrew)] == [1, 2, 3]


def test_a_busy_loop_is_named(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "write")
    looped(session, calls=2 * loop.SPIN + 1)
    assert ("pair.a",) in told.spins and told.spins[-1] == ()


@pytest.mark.parametrize("session", [id for id in HERE if id == "epoll"], indirect=True)
def test_a_busy_loop_about_what_is_not_registered_any_more_is_named_by_number(session: Session, told: Listener) -> None:
    """With a dup alive, epoll goes on reporting what was unregistered: select() returns [] as fast as it can."""
    fd, kept = session.world.find("pair.a").fd, session.world.find("pair.a").obj.dup()
    with kept:
        watch(session, "pair.a", "write")
        done(session, c.Close(name="pair.a"))
        done(session, c.Unregister(name="pair.a"))
        outcome = looped(session, calls=2 * loop.SPIN + 1)
    assert outcome.results == 0
    assert (f"fd {fd}",) in told.spins


def test_what_grows_can_be_seen_from_outside_at_any_time(session: Session, told: Listener) -> None:
    seen: list[Any] = []
    watch(session, "pair.a", "write")
    told.between_calls = [lambda: seen.append(session.journal.open_group and session.journal.open_group.count)] * 6  # type: ignore[func-returns-value]
    looped(session, calls=6)
    assert seen == [None, None, 2, 3, 4, 5]


def test_each_call_is_guarded_until_the_end_of_the_run(session: Session, told: Listener) -> None:
    told.longest_run = 0.01
    watch(session, "pair.a", "write")
    assert looped(session).bounded_by == "max-wait"
    assert looped(session, calls=3).bounded_by == "calls"


def test_the_figures_of_a_row_are_those_of_all_its_calls_in_seconds(session: Session, told: Listener) -> None:
    watch(session, "pair.a", "read")
    looped(session, calls=4, timeout=0.002)
    grew = told.facts[-1]
    assert isinstance(grew, GroupGrew) and grew.count == 4
    assert 0.0019 < grew.least <= grew.most < 20, "none returns before its time"
    assert 4 * grew.least <= grew.total <= 4 * grew.most


@pytest.mark.parametrize(("calls", "busy"), [(5, False), (6, True), (7, True), (11, True)])
def test_a_busy_loop_is_named_after_so_many_calls_that_are_alike(
    session: Session, told: Listener, monkeypatch: pytest.MonkeyPatch, calls: int, busy: bool
) -> None:
    monkeypatch.setattr(loop, "SPIN", 5)
    watch(session, "pair.a", "write")
    looped(session, calls=calls)
    assert [names for names in told.spins if names] == [("pair.a",)] * (2 if calls == 11 else busy)
    assert told.spins[-1] == (), "it is over with the run"


def test_what_is_grouped_is_taped_call_by_call_and_many_at_a_time(session: Session, told: Listener) -> None:
    pieces: list[CallBlock] = []
    told.tape = pieces.append  # type: ignore[method-assign]
    watch(session, "pair.a", "write")
    session.journal.keeps_ungrouped = True
    looped(session, calls=200)
    assert [len(told.rows()), sum(map(len, pieces))] == [1, 199], "the first of them is told by itself"
    assert len(pieces) < 50, "so many within some milliseconds"
    assert [fact.number for fact in pieces] == [2 + sum(map(len, pieces[:n])) for n in range(len(pieces))]
    assert all(fact.sizes == [1] * len(fact) == [len(fact.ids) // len(fact)] * len(fact) for fact in pieces)


def test_calls_whose_keys_hold_values_are_grouped_as_those_that_hold_nothing(session: Session, told: Listener) -> None:
    done(session, c.Register(name="pair.a", events=("write",), data={"who": 1}))
    other = c.Modify(name="pair.a", events=("write",), data={"who": 2})
    told.between_calls = [lambda: None] * 3 + [lambda: session.apply(other) and None]
    looped(session, calls=10)
    assert told.rows() == [(["pair.a"], 3), (["pair.a"], 7)]
    calls = [fact.outcome.call for fact in told.facts if isinstance(fact, RunCall)]
    assert [result.data for call in calls for result in call.results] == [{"who": 1}, {"who": 2}]


def test_a_value_beside_a_callback_leaves_the_call_one_that_is_served(session: Session, told: Listener) -> None:
    opened(session, "socketpair", "other")
    done(session, c.Register(name="pair.a", events=("write",), data=0))
    watch(session, "other.a", "read", callback="drain")
    done(session, c.Send(name="other.b", text="x"))
    looped(session, calls=3)
    first, *_ = (fact.outcome.call for fact in told.facts if isinstance(fact, RunCall))
    assert {result.name: (result.data, result.effect is not None) for result in first.results} == {
        "pair.a": (0, False),
        "other.a": (None, True),
    }
