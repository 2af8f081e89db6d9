"""Batches as lines: a group waits for its last count, a call of its own does not, and a warning follows its call."""

from typing import Any

import pytest

from selcore.headless import line_stream
from selcore.headless.line_stream import LineStream
from selcore.values.commands import Note, Run
from selcore.values.facts import Batch, Entry, Fact, GroupGrew, RunCall
from selcore.values.outcomes import Call, Done, Effect, Result, Returned, RunEnded
from selcore.values.text import text

NOTE = Entry(1, Note(text="n"), Done(), 5)
RUN = Entry(0, Run(timeout=0), RunEnded(50, 50, "calls", "poll"), 5)


def call(row: int, effect: Effect | None = None) -> RunCall:
    return RunCall(0, row, Returned(Call(row, "poll", 0, 5, 0.25, (Result("pair.a", 100, 1, 1, effect),))))


def lines(stream: LineStream, *facts: Fact) -> list[dict[str, Any]]:
    return list(stream.of_facts(Batch(facts)))


def test_a_group_is_one_line_with_its_last_count() -> None:
    stream = LineStream()
    assert lines(stream, call(1), GroupGrew(1, 20, 9, 0.1, 0.5, 4.0)) == []
    assert lines(stream, GroupGrew(1, 50, 9, 0.1, 0.75, 9.0)) == []
    group, run = lines(stream, RUN)
    assert (group["call"], group["repeat"], group["waited_most"]) == (1, 50, 0.75)
    assert (run["do"], run["calls"]) == ("run", 50)


def test_calls_after_a_group_are_counted_on() -> None:
    stream = LineStream()
    first, second = lines(stream, call(1), GroupGrew(1, 20, 9, 0.1, 0.5, 4.0), call(2), NOTE)[:2]
    assert (first["call"], second["call"]) == (1, 21)


def test_a_call_that_no_other_can_join_is_a_line_at_once() -> None:
    effect = Effect((text("received {n}", n=3),), 3, 0, None)
    assert [line["call"] for line in lines(LineStream(), call(1, effect))] == [1]


def test_progress_is_told_now_and_then_and_not_of_what_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_stream, "OFTEN", 0)
    stream = LineStream(progress=True)
    assert list(stream.after(0, 7, answered=False)) == [{"in_step": 0, "so_far": 7}]
    assert list(stream.after(0, 9, answered=True)) == []
    assert list(stream.after(1, 9, answered=False)) == []
    assert list(stream.after(1, 12, answered=False)) == [{"in_step": 1, "so_far": 3}]
    assert list(LineStream().after(0, 7, answered=False)) == []
