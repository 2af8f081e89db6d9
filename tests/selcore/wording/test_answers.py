"""What came of it, in a few words that are true."""

import pytest

from selcore.values.commands import Timeout
from selcore.values.outcomes import Call, Result, RunEnded
from selcore.wording.answers import answer, returned, returned_by_all


def call(timeout: Timeout, waited: float, *results: Result) -> Call:
    return Call(1, "epoll", timeout, 0, waited, results)


@pytest.mark.parametrize(
    ("timeout", "waited", "said"),
    [
        (0.5, 0.5004, "[] timed out, after 500 ms at most"),
        (0, 0.00001, "[] nothing ready now"),
        (None, 0.00005, "[] after 50 µs at most: what was reported has no key"),
    ],
)
def test_of_many_calls_the_longest_wait_is_told_as_such(timeout: Timeout, waited: float, said: str) -> None:
    assert str(returned_by_all(call(timeout, waited), waited)) == said


@pytest.mark.parametrize(
    ("timeout", "waited", "said"),
    [
        (0.5, 0.5004, "[] timed out after 500 ms"),
        (0, 0.00001, "[] nothing ready now"),
        (-1, 0.00001, "[] nothing ready now"),
        (0.2, 0.00005, "[] after 50 µs: what was reported has no key"),
        (None, 0.00005, "[] after 50 µs: what was reported has no key"),
    ],
)
def test_an_empty_call_says_whether_it_timed_out(timeout: Timeout, waited: float, said: str) -> None:
    assert str(returned(call(timeout, waited))) == said


def test_results_are_counted() -> None:
    one = Result("a", 100, 1)
    assert str(returned(call(None, 0.1, one))) == "1 result, waited 100 ms"
    assert str(returned(call(None, 0.1, one, one))) == "2 results, waited 100 ms"


def test_a_run_that_was_stopped_is_not_said_to_have_ended_by_itself() -> None:
    assert str(answer(RunEnded(1200, 1, "pause", "epoll"))) == "1,200 calls, 1 result; stopped by you"
    assert str(answer(RunEnded(1, 2, "calls", "epoll"))) == "1 call, 2 results; ended by calls"
