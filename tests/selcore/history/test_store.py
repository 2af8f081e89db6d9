"""The store against a plain one: whatever is told in whatever order, each row says what was told."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.history.store import Row, Store
from selcore.values.commands import AnyCommand, Close, CloseSelector, GetMap, Note, Run, Select, UseBackend
from selcore.values.facts import Batch, CallBegan, Entry, Fact, GroupGrew, ObjectState, RunCall
from selcore.values.outcomes import (
    Call,
    Done,
    Effect,
    Failed,
    Interrupted,
    Outcome,
    Refused,
    Result,
    Returned,
    RunEnded,
)
from selcore.values.text import text
from tests.examples import examples

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
    st.builds(RunCall, st.integers(0, 9), st.just(0), OUTCOMES),
    st.builds(Entry, st.integers(0, 9), st.just(Select(timeout=0)), OUTCOMES, st.just(5), st.none() | st.just(3)),
    st.builds(Entry, st.integers(0, 9), st.just(Note(text="n")), st.just(Done()) | REFUSED, st.integers(1, 99)),
)


def told(fact: Fact) -> list[dict[str, Any]]:
    """The rows that this fact is, by hand."""
    assert isinstance(fact, RunCall | Entry)
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


def returned(number: int, *names: str) -> Returned:
    results = tuple(Result(name, 100, 1, None, None) for name in names)
    return Returned(Call(number, "poll", 0, 10 * number, 0.25, results))


def grew(row: int, count: int) -> GroupGrew:
    return GroupGrew(row, count, last=999, least=0.125, most=0.5, total=count / 4)


@pytest.mark.parametrize(("names", "rows"), [((), 1), (("a",), 1), (("a", "b"), 3), (("a", "b", "c"), 4)])
def test_the_rows_of_one_call_grow_together_while_it_is_the_latest(names: tuple[str, ...], rows: int) -> None:
    store = Store()
    store.fold(Batch(facts=(RunCall(0, 1, returned(1, "x")), RunCall(0, 2, returned(2, *names)))))
    assert store.fold(Batch(facts=(grew(2, 5),), tail=grew(2, 9))).grown == ((1, rows),)
    assert [row.count for row in store.rows] == [1] + [9] * rows
    head = store.rows[1]
    assert (head.waited, head.grew) == (0.5, GroupGrew(1, 9, 999, 0.125, 0.5, 9 / 4))
    assert [store.last[name] for name in names] == [(10, 1)] * len(names), "the last of nine calls from the second on"
    for told in (grew(2, 9), grew(2, 3), grew(1, 50), grew(7, 50)):  # no more than is known, of what no longer grows
        assert store.fold(Batch(tail=told)).grown == ()
    assert [row.count for row in store.rows] == [1] + [9] * rows


def test_of_what_was_forgotten_nothing_grows() -> None:
    store = Store()
    store.fold(Batch(facts=(RunCall(0, 1, returned(1, "a")),)))
    assert (store.clear(), len(store), store.clear()) == (1, 0, 0)
    assert store.fold(Batch(tail=grew(1, 5))).grown == () and [*store.rows] == []
    store.fold(Batch(facts=(RunCall(0, 2, returned(2, "a")),)))
    assert [(row.serial, row.call) for row in store.rows] == [(1, 2)]
    store.reset()
    assert (store.first_serial, store.next_serial, store.evicted, store.fold(Batch(tail=grew(2, 5))).grown) == (
        0,
        0,
        0,
        (),
    )


def test_where_there_are_too_many_words_the_oldest_rows_make_room() -> None:
    store = Store()
    store.tables.name.limit = 20
    for number in range(200):
        change = store.fold(Batch(facts=(RunCall(0, number, returned(number, f"name-{number}")),)))
        assert change.added == 1 and store.rows[-1].name == f"name-{number}"
    assert [row.name for row in store.rows] == [f"name-{row.call}" for row in store.rows]
    assert 10 < len(store) < 20 and store.evicted + len(store) == 200, "an eighth of them goes at once, not all"


def test_a_command_is_of_the_kind_that_its_object_has() -> None:
    store, state = Store(), ObjectState("a", "pipe", 100, "open")
    store.fold(Batch(facts=(Entry(0, Close(name="a"), Done(), 1),)))
    change = store.fold(Batch(facts=(Entry(1, Close(name="a"), Done(), 2),), objects=(state,)))
    assert [(row.name, row.kind, row.fd) for row in store.rows] == [("a", "", None), ("a", "pipe", 100)]
    assert (change.objects, store.kind_of("a"), store.kind_of("b")) == (("a",), "pipe", "")
    assert store.fold(Batch(gone=("a",))).gone == ("a",) and store.kind_of("a") == ""


@pytest.mark.parametrize("name", ["pair", "pair.a", "pair-2.b", "pair-17"])
def test_a_name_is_used_with_all_that_is_derived_from_it(name: str) -> None:
    store = Store()
    store.fold(Batch(objects=(ObjectState(name, "pipe", 100, "open"),)))
    assert store.is_used("pair") and not store.is_used("pai") and not store.is_used("a")
    store.fold(Batch(gone=(name,)))
    assert store.is_used("pair"), "the history has it still"


def test_a_run_stands_after_its_calls_and_so_does_its_time() -> None:
    store = Store()
    store.fold(Batch(facts=(RunCall(0, 1, returned(50)), Entry(0, Run(calls=1), RunEnded(1, 0, "calls", "poll"), 7))))
    store.fold(Batch(facts=(Entry(1, Note(text="n"), Done(), 8),)))
    assert [row.at for row in store.rows] == [500, 500, 8]


@pytest.mark.parametrize(
    ("command", "outcome", "closed"),
    [
        (CloseSelector(), Done(), True),
        (CloseSelector(), Refused("OSError", "no"), False),
        (CloseSelector(inside="inner"), Done(), False),
        (Note(text=""), Done(), False),
    ],
)
def test_whether_the_selector_is_closed_is_known(command: AnyCommand, outcome: Done | Refused, closed: bool) -> None:
    store = Store()
    store.fold(Batch(facts=(Entry(0, command, outcome, 1),)))
    assert store.selector_closed is closed
    store.fold(Batch(facts=(Entry(1, UseBackend(backend="poll"), Done(), 2),)))
    assert store.selector_closed is False


def test_what_waits_is_known_until_its_outcome_is_told() -> None:
    store, began = Store(), CallBegan(3, Select(timeout=None), 5)
    for fact, waiting in (
        (began, began),
        (Entry(3, Note(text=""), Done(), 6, parent=3, during=0), began),
        (Entry(2, Note(text=""), Done(), 6), began),
        (Entry(3, Select(timeout=None), returned(1), 7), None),
        (began, began),
    ):
        store.fold(Batch(facts=(fact,)))
        assert store.waiting == waiting
    store.forget_objects()
    assert store.waiting is None


def test_of_long_answers_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A map of many keys, asked for again and again, would take all memory; what is short stays."""
    monkeypatch.setattr("selcore.history.answers.MOST", 12_000)
    store, keys = Store(), [{"name": f"p{number}"} for number in range(20)]
    short, long, words = Done({"size": 3}), Done({"map": keys}), Done({"size": 4096, "hex": "ab" * 4096})
    for step, outcome in enumerate([short, long, long, long, words]):
        store.fold(Batch((Entry(step, GetMap(), outcome, step),)))
    told = "its answer was long: no more than these words of it is kept"
    gone = Done({}, text(told))
    assert [row.outcome for row in store.rows] == [short, gone, gone, gone, words]
    names = ", ".join(key["name"] for key in keys)
    assert [str(row.answer) for row in store.rows][1:4] == [f"20 keys: {names}"] * 3
    assert [str(row.did) for row in store.rows] == ["None", told, told, told, "None"]
    store.fold(Batch((Entry(9, GetMap(), Done({"map": keys * 100}), 9),)))
    assert len(store.rows[-1].outcome.value["map"]) == 2000, "the newest stays, however long it is"
    store.clear()
    store.fold(Batch((Entry(10, GetMap(), long, 10),)))
    assert store.rows[0].outcome == long
