"""The store against a plain one: whatever is told in whatever order, each row says what was told."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.commands import Note, Select
from selcore.facts import Batch, Entry, Fact, LoopCall
from selcore.outcomes import Call, Done, Effect, Failed, Interrupted, Outcome, Refused, Result, Returned
from selcore.store import Row, Store
from selcore.text import text

from ..examples import examples

NAMES = st.sampled_from(["server", "pair.a", "pair.b"])
REFUSED = st.builds(Refused, st.sampled_from(["OSError", "KeyError"]), st.just("words"), st.none() | st.integers(1, 99))
EFFECTS = st.builds(
    lambda count, error: Effect((text("{n} in", n=count),), count, 0, error), st.integers(0, 3), st.none() | REFUSED
)
RESULTS = st.builds(
    Result, NAMES, st.integers(100, 102), st.integers(0, 3), st.none() | st.integers(0, 32), st.none() | EFFECTS
)
TIMEOUTS = st.sampled_from([None, 0, -1, 0.5, "nan", "inf"])


@st.composite
def calls(draw: Any) -> Call:
    start, many = draw(st.integers(1, 10**12)), draw(st.lists(RESULTS, max_size=3))
    backend, again = draw(st.sampled_from(["poll", "epoll"])), draw(st.sampled_from([0, 0, 2]))
    selector, waited = draw(st.sampled_from(["", "inner"])), draw(st.integers(0, 10**9)) / 1e9
    return Call(draw(st.integers(1, 99)), backend, draw(TIMEOUTS), start, waited, tuple(many), again, selector)


OUTCOMES: st.SearchStrategy[Any] = st.one_of(
    calls().map(Returned),
    st.builds(Failed, calls().map(lambda call: _without(call)), REFUSED),
    st.builds(Interrupted, calls().map(lambda call: _without(call)), st.just("pause")),
)


def _without(call: Call) -> Call:
    return Call(call.number, call.backend, call.timeout, call.start, call.waited, (), call.reentered, call.selector)


FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(LoopCall, st.integers(0, 9), st.just(0), OUTCOMES),
    st.builds(Entry, st.integers(0, 9), st.just(Select(timeout=0)), OUTCOMES, st.just(5), st.none() | st.just(3)),
    st.builds(Entry, st.integers(0, 9), st.just(Note(text="n")), st.just(Done()) | REFUSED, st.integers(1, 99)),
)


def told(fact: Fact) -> list[dict[str, Any]]:
    """The rows that this fact is, by hand."""
    assert isinstance(fact, LoopCall | Entry)
    outcome: Outcome = fact.outcome
    if not isinstance(outcome, Returned | Failed | Interrupted):
        error = outcome if isinstance(outcome, Refused) else None
        return [{"do": "note", "call": None, "error": error, "step": fact.step, "at": getattr(fact, "at", 0)}]
    call = outcome.call
    head: dict[str, Any] = {
        "do": "select",
        "call": call.number,
        "backend": call.backend,
        "at": call.start,
        "timeout": call.timeout,
        "selector": call.selector,
        "step": fact.step,
        "interrupted": isinstance(outcome, Interrupted),
        "reentered": call.reentered,
        "results": len(call.results) if isinstance(outcome, Returned) else None,
        "error": outcome.error if isinstance(outcome, Failed) else None,
        "parent": getattr(fact, "parent", None),
    }
    if len(call.results) == 1:
        return [head | of_result(call.results[0])]
    return [head, *({"call": call.number, "child": True} | of_result(result) for result in call.results)]


def of_result(result: Result) -> dict[str, Any]:
    effect = result.effect
    found = {"name": result.name, "fd": result.fd, "mask": result.mask, "raw": result.raw}
    return found | {"did": effect and effect.did, "error": effect and effect.error}


@settings(max_examples=examples(90))
@given(st.lists(st.lists(FACTS, max_size=4), max_size=5))
def test_each_row_says_what_was_told(batches: list[list[Fact]]) -> None:
    store = Store()
    for facts in batches:
        store.fold(Batch(facts=tuple(facts)))
    wanted = [row for facts in batches for fact in facts for row in told(fact)]
    assert len(store) == len(store.rows) == len(wanted)
    for row, want in zip(store.rows, wanted, strict=True):
        assert {name: getattr(row, name) for name in want} == want
        assert store.row(row.serial) == row


def stays(row: Row) -> bool:
    """Whether it is more than one of many results: a command, what was refused, a call that was disturbed."""
    return not row.is_call or bool(row.error) or row.interrupted or row.reentered > 0 or row.parent is not None


class PlainStore:
    """Rows in a list. Where there are too many, whole calls go from the front, and of what goes is kept what a storm of
    results should not wash away, half of all there may be at most."""

    def __init__(self, capacity: int):
        self.capacity = capacity
        self.kept: list[Row] = []
        self.ring: list[Row] = []

    def fold(self, rows: list[Row]) -> int:
        """Take these in; how many rows are gone."""
        self.ring += rows
        before, spare = len(self), self.capacity // 64
        while len(self) > self.capacity:
            self._evict(len(self) - self.capacity + spare)
            spare = 0
        return before - len(self)

    def _evict(self, count: int) -> None:
        while self.ring and (count > 0 or self.ring[0].child):
            count -= 1
            row = self.ring.pop(0)
            if stays(row):
                self.kept.append(row)
        del self.kept[: max(len(self.kept) - self.capacity // 2, 0)]

    def __len__(self) -> int:
        return len(self.kept) + len(self.ring)


def same_as_plain(batches: list[list[Fact]], capacity: int) -> None:
    """Fold them into a store, one without bounds, and a list; they agree after each batch, and each row in the end."""
    store, whole, plain, serials = Store(capacity), Store(), PlainStore(capacity), list[int]()
    for facts in batches:
        change = store.fold(Batch(facts=tuple(facts)))
        first = whole.next_serial
        whole.fold(Batch(facts=tuple(facts)))
        rows = [row for serial in range(first, whole.next_serial) if (row := whole.row(serial)) is not None]
        assert change.evicted == plain.fold(rows) and change.added == len(rows)
        serials = [row.serial for row in [*plain.kept, *plain.ring]]
        assert [store.serial(place) for place in range(len(store))] == serials
        assert (store.kept, len(store)) == ([row.serial for row in plain.kept], len(plain))
        assert store.next_serial == whole.next_serial
        assert [row.serial for row in change.refused] == [
            row.serial for row in rows if isinstance(row.outcome, Failed | Refused)
        ]
        for serial in set(range(whole.next_serial)) - set(serials):
            assert store.row(serial) is None
        wanted = [serial for serial in range(whole.next_serial) if serial % 3]
        found = store.rows_of(wanted)
        assert list(found) == [serial for serial in wanted if serial in set(serials)]
        assert all(row == whole.row(serial) for serial, row in found.items())
    assert [*store.rows] == [whole.row(serial) for serial in serials]


@settings(max_examples=examples(60))
@given(st.lists(st.lists(FACTS, max_size=6), max_size=12), st.integers(4, 12))
def test_the_rows_that_go_are_the_oldest_and_no_more_than_must(batches: list[list[Fact]], capacity: int) -> None:
    same_as_plain(batches, capacity)


@settings(max_examples=3)
@given(st.lists(FACTS, min_size=20, max_size=20), st.integers(128, 140))
def test_many_rows_go_at_once_so_that_it_need_not_be_done_for_each(facts: list[Fact], capacity: int) -> None:
    same_as_plain([facts] * 9, capacity)
