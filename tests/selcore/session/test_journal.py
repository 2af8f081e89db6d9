"""What happened is told in its order; calls that were collected, before whatever follows them, and counted once."""

from time import monotonic_ns
from typing import Any

import pytest

from selcore.session.journal import Journal
from selcore.session.session import Session
from selcore.values import commands as c
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.facts import Entry, RunCall
from selcore.values.outcomes import Done, Effect, Result
from selcore.world.counters import Counters
from selcore.world.objects import Objects
from selcore.world.owner import Owner
from tests.selcore.acting import opened, watch

PLAIN = Result("a", 100, 1, 1)
SERVED = Result("b", 101, 1, 1, Effect((), 3, 5))
OTHER = Result("b", 101, 1, 1, Effect((), 10, 20))
ENTRY = Entry(1, c.Note(text="x"), Done(), 7)


class Listening(Owner):
    """Somebody who keeps what he is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def emit(self, fact: Any) -> None:
        self.told.append(("fact", fact))

    def tape(self, calls: CallBlock) -> None:
        self.told.append(("tape", calls))


class Touched(Objects):
    def __init__(self) -> None:
        super().__init__()
        self.touched: list[str] = []

    def touch(self, name: str) -> None:
        self.touched.append(name)


@pytest.fixture
def owner() -> Listening:
    return Listening()


@pytest.fixture
def journal(owner: Listening) -> Journal:
    return Journal(owner, Touched(), Counters())


def block(*calls: tuple[Result, ...]) -> CallBlock:
    made = CallBlock(1, 1, 1, "poll", 0, "", ResultTable())
    for results in calls:
        made.starts.append(1)
        made.ends.append(2)
        made.sizes.append(len(results))
        for result in results:
            kinds = made.results.kinds
            made.ids.append(kinds.index(result) if result in kinds else made.results.add((len(kinds),), result))
    return made


def test_nothing_has_happened_yet(journal: Journal, owner: Listening) -> None:
    assert (journal.step, journal.rows, journal.applied, journal.grouping, journal.keeps_ungrouped) == (
        0,
        0,
        0,
        True,
        False,
    )
    assert (journal.open_group, journal.calls, journal.ungrouped, len(journal.result_table)) == (None, None, None, 0)
    journal.hand_over()
    assert owner.told == []


def test_what_was_collected_is_told_first_and_once(journal: Journal, owner: Listening) -> None:
    calls, ungrouped = block((PLAIN,), (SERVED,)), block((PLAIN,))
    journal.calls, journal.ungrouped = calls, ungrouped
    before = monotonic_ns()
    journal.tell(ENTRY)
    assert owner.told == [("tape", ungrouped), ("fact", calls), ("fact", ENTRY)]
    assert [*calls.until] == [1] and before <= calls.until[1] <= monotonic_ns(), "the last one was served by now"
    assert ungrouped.until == {}
    journal.tell(ENTRY)
    assert owner.told[3:] == [("fact", ENTRY)]


def test_what_callbacks_did_is_counted_as_often_as_they_did_it(journal: Journal) -> None:
    counters, objects = journal.counters, journal._objects
    counters.received, counters.sent = 1000, 2000
    journal.calls = block((SERVED,), (PLAIN, SERVED), (OTHER,), (), (SERVED,))
    journal.hand_over()
    assert (counters.received, counters.sent) == (1000 + 3 * 3 + 10, 2000 + 3 * 5 + 20)
    journal.count(SERVED, 2)
    journal.count(PLAIN, 100)
    assert (counters.received, counters.sent, counters.calls) == (1025, 2045, 0)
    assert set(objects.touched) == {"b"}  # type: ignore[attr-defined]


def test_a_call_that_waits_to_be_told_is_never_nowhere(journal: Journal, owner: Listening) -> None:
    """Another thread that looks whether something waits finds it here or there."""
    calls, seen = block((PLAIN,)), list[Any]()
    owner.emit = lambda fact: seen.append(journal.calls)  # type: ignore[method-assign]
    journal.calls = calls
    journal.hand_over()
    assert seen == [calls] and journal.calls is None


@pytest.mark.parametrize("grouping", [True, False])
def test_calls_are_taped_only_for_somebody_who_records(one: Session, owner: Listening, grouping: bool) -> None:
    one.owner = owner
    opened(one, "socketpair", "pair")
    watch(one, "pair.a", "write")
    one.journal.grouping = grouping
    for keeps_ungrouped in (False, True):
        owner.told.clear()
        one.journal.keeps_ungrouped = keeps_ungrouped
        one.apply(c.Run(calls=5, timeout=0))
        ungrouped = sum(len(told) for how, told in owner.told if how == "tape")
        rows = sum(len(told) if isinstance(told, CallBlock) else isinstance(told, RunCall) for _, told in owner.told)
        assert (ungrouped, rows - ungrouped) == ((4 if keeps_ungrouped else 0, 1) if grouping else (0, 5))
