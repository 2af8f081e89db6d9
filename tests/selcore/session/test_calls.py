"""select once: what is given during a call, what ends it, what it refuses; and run, bounded."""

import selectors
from time import monotonic
from typing import Any

import pytest

from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.facts import CallBegan
from selcore.values.outcomes import Refused, RunEnded
from tests.selcore.acting import Listener, called, done, failed, interrupted, looped, opened, ready, watch
from tests.selcore.plain import stock_class


@pytest.fixture
def told(session: Session) -> Listener:
    session.owner = listener = Listener()
    return listener


@pytest.fixture
def pair(session: Session) -> Session:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    return session


def test_what_is_given_during_a_call_makes_it_return(pair: Session, told: Listener) -> None:
    call = called(pair, None, c.Note(text="while it is blocked"), c.Send(name="pair.b", text="x"))
    assert [(result.name, result.mask) for result in call.results] == [("pair.a", 1)]
    assert (call.number, call.timeout, call.reentered) == (1, None, 0)
    assert [(e.command, e.during, e.parent, e.late) for e in told.entries] == [
        (c.Note(text="while it is blocked"), 0, 0, False),
        (c.Send(name="pair.b", text="x"), 1, 0, False),
    ]
    assert [type(fact) for fact in told.facts][0] is CallBegan


def test_what_is_registered_during_a_call_is_said(pair: Session) -> None:
    call = called(pair, None, c.Register(name="pair.b", events=("write",)))
    assert [result.name for result in call.results] == ["pair.b"] and call.reentered == 1
    done(pair, c.Send(name="pair.b", text="x"))
    assert called(pair).reentered == 0


def test_what_is_closed_during_a_call_is_said(pair: Session) -> None:
    """select and poll, asked once, go on with the old file; asked anew after the wake they do not."""
    watch(pair, "pair.b", "read")
    outcome: Any = pair.apply(c.Select(timeout=0.05, during=(c.Close(name="pair.a"),)))
    assert outcome.call.reentered == 1
    if pair.world.main.backend.id == "select":
        assert (outcome.error.type, outcome.error.errno) == ("OSError", 9)


def test_what_was_to_be_given_to_a_call_that_does_not_block_is_given_after_it(pair: Session, told: Listener) -> None:
    done(pair, c.Send(name="pair.b", text="x"))
    for timeout in (0, 5.0, None):
        told.facts.clear()
        assert ready(pair, timeout, c.Note(text="late")) == [("pair.a", 1)]
        assert [entry.late for entry in told.entries] == [True]


@pytest.mark.parametrize("command", [c.UseBackend(backend="select"), c.CloseSelector()], ids=c.verb)
def test_a_call_whose_selector_ends_is_interrupted_and_the_command_is_done(
    pair: Session, told: Listener, command: c.AnyCommand
) -> None:
    calls, selector = pair.journal.counters.calls, pair.world.registry.selector
    outcome = interrupted(pair, c.Note(text="before"), command, c.Note(text="after"))
    assert outcome.by == c.verb(command)
    assert (outcome.call.results, pair.journal.counters.calls) == ((), calls)
    assert [(entry.command, entry.late) for entry in told.entries] == [
        (c.Note(text="before"), False),
        (command, False),  # it was not too late for the call: it ended it
        (c.Note(text="after"), False),
    ]
    assert (pair.world.registry.selector is selector) == isinstance(command, c.CloseSelector)
    if isinstance(command, c.CloseSelector):
        assert done(pair, c.GetMap()) == {"map": None}


def test_a_second_call_meanwhile_is_refused_and_not_queued(pair: Session, told: Listener) -> None:
    ready(pair, None, c.Select(timeout=None), c.Run(calls=3), c.Send(name="pair.b", text="x"))
    said = [entry.outcome for entry in told.entries[:2]]
    for outcome, verb in zip(said, ("select", "run"), strict=True):
        assert isinstance(outcome, Refused) and (outcome.type, outcome.by) == ("Busy", "playground")
        assert outcome.message == f"{verb}: a call is in progress; stop waiting first"
    assert pair.journal.counters.calls == 1


def test_a_refusal_during_a_call_is_an_outcome_and_the_call_goes_on(pair: Session, told: Listener) -> None:
    assert ready(pair, None, c.Close(name="nobody"), c.Send(name="pair.b", text="x")) == [("pair.a", 1)]
    assert getattr(told.entries[0].outcome, "type", None) == "UnknownName"


