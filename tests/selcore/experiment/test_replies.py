"""What came of a command, in few words: what was returned by name, and no more of it than a list can hold."""

import pytest

from selcore.experiment.replies import Reply, how, reply_of
from selcore.values import commands as c
from selcore.values.facts import Entry
from selcore.values.outcomes import Call, Done, Interrupted, Outcome, Refused, Result, Returned
from selcore.values.text import text


def call(*results: Result, timeout: float | None = None) -> Call:
    return Call(1, "poll", timeout, 0, 0.25, results)


def reply(outcome: Outcome) -> Reply:
    return reply_of(Entry(7, c.Note(text="x"), outcome, 5))


def test_a_call_names_what_it_returned_and_counts_the_others() -> None:
    pair = Result("pair.a", 100, 1, None), Result("pair.b", 101, 3, None)
    assert reply(Returned(call(*pair))) == Reply(7, "done", text("{named}", named="pair.a READ, pair.b READ|WRITE"))
    many = [Result(f"p-{n}", n, 2, None) for n in range(1004)]
    assert str(reply(Returned(call(*many))).words) == "p-0 WRITE, p-1 WRITE, p-2 WRITE and 1,001 more"
    assert "[]" in str(reply(Returned(call(timeout=0))).words)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Done({"sent": 3}), "done"),
        (Refused("OSError", "no", 9), "refused"),
        (Interrupted(call(), "pause"), "stopped"),
        (Returned(call()), "done"),
    ],
)
def test_how_it_ended(outcome: Outcome, expected: str) -> None:
    assert how(outcome) == expected == reply(outcome).how


def test_a_long_refusal_is_kept_without_its_middle() -> None:
    words = str(reply(Refused("OSError", "x" * 10_000, 5)).words)
    assert words.startswith("OSError") and len(words) < 260
