"""The store against a plain one: whatever is told in whatever order, each row says what was told."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.commands import Note, Select
from selcore.facts import Batch, Entry, Fact, LoopCall
from selcore.outcomes import Call, Done, Effect, Failed, Interrupted, Outcome, Refused, Result, Returned
from selcore.store import Store
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


@settings(max_examples=examples(60))
@given(st.lists(st.lists(FACTS, max_size=6), max_size=12), st.integers(4, 12))
def test_what_is_kept_when_there_is_no_room_is_as_it_was_told(batches: list[list[Fact]], capacity: int) -> None:
    store, whole = Store(capacity), Store()
    for facts in batches:
        store.fold(Batch(facts=tuple(facts)))
        whole.fold(Batch(facts=tuple(facts)))
        assert len(store) <= capacity
    assert len(store) + store.evicted == len(whole)
    for row in store.rows:
        assert whole.row(row.serial) == row
