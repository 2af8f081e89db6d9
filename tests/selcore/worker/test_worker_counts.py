"""What the worker counts and when it says that nothing is under way: both must be true at every moment."""

from collections.abc import Callable

import pytest

from selcore.values.commands import Note, Receive, Register, Run, Select
from selcore.values.facts import Batch, Entry, GroupGrew, Totals
from selcore.values.outcomes import Returned
from selcore.worker.worker import Worker
from tests.selcore.driver import HERE, PAIR, READ_A, SEND_B, SPIN, WRITE_A, Driver, driving, looped

MANY = 120_000


@pytest.mark.parametrize("backend", HERE)
def test_a_busy_loop_is_counted_to_the_last_call(backend: str) -> None:
    with driving(backend=backend) as on:
        on.done(PAIR, WRITE_A)
        (step,) = on.ask(Run(calls=MANY, timeout=0))
        on.until(lambda: on.status and on.status.state == "spinning")
        assert on.status is not None and on.status.busy == ("pair.a",)
        outcome = looped(on.outcome(step))
        assert (outcome.calls, outcome.results, outcome.bounded_by) == (MANY, MANY, "calls")
        assert (on.totals.calls, on.totals.results) == (MANY, MANY), "no older than the facts they came with"
        assert on.counted() == (MANY, MANY)
        assert on.dropped == 0
        on.settle()
        assert on.status.state == "idle"


def test_the_counters_are_never_older_than_the_facts() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        expected = 0
        for _ in range(300):
            looped(on.do(Run(calls=20, timeout=0)))
            expected += 20
            assert on.totals.calls == expected


def test_a_run_that_ends_while_somebody_takes_is_counted_in_what_is_taken() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        (step,) = on.ask(Run(calls=20, timeout=0))
        outbox = on.worker._outbox
        original = outbox.take

        def take(totals: Callable[[], Totals], tail: Callable[[], GroupGrew | None], most: int | None = None) -> Batch:
            # The worker goes on between the beginning of take() and the moment the facts are taken.
            on.until(lambda: any(isinstance(fact, Entry) for fact in outbox._facts), take=False)
            return original(totals, tail, most)

        outbox.take = take  # type: ignore[method-assign]
        on.take()
        outbox.take = original  # type: ignore[method-assign]
        assert on.entry(step) is not None
        assert on.totals.calls == on.totals.results == 20


def test_the_row_that_grows_is_told_while_it_grows() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        on.ask(SPIN)
        on.until(lambda: on.tail and on.tail.count > 5000)
        assert on.tail is not None
        assert on.tail.row == on.calls[-1].row
        assert on.tail.least <= on.tail.total / on.tail.count <= on.tail.most
        on.worker.pause()
        on.until(lambda: [fact for fact in on.facts if isinstance(fact, GroupGrew)])
        assert on.counted()[0] == on.totals.calls


def test_without_grouping_each_call_is_a_row() -> None:
    with driving() as on:
        on.worker.adjust(None, False)
        on.done(PAIR, WRITE_A)
        looped(on.do(Run(calls=500, timeout=0)))
        assert len(on.calls) == 500
        assert not [fact for fact in on.facts if isinstance(fact, GroupGrew)]


def test_rows_without_room_are_dropped_and_counted_and_nothing_else_is() -> None:
    with driving(capacity=100) as on:
        on.worker.adjust(None, False)
        on.done(PAIR, WRITE_A)
        on.settle()
        (step,) = on.ask(Run(calls=1000, timeout=0))
        # Its end is told after its last rows, and those some time after the last call was counted.
        on.until(lambda: any(isinstance(fact, Entry) for fact in on.worker._outbox._facts), take=False)
        looped(on.outcome(step))
        assert (len(on.calls), on.dropped) == (100, 900)
        assert on.totals.calls == on.totals.results == 1000
        on.settle()
        assert on.status is not None and on.status.state == "idle"


def test_a_lossless_worker_waits_for_room() -> None:
    with driving(capacity=7, lossless=True) as on:
        on.worker.adjust(None, False)
        on.done(PAIR, WRITE_A)
        looped(on.do(Run(calls=2000, timeout=0)))
        assert [row.row for row in on.calls] == list(range(1, 2001))
        assert on.dropped == 0


def test_one_notification_is_pending_at_most() -> None:
    with driving() as on:
        on.settle()
        before = on.notified
        on.ask(*(Note(text=str(number)) for number in range(1000)))
        on.until(lambda: not on.worker._inbox and not on.worker._owner.handling, take=False)
        assert on.notified == before + 1
        on.take()
        on.done(Note(text="again"))
        assert on.notified == before + 2


def test_the_first_call_of_a_paced_run_comes_at_once_and_full_speed_ends_the_wait() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        on.worker.adjust(1e-6, False)
        (step,) = on.ask(Run(calls=3, timeout=0))
        on.until(lambda: on.calls)
        on.settle()
        assert len(on.calls) == 1
        assert on.entry(step) is None
        on.done(Note(text="commands are done while the pace waits"))
        on.worker.adjust(None, False)
        assert looped(on.outcome(step)).calls == 3


def test_quiet_means_that_it_has_begun() -> None:
    assert not Worker().quiet()
    with driving() as on:
        on.settle()
        assert on.states == ["idle"]


def test_calls_at_another_pace_are_a_row_of_their_own() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        (step,) = on.ask(SPIN)
        on.until(lambda: on.status and on.status.state == "spinning")
        on.worker.adjust(100, True)
        on.until(lambda: len(on.calls) == 2)
        on.worker.pause()
        assert looped(on.outcome(step)).calls == on.counted()[0]


ROUNDS = 150


def test_quiet_means_that_the_answer_is_there_when_something_is_ready() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        for _ in range(ROUNDS):
            (step,) = on.ask(Select(timeout=None))
            on.settle()
            assert answer(on, step) == ["pair.a"]


@pytest.mark.parametrize("call", [Select(timeout=None), Run(calls=1)])
def test_quiet_means_that_a_blocked_call_has_answered_to_a_send(call: Select | Run) -> None:
    with driving() as on:
        on.done(PAIR, READ_A)
        for _ in range(ROUNDS):
            (step,) = on.ask(call)
            on.settle()
            assert on.entry(step) is None
            (send,) = on.ask(SEND_B)
            on.settle()
            assert on.entry(send) is not None
            assert answer(on, step) == ["pair.a"]
            on.done(Receive(name="pair.a", size=1))


def test_quiet_means_that_a_command_given_to_a_blocked_run_is_done() -> None:
    with driving() as on:
        on.done(PAIR, Register(name="pair.a", events=("read",), callback="drain"))
        on.block(Run())
        for _ in range(ROUNDS):
            before = on.totals.received
            on.ask(SEND_B)
            on.settle()
            assert on.entries[-1].command == SEND_B, "quiet, and yet the command is not done"
            assert on.totals.received == before + 1, "quiet, and yet what it caused has not been told"
            on.facts.clear()


def answer(on: Driver, step: int) -> list[str]:
    """What the call of that step returned, as far as it has been told; then all is forgotten."""
    rows = [row.outcome for row in on.calls if row.step == step]
    entry = on.entry(step)
    assert entry is not None, "quiet, and yet the answer is not there"
    outcome = rows[0] if rows else entry.outcome
    assert isinstance(outcome, Returned)
    on.facts.clear()
    return [one.name for one in outcome.call.results]
