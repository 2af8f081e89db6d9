"""Cells: what SQLite cannot hold is the nearest that it can; what is too large is told shorter, in its place."""

import json as plain
from typing import Any

import msgspec
import pytest

from selcore.recording import cells
from selcore.recording.cells import Json, cell, command_json, json, outcome_json, told, words
from selcore.values.commands import Close, Note
from selcore.values.outcomes import Done, Refused, RunEnded
from selcore.values.text import text

LONG = 100_000


@pytest.mark.parametrize(
    ("value", "held"),
    [
        *((value, value) for value in (0, -5, 2**63 - 1, -(2**63), 1.5, None, b"x", "", "ü")),
        *((2**63, 2**63 - 1), (2**70, 2**63 - 1), (-(2**63) - 1, -(2**63)), (True, 1)),
        *(("\ud800x", "\\ud800x"), ("x" * LONG, "x" * LONG), ("x" * (LONG + 1), "x" * LONG + "…")),
    ],
    ids=lambda one: repr(one)[:30],
)
def test_a_cell_holds_the_nearest(value: Any, held: Any) -> None:
    assert cell(value) == held


def test_words_are_cut_and_json_is_not() -> None:
    assert words("ü" * (LONG + 5)) == "ü" * LONG + "…"
    long = Json("x" * (LONG + 5))
    assert cell(long) is long and words("a\0b") == "a\0b"


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, OverflowError, AttributeError, RecursionError])
def test_what_cannot_be_told_says_why(error: type[Exception]) -> None:
    def tell() -> str:
        raise error("odd")

    assert told(lambda: "fine") == "fine"
    assert told(tell) == f"cannot be told: {error.__name__}: {error('odd')}"


def test_json_has_every_number_whole_and_what_it_does_not_know_as_words() -> None:
    class Odd:
        def __str__(self) -> str:
            return "odd"

    assert (json({"a": 2**70}), type(json({}))) == ('{"a":1180591620717411303424}', Json)
    assert json({"a": Odd()}) == '{"a":"odd"}'
    assert plain.loads(json({"ü": ["ä"]})) == {"ü": ["ä"]}


def test_halves_of_pairs_are_written_out_wherever_they_stand() -> None:
    half, shown = "\ud800", "\\ud800"
    found = plain.loads(json({half: [half, (half, 5)], "b": {half: None}, "c": Done({half: "fine"})}))
    assert found == {
        **{shown: [shown, [shown, 5]], "b": {shown: None}},
        "c": {"value": {shown: "fine"}, "notice": None, "shown": None},
    }


def test_a_command_that_is_too_large_is_a_note_that_begins_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Close(name="a")
    whole = command_json(small, "unused")
    assert plain.loads(whole) == {"do": "close", "name": "a"}
    monkeypatch.setattr(cells, "LARGEST", len(whole))
    assert command_json(small, "unused") == whole
    monkeypatch.setattr(cells, "LARGEST", len(whole) - 1)
    assert plain.loads(command_json(small, "y" * 1001)) == {
        "do": "note",
        "text": f"too large to be recorded: {'y' * 1000}…",
    }


def test_what_is_large_is_what_a_reader_does_not_take() -> None:
    """Command and outcome of a row together, with all that is beside them, are one row of 16 MiB at most."""
    assert cells.LARGEST == 4 << 20
    assert len(command_json(Note(text="x" * ((4 << 20) - 100)), "")) > (4 << 20) - 100


REFUSED = Refused("OSError", "m" * 500, 9, "playground", hint=text("long " * 100))


@pytest.mark.parametrize(
    ("outcome", "short"),
    [
        (Done({"a": "x" * 500}), Done({}, text("what it answered is too large to be recorded"))),
        (REFUSED, Refused("OSError", "m" * 500, 9, "playground")),
        (RunEnded(1, 2, "x" * 500, "poll"), RunEnded(1, 2, "x" * 500, "poll")),
    ],
    ids=lambda one: type(one).__name__,
)
def test_an_outcome_that_is_too_large_is_told_without_what_it_answered(
    outcome: Any, short: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = {RunEnded: "Looped"}.get(type(outcome), type(outcome).__name__)  # its name in the file

    def read(words: str) -> Any:
        ((kind, value),) = plain.loads(words).items()
        assert kind == name
        return msgspec.convert(value, type(outcome))

    whole = outcome_json(outcome)
    monkeypatch.setattr(cells, "LARGEST", len(whole))
    assert read(outcome_json(outcome)) == outcome
    monkeypatch.setattr(cells, "LARGEST", len(whole) - 1)
    assert read(outcome_json(outcome)) == short
