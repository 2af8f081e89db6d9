"""A run stands aside when whoever follows it has asked for a turn, for as long as that lasts, and no longer."""

import threading
from time import monotonic_ns

from selcore.system.turns import LONGEST, NEVER, Turns
from selcore.values import commands as c
from tests.selcore.driver import PAIR, WRITE_A, driving


def test_a_run_makes_no_call_during_a_turn() -> None:
    with driving() as on:
        on.done(PAIR, WRITE_A)
        on.worker.turns = turns = Turns()
        on.ask(c.Run(timeout=0))
        on.until(lambda: on.totals.calls > 100)
        asked, counters = threading.Event(), on.worker._owner.session.journal.counters  # type: ignore[union-attr]
        give = turns.give

        def given() -> None:
            asked.set()
            give()

        turns.give = given  # type: ignore[method-assign]
        turns.at(0)
        assert asked.wait(10)
        at, calls = turns.due, counters.calls
        still = [counters.calls for _ in range(1000)]
        if turns.due == at:  # the turn had not lasted too long by then
            assert set(still) == {calls}
        turns.over(None)
        on.until(lambda: on.totals.calls > calls + 100)
        on.worker.pause()
        on.settle()


def test_a_turn_that_never_ends_does_not_end_the_run() -> None:
    turns = Turns()
    turns.at(0)
    turns.due -= LONGEST
    before = monotonic_ns()
    turns.give()
    assert turns.due - before >= LONGEST and turns.wanted


def test_no_turn_is_given_before_its_time_or_when_none_is_wanted() -> None:
    turns = Turns()
    turns.give()
    assert turns.due == NEVER and not turns.wanted
    turns.at(1000)
    turns.give()
    assert turns.wanted
    turns.over(None)
    assert not turns.wanted


def test_what_was_called_is_told_before_the_turn() -> None:
    """Whoever takes in its turn sees all that has happened until then."""
    with driving() as on:
        on.worker.adjust(None, False)
        on.done(PAIR, WRITE_A)
        turns = on.worker.turns
        seen: list[tuple[int, int]] = []
        give = turns.give

        def given() -> None:
            session = on.worker._owner.session
            assert session is not None
            seen.append((session.journal.rows, -1 if session.journal.calls is None else len(session.journal.calls)))
            turns.over(None)
            give()

        turns.give = given  # type: ignore[method-assign]
        on.ask(c.Run(timeout=0))
        on.until(lambda: on.totals.calls > 100)
        turns.at(0)
        on.until(lambda: seen)
        on.worker.pause()
        on.settle()
        assert seen[0][1] == -1 and seen[0][0] > 100
