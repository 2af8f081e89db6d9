"""What ends a call that blocks too long: a deadline, the longest wait, whichever is first; and what is left alone."""

import threading
from time import monotonic

import pytest

from selcore.values.commands import Register, Run, Select
from selcore.values.outcomes import Interrupted, Returned
from selcore.worker.call_limits import CallLimits
from tests.selcore.driver import PAIR, driving, looped


def test_max_wait_ends_a_call_that_blocks_longer() -> None:
    with driving(max_wait=0.05) as on:
        for timeout in (None, 3600, 1e5):
            outcome = on.do(Select(timeout=timeout))
            assert isinstance(outcome, Interrupted)
            assert (outcome.by, outcome.call.timeout) == ("max-wait", timeout)
            assert 0.02 < outcome.call.waited < 5


def test_max_wait_leaves_shorter_calls_and_refusals_alone() -> None:
    with driving(max_wait=0.05) as on:
        outcome = on.do(Select(timeout=0.01))
        assert isinstance(outcome, Returned)
        assert type(on.do(Select(timeout="nan"))).__name__ == "Failed"
        on.done(PAIR, Register(name="pair.a", events=("write",)))
        assert isinstance(on.do(Select(timeout=None)), Returned)


@pytest.mark.parametrize("seconds", [0, 1e-9, 1e-6, 1e-4])
def test_a_run_that_is_over_before_its_call_begins_does_not_block_for_ever(seconds: float) -> None:
    with driving() as on:
        for _ in range(100):
            assert looped(on.do(Run(seconds=seconds))).bounded_by == "seconds"


def test_an_end_that_comes_before_the_call_is_made_is_not_lost() -> None:
    woken = threading.Event()
    limits = CallLimits(woken.set)
    with limits.guard(None, monotonic() - 1, None):
        assert woken.wait(10)
        assert limits.reached == "seconds", "nobody was blocked yet who could have been woken"
    assert limits.reached is None, "and the next call has nothing to do with it"
    limits.close(5)


def test_the_earlier_of_two_ends_is_the_reason() -> None:
    woken = threading.Event()
    limits = CallLimits(woken.set)
    with limits.guard(None, monotonic() + 3600, 0.01):
        assert woken.wait(10) and limits.reached == "max-wait"
    limits.close(5)


@pytest.mark.parametrize(("timeout", "longest"), [(0, 0.01), (-1, 0.01), (0.001, 3600), (None, None)])
def test_a_call_that_cannot_block_so_long_is_not_guarded(timeout: float | None, longest: float | None) -> None:
    limits = CallLimits(lambda: None)
    with limits.guard(timeout, None, longest):
        assert limits._watchdog._thread is None
    limits.close(5)


def test_a_reminder_wakes_once_and_the_later_one_counts() -> None:
    woken: list[float] = []
    came = threading.Event()
    limits = CallLimits(lambda: (woken.append(monotonic()), came.set())[0])
    limits.remind(3600)
    limits.remind(0.01)
    assert came.wait(10)
    limits.close(5)
    assert len(woken) == 1


def test_no_reminder_is_begun_at_the_end() -> None:
    limits = CallLimits(lambda: None)
    limits.ending = True
    limits.remind(3600)
    assert limits._reminder.ident is None
    limits.close(5)


def test_a_run_is_bounded_by_seconds_though_its_call_blocks() -> None:
    with driving() as on:
        outcome = looped(on.do(Run(seconds=0.05)))
        assert (outcome.bounded_by, outcome.calls) == ("seconds", 0)
        (call,) = on.calls
        assert isinstance(call.outcome, Interrupted)
        assert call.outcome.by == "seconds"


@pytest.mark.parametrize("ready", [False, True])
def test_a_run_without_a_bound_is_ended_by_max_wait_and_says_so(ready: bool) -> None:
    with driving(max_wait=0.1, bound_runs=True) as on:
        on.done(PAIR, Register(name="pair.a", events=("write",) if ready else ("read",)))
        assert looped(on.do(Run())).bounded_by == "max-wait"
        assert bool(on.totals.calls) is ready