@pytest.mark.parametrize("timeout", ["nan", "inf", "-inf", 1e300, 10**30])
def test_an_odd_timeout_gets_pythons_answer(pair: Session, timeout: Any) -> None:
    done(pair, c.Send(name="pair.b", text="x"))
    with stock_class(pair.world.main.backend.id)() as plain:
        plain.register(pair.world.find("pair.a").obj, selectors.EVENT_READ)
        try:
            plain.select(float(timeout) if isinstance(timeout, str) else timeout)
        except Exception as error:
            outcome = failed(pair, timeout)
            assert (outcome.error.type, outcome.error.message) == (type(error).__name__, str(error))
            assert outcome.call.timeout == timeout and outcome.call.number == 1
        else:
            assert ready(pair, timeout) == [("pair.a", 1)]
    assert pair.journal.counters.calls == 1


def test_a_refused_call_says_nothing_of_the_one_before(pair: Session) -> None:
    assert called(pair, None, c.Register(name="pair.b", events=("write",))).reentered == 1
    assert failed(pair, "nan").call.reentered == 0


def test_select_breaks_with_a_closed_descriptor_and_counts_the_call(session: Session) -> None:
    opened(session, "socketpair", "pair")
    watch(session, "pair.a", "read")
    done(session, c.Close(name="pair.a"))
    outcome: Any = session.apply(c.Select(timeout=0))
    if session.world.main.backend.id == "select":
        assert (outcome.error.type, outcome.error.errno, outcome.error.by) == ("OSError", 9, "python")
    elif session.world.main.backend.id == "poll":
        assert session.world.main.backend.raw_names(outcome.call.results[0].raw) == ["POLLNVAL"]
    else:
        assert outcome.call.results == ()
    assert session.journal.counters.calls == 1


def test_a_fault_of_ours_during_a_call_is_no_answer_of_select(pair: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(session: Session, command: Any) -> Any:
        raise ZeroDivisionError("ours")

    from selcore.world.verbs import VERBS

    monkeypatch.setitem(VERBS, c.Note, broken)
    for command in (c.Select(timeout=None, during=(c.Note(text="x"),)), c.Run(during=(c.Note(text="x"),))):
        with pytest.raises(ZeroDivisionError):
            pair.apply(command)


def test_the_time_it_waited_is_the_time_it_waited(pair: Session) -> None:
    start = monotonic()
    call = called(pair, 0.05, c.Note(text="a wake in between"))
    assert 0.05 * 0.999 <= call.waited <= monotonic() - start
    assert call.results == () and call.timeout == 0.05


def test_a_run_is_bounded_by_calls(pair: Session) -> None:
    done(pair, c.Send(name="pair.b", text="x"))
    for calls in (0, 1, 7):
        before = pair.journal.counters.calls
        outcome = looped(pair, calls=calls)
        assert outcome == RunEnded(calls, calls, "calls", pair.world.main.backend.id)
        assert pair.journal.counters.calls == before + calls


def test_a_run_is_bounded_by_seconds(pair: Session) -> None:
    done(pair, c.Send(name="pair.b", text="x"))
    start = monotonic()
    outcome = looped(pair, seconds=0.05)
    assert outcome.bounded_by == "seconds" and outcome.calls == outcome.results > 1
    assert monotonic() - start >= 0.05 * 0.999
    assert looped(pair, seconds=0).calls == 0


def test_a_run_ends_with_a_call_that_is_refused(pair: Session, told: Listener) -> None:
    outcome = (
        looped(pair, calls=5, timeout="nan")
        if pair.world.main.backend.id == "select"
        else looped(pair, calls=5, timeout="inf")
    )
    assert (outcome.calls, outcome.results, outcome.bounded_by) == (1, 0, "refused")


@pytest.mark.parametrize("command", [c.UseBackend(backend="select"), c.CloseSelector()], ids=c.verb)
def test_a_run_ends_with_its_selector(pair: Session, told: Listener, command: c.AnyCommand) -> None:
    outcome = looped(pair, calls=5, during=(command,))
    assert (outcome.calls, outcome.bounded_by) == (0, c.verb(command))
    assert [entry.late for entry in told.entries] == [False]
    assert pair.journal.counters.calls == 0


def test_a_run_ends_when_its_owner_says_so(pair: Session, told: Listener) -> None:
    done(pair, c.Send(name="pair.b", text="x"))
    told.between_calls = [lambda: None, lambda: None, lambda: "pause"]
    outcome = looped(pair)
    assert (outcome.calls, outcome.bounded_by) == (2, "pause")
