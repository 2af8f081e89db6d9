"""Rows of calls that never wait, and whether somebody serves what they return."""

from collections.abc import Callable, Iterable

from selcore.watching.busy_calls import FEW, LEAST, MOST, SPINS, BusyCalls, NeverServed, ReadySince, Unserved
from selcore.watching.facts import WatchedCall

from .written import MS, call, key

A, B = key(5, 2), key(6, 1)


class Counts:
    """What is asked of each descriptor."""

    def __init__(self, count: Callable[[], int | None]):
        self.count, self.asked = count, list[int]()

    def served(self, pid: int, fd: int, mask: int) -> int | None:
        self.asked.append(fd)
        return self.count()


def calls(seconds: float, *ready: tuple[object, ...], begin: float = 1) -> Iterable[WatchedCall]:
    """Ten thousand a second, which return these by turns."""
    for n in range(round(seconds * 10_000)):
        at = begin + n * 0.1
        yield call(n, at, at + 0.01, *ready[n % len(ready)])  # type: ignore[arg-type]


def found(facts: Iterable[WatchedCall], count: Callable[[], int | None], late: int = 0) -> list[NeverServed]:
    """``late``: nanoseconds after which a call is read."""
    row, unserved, told = BusyCalls(), Unserved(), list[NeverServed]()
    for one in facts:
        row.add(one)
        told += unserved.fold(one, row, Counts(count), lambda at=one.end: at + late)  # type: ignore[misc]
    return told


def test_what_is_ready_again_and_again() -> None:
    row = BusyCalls()
    for n in range(100):
        row.add(call(n, 1 + n * 0.02, 1 + n * 0.02 + 0.01, key(5, 3), *([key(6)] if n % 2 else [])))
    assert (row.calls, row.empty) == (100, 0) and not row.only_reschedules
    first, last = ReadySince(1 * MS, 0), ReadySince(round((1 + 99 * 0.02) * MS), 99)
    assert row.streaks == {
        5 << 2 | 1: first,
        5 << 2 | 2: first,
        6 << 2 | 1: last,
    }
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


def test_it_is_told_once_with_the_calls_since_the_first_look() -> None:
    (one,) = found(calls(3, (A,)), lambda: 0)
    assert (one.key, one.bit) == (A, 2) and 1 <= one.seconds < 1.2
    assert 10_000 <= one.calls <= 10_000 * one.seconds + 1


def test_what_else_is_returned_in_between_does_not_hide_it() -> None:
    (one,) = found([call(0, 0.1, 0.2), *calls(2, (A,), (A, B))], lambda: 0)
    assert one.key == A


def test_who_serves_it_now_and_then_is_not_said_to_do_nothing() -> None:
    numbers = iter(range(10**6))
    assert found(calls(4, (A,)), lambda: next(numbers) // 30) == []
    assert found(calls(4, (A,)), lambda: None) == []


def test_of_calls_that_are_read_late_nothing_is_said_that_was_not_looked_at() -> None:
    """All of two seconds are read at once: all looks at what was served fall into one moment."""
    assert found(calls(2, (A,)), lambda: 0, late=SPINS * 2) == []
    (one,) = found(calls(LEAST - 1, (A,)), lambda: 0, late=SPINS // 2)
    assert one.seconds >= 1


def test_after_it_was_over_it_is_told_again() -> None:
    facts = [*calls(2, (A,)), *calls(0.1, (), begin=2001.1), *calls(2, (A,), begin=2101.2)]
    assert len(found(facts, lambda: 0)) == 2


def test_slow_loops_and_too_many_descriptors_are_not_looked_at() -> None:
    assert found((call(n, n * 3, n * 3 + 0.01, A) for n in range(2000)), lambda: 0) == []
    row, unserved, counts = BusyCalls(), Unserved(), Counts(lambda: 0)
    ready = [key(fd) for fd in range(3 * MOST)]
    for n in range(1000):
        one = call(n, 1 + n * 0.1, 1.01 + n * 0.1, *ready)
        row.add(one)
        list(unserved.fold(one, row, counts, lambda at=one.end: at))  # type: ignore[misc]
    assert set(counts.asked) == set(range(MOST))
