"""The worker while a call is blocked: what others ask is done, and the same call goes on, returns or ends."""

import socket
from collections.abc import Iterator

import pytest

from selcore.values.commands import (
    Accept,
    Close,
    CloseSelector,
    GetMap,
    Modify,
    Note,
    Open,
    Receive,
    Register,
    Run,
    Select,
    Send,
    Unregister,
    UseBackend,
)
from selcore.values.outcomes import Done, Interrupted, Refused, Returned
from tests.selcore.driver import HERE, PAIR, READ_A, SEND_B, Driver, driving, looped


@pytest.fixture(params=HERE)
def on(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """A worker on each backend that is here."""
    with driving(backend=request.param) as driver:
        yield driver


def test_a_send_makes_the_blocked_call_return(on: Driver) -> None:
    on.done(PAIR, READ_A)
    step = on.block()
    on.done(SEND_B)
    outcome = on.outcome(step)
    assert isinstance(outcome, Returned)
    assert [(one.name, one.mask) for one in outcome.call.results] == [("pair.a", 1)]
    assert outcome.call.number == 1
    assert outcome.call.timeout is None


def test_what_is_registered_meanwhile_is_noticed_by_the_same_call(on: Driver) -> None:
    step = on.block()
    on.done(PAIR, Register(name="pair.a", events=("write",)))
    outcome = on.outcome(step)
    assert isinstance(outcome, Returned)
    assert [(one.name, one.mask) for one in outcome.call.results] == [("pair.a", 2)]
    assert outcome.call.reentered >= 1, "select and poll would not have noticed by themselves"
    assert on.totals.calls == 1


def test_commands_without_consequence_leave_the_call_blocked(on: Driver) -> None:
    step = on.block()
    on.done(PAIR, READ_A, Modify(name="pair.a", events=("read",)), GetMap(), Note(text="still here"))
    on.settle()
    assert on.entry(step) is None
    assert on.status is not None
    assert (on.status.state, on.status.watched) == ("waiting", 1)


def test_an_unregistered_object_no_longer_makes_it_return(on: Driver) -> None:
    on.done(PAIR, READ_A)
    step = on.block()
    on.done(Unregister(name="pair.a"), SEND_B)
    on.settle()
    assert on.entry(step) is None


def test_a_second_call_is_refused_as_busy(on: Driver) -> None:
    step = on.block()
    for command in (Select(timeout=0), Run(calls=1)):
        outcome = on.do(command)
        assert isinstance(outcome, Refused)
        assert (outcome.type, outcome.by) == ("Busy", "playground")
    assert on.entry(step) is None


def test_commands_given_meanwhile_name_the_call_they_were_given_in(on: Driver) -> None:
    step = on.block()
    (given,) = on.ask(PAIR)
    on.outcome(given)
    entry = on.entry(given)
    assert entry is not None and entry.parent == step


@pytest.mark.parametrize("call", [Select(timeout=None), Select(timeout=3600), Run(), Run(timeout=3600, calls=3)])
def test_a_pause_ends_it_as_interrupted_and_never_as_empty(on: Driver, call: Select | Run) -> None:
    step = on.block(call)
    on.worker.pause()
    outcome = on.outcome(step)
    if isinstance(call, Run):
        assert looped(outcome).bounded_by == "pause"
        assert looped(outcome).calls == 0
        outcome = on.calls[-1].outcome
    assert isinstance(outcome, Interrupted)
    assert outcome.by == "pause"
    assert outcome.call.results == ()
    assert on.totals.calls == 0


def test_a_pause_while_idle_ends_nothing_that_comes_later(on: Driver) -> None:
    on.worker.pause()
    on.settle()
    on.done(PAIR, READ_A)
    on.block()


@pytest.mark.parametrize("ends", [UseBackend(backend="select"), CloseSelector()])
def test_what_takes_its_selector_away_ends_the_call_and_is_done_after_it(
    on: Driver, ends: UseBackend | CloseSelector
) -> None:
    on.done(PAIR, READ_A)
    step = on.block()
    (given,) = on.ask(ends)
    interrupted, done = on.outcome(step), on.outcome(given)
    assert isinstance(interrupted, Interrupted)
    assert interrupted.by == ("use-backend" if isinstance(ends, UseBackend) else "close-selector")
    assert isinstance(done, Done)
    entries = [entry.step for entry in on.entries]
    assert entries.index(step) < entries.index(given)


def test_a_real_peer_is_accepted_while_another_call_waits(on: Driver) -> None:
    on.done(Open(kind="tcp-listener", name="server"), Register(name="server", events=("read",)))
    step = on.block()
    port = int(on.objects["server"].address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as peer:
        assert isinstance(on.outcome(step), Returned)
        on.done(Accept(name="server"), Register(name="server.1", events=("read",)))
        step = on.block()
        peer.sendall(b"hello")
        outcome = on.outcome(step)
        assert isinstance(outcome, Returned)
        assert [one.name for one in outcome.call.results] == ["server.1"]
        assert on.done(Receive(name="server.1", size=100))["hex"] == b"hello".hex()


def test_a_timeout_goes_on_with_what_is_left_of_it(on: Driver) -> None:
    (step,) = on.ask(Select(timeout=0.2))
    for number in range(20):
        on.done(Note(text=str(number)))
    outcome = on.outcome(step)
    assert isinstance(outcome, Returned)
    assert outcome.call.results == ()
    assert 0.2 <= outcome.call.waited < 1
    assert outcome.call.timeout == 0.2


def test_closing_a_registered_object_meanwhile_is_told(on: Driver) -> None:
    on.done(PAIR, READ_A)
    step = on.block()
    on.done(Close(name="pair.a"))
    assert on.objects["pair.a"].state == "closed"
    if on.status is not None and on.status.backend == "epoll":
        on.settle()
        assert on.entry(step) is None, "epoll falls silent"
    else:
        outcome = on.outcome(step)
        assert type(outcome).__name__ == ("Failed" if outcome.call.backend == "select" else "Returned")  # type: ignore[union-attr]


def test_hundreds_of_commands_are_done_in_their_order(on: Driver) -> None:
    step = on.block()
    steps = on.ask(*(Note(text=str(number)) for number in range(500)))
    on.outcome(steps[-1])
    assert [entry.step for entry in on.entries if entry.parent == step] == steps


def test_sends_during_a_run_are_returned_by_it(on: Driver) -> None:
    on.done(PAIR, Register(name="pair.a", events=("read",), callback="drain"))
    step = on.block(Run(calls=50))
    for number in range(50):
        on.done(Send(name="pair.b", size=number + 1))
        on.until(lambda number=number: on.totals.calls == number + 1)
    outcome = looped(on.outcome(step))
    assert (outcome.calls, outcome.results, outcome.bounded_by) == (50, 50, "calls")
    assert on.totals.received == sum(range(1, 51))
