"""Rows of calls that never wait."""

from selcore.watching.busy_calls import FEW, BusyCalls

from .written import call, key


def test_what_is_ready_again_and_again() -> None:
    row = BusyCalls()
    for n in range(100):
        row.add(call(n, 1 + n * 0.02, 1 + n * 0.02 + 0.01, key(5, 3), *([key(6)] if n % 2 else [])))
    assert (row.calls, row.empty, row.always) == (100, 0, {5: 3}) and not row.only_reschedules
    row.add_more(call(600, 10, 10.01, key(5, 3)), 500)
    assert row.calls == 600 and row.seconds > 0.009


def test_calls_that_wait_or_do_some_work_break_it_when_they_are_many() -> None:
    row = BusyCalls()
    for n in range(10 * FEW):
        row.add(call(n, 1 + n * 20, n * 20 + 6, key(5)))
    assert row.calls <= 2 * FEW


def test_a_few_that_had_no_processor_do_not() -> None:
    row = BusyCalls()
    for n in range(1000):
        row.add(call(n, 1 + n * 0.02, 1 + n * 0.02 + 0.01, key(5)))
    row.add(call(1000, 30, 60, key(5)))
    assert row.calls == 1001


def test_handles_that_only_come_again() -> None:
    row = BusyCalls()
    for n in range(100):
        row.add(call(n, 1 + n * 0.02, 1 + n * 0.02 + 0.01, handles=1, timeout=0.0))
    assert row.only_reschedules


def test_a_call_that_raised_ends_it() -> None:
    row = BusyCalls()
    row.add(call(1, 0, 0.01, key(5)))
    row.add(call(2, 0.02, 0.03, error="OSError"))
    assert (row.calls, row.seconds) == (0, 0.0)
