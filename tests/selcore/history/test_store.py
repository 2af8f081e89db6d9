"""The store against a plain one: whatever is told in whatever order, each row says what was told."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.history.store import Store
from selcore.values.commands import AnyCommand, Close, CloseSelector, Note, Run, Select, UseBackend
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
    assert str(head.answer) == (
        f"{len(names)} result{'s'[: len(names) != 1]}, waited at most 500 ms" if names else "[] nothing ready now"
    )
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
