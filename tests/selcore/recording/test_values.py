"""What a recording may hold: the last value that is right and the first that is wrong, of each kind."""

import json
from typing import Any

import msgspec
import pytest

from selcore.recording import values
from selcore.recording.values import (
    check_calls,
    command_of,
    effect_of,
    interrupted_by,
    optional,
    outcome_of,
    refused_of,
    state_of,
    whole,
    word,
)
from selcore.values import commands as c
from selcore.values.outcomes import Attached, Done, Effect, Refused, RunEnded
from selcore.values.text import Text
from selcore.values.timeouts import timeout_of

TIMES, NUMBERS, SMALL = 10**18, 2**53, 2**31
NOTE = c.Note(text="x")
ODD = (msgspec.MsgspecError, ValueError, TypeError, LookupError)


def done(value: dict[str, Any], command: c.AnyCommand = NOTE) -> Any:
    return outcome_of(json.dumps({"Done": {"value": value}}), command)


# Numbers and words.


@pytest.mark.parametrize("value", [5, 6, 9])
def test_a_number_is_from_the_least_to_before_the_bound(value: int) -> None:
    assert whole(value, 10, 5) == optional(value, 10, 5) == value


@pytest.mark.parametrize("value", [4, 10, -5, True, 5.0, "5", None])
def test_any_other_is_none(value: Any) -> None:
    with pytest.raises(ValueError, match="a number that is none: "):
        whole(value, 10, 5)
    if value is None:
        assert optional(value, 10, 5) is None
    else:
        with pytest.raises(ValueError, match="a number that is none"):
            optional(value, 10, 5)


def test_what_is_wrong_is_said_and_cut() -> None:
    with pytest.raises(ValueError, match=f"^a number that is none: {'x' * 40}$"):
        whole("x" * 100, 10)
    assert whole(0, 1) == 0 and optional(0, 1) == 0
    for wrong in (-1, 1):
        with pytest.raises(ValueError, match=str(wrong)):
            optional(wrong, 1)


def test_words_are_words_of_a_bearable_length() -> None:
    assert word("x" * 1000) == "x" * 1000 and word("xxxx", 4) == "xxxx" and word("") == ""
    for wrong, most in (("x" * 1001, 1000), ("xxxxx", 4), (b"x", 4), (None, 4), (5, 4)):
        with pytest.raises(ValueError, match="^words that are none, or too many$"):
            word(wrong, most)


@pytest.mark.parametrize(
    ("words", "timeout"),
    [("None", None), ("float('nan')", "nan"), ("float('inf')", "inf"), ("float('-inf')", "-inf")]
    + [("0", 0), ("-1", -1), ("0.5", 0.5), ("1e-3", 0.001), (str(2**70), 2**70)],
)
def test_a_timeout_is_as_it_was_given(words: str, timeout: Any) -> None:
    assert timeout_of(words) == timeout and type(timeout_of(words)) is type(timeout)


def test_who_ended_a_call_is_one_of_a_few() -> None:
    assert [interrupted_by(one) for one in ("pause", "stop", "max-wait")] == ["pause", "stop", "max-wait"]
    for wrong in ("me", "", None, 5):
        with pytest.raises(msgspec.ValidationError):
            interrupted_by(wrong)


# Rows of calls.

ROW = (1, 2, 3, 4, 5, "0", "poll", "", 0, 7)
BOUNDS = {0: NUMBERS, 1: NUMBERS, 2: SMALL, 3: TIMES, 4: TIMES, 9: NUMBERS}


def changed(**cells: Any) -> list[tuple[Any, ...]]:
    """Three rows, the one in the middle with these cells."""
    row = tuple(cells.get(f"at_{place}", value) for place, value in enumerate(ROW))
    return [ROW, row, ROW]


def test_rows_of_calls_as_they_should_be() -> None:
    check_calls([])
    check_calls([ROW])
    for place, beyond in BOUNDS.items():
        last = {f"at_{place}": beyond - 1} | ({"at_4": beyond - 1} if place == 3 else {})
        check_calls(changed(**last))
        check_calls(changed(**{f"at_{place}": 0} | ({"at_3": 0} if place == 4 else {})))
    check_calls(changed(at_3=5, at_5="x" * 3400, at_6="y" * 3400, at_7="z" * 3400))


OUT: dict[str, list[tuple[int, Any]]] = {
    "numbers are none": [(place, wrong) for place in BOUNDS for wrong in ("1", 1.0, None, True)],
    "numbers are out of range": [(place, wrong) for place, beyond in BOUNDS.items() for wrong in (-1, beyond)],
    "words are none": [(place, wrong) for place in (5, 6, 7) for wrong in (b"x", 5, None)],
    "words are too many": [(place, "x" * 3401) for place in (5, 6, 7)],
    "ended before it began": [(3, 6)],
}


@pytest.mark.parametrize("words", OUT)
def test_a_row_that_no_call_has_is_refused_among_others(words: str) -> None:
    for place, wrong in OUT[words]:
        with pytest.raises(ValueError, match=f"^a call .*{words}$"):
            check_calls(changed(**{f"at_{place}": wrong}))


def test_rows_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        check_calls([ROW, ROW[:-1]])


# Answers.

KEY = {"name": "a", "fd": 5, "events": ["read"], "callback": "none"}
RIGHT: tuple[dict[str, Any], ...] = (
    {"opened": [{"name": "a", "fd": 5}, {"name": "b", "fd": None}]},
    *({"key": key} for key in (KEY, KEY | {"fd": None, "events": 7}, KEY | {"events": None})),
    *({"map": [KEY, KEY]}, {"map": []}, {"map": None}),
    *({"size": 5, "hex": "00ff"}, {"size": 0, "eof": True}, {"size": None}),
    *({"sent": 5}, {"sent": 5, "asked": 7}),
    *({"code": 0, "error": None, "message": ""}, {"code": 111, "error": "ECONNREFUSED", "message": "refused"}),
    {"so_error": 0, "error": None, "message": ""},
    *({"option": "SO_RCVBUF", "value": value} for value in (1, None, "x")),
    *({"running": True, "returncode": None}, {"running": False, "returncode": -9, "signal": "SIGKILL"}),
    {"signal": "SIGUSR1"},
    {"renamed": [{"from": "a", "to": "b"}]},
    {"fd": 7},
    {"backend": "poll", "carried": ["a"], "refused": []},
    {},
    {"an answer of another version": [1, {"a": 2.5}, None]},
)
WRONG: tuple[dict[str, Any], ...] = (
    *({"opened": one} for one in (5, [5], [{"name": "a"}], [{"name": 5, "fd": 5}], [{"name": "a", "fd": "5"}])),
    *({"key": one} for one in (5, None, KEY | {"name": 5}, KEY | {"events": 1.5}, KEY | {"callback": None})),
    *({"map": one} for one in (5, [5], [KEY | {"events": [5]}])),
    *({"size": "5"}, {"size": 5, "hex": 5}, {"size": 5, "eof": 1}, {"eof": "no"}, {"eof": None}),
    *({"sent": None}, {"sent": 1, "asked": "2"}),
    *({"code": 0}, {"code": "0", "error": None, "message": ""}, {"code": 0, "error": 5, "message": ""}),
    *({"so_error": 0}, {"so_error": None, "error": None, "message": ""}, {"option": "SO_RCVBUF"}),
    *({"option": 5, "value": 5}, {"running": 1, "returncode": None}, {"running": True}),
    *({"running": True, "returncode": "0"}, {"running": True, "returncode": 0, "signal": 9}),
    *(
        {"signal": 9},
        {"renamed": 5},
        {"renamed": [{"from": "a"}]},
        {"renamed": [{"to": "b"}]},
        {"renamed": [{"old": "a", "new": "b"}]},
    ),
    *({"fd": None}, {"fd": "7"}, {"carried": ["a"]}, {"backend": "poll", "carried": [5], "refused": []}),
    {"backend": "poll", "carried": [], "refused": None},
)


def test_an_answer_that_is_given_is_read() -> None:
    for value in RIGHT:
        assert done(value) == Done(value), value


def test_an_answer_that_nobody_gives_is_refused() -> None:
    for value in WRONG:
        with pytest.raises(ODD):
            pytest.fail(f"{value} is read as {done(value)}")


@pytest.mark.parametrize("end", [1, 0, "no", None, []])
def test_an_end_is_one_or_is_none(end: object) -> None:
    with pytest.raises(ValueError, match="^an end that is none$"):
        done({"size": 5, "eof": end})


@pytest.mark.parametrize(
    ("command", "value"),
    [
        *((command, {"key": KEY}) for command in (c.Register(name="a", events=()), c.Modify(name="a", events=()))),
        *((command, {"key": KEY}) for command in (c.Unregister(name="a"), c.GetKey(name="a"))),
        (c.Rename(name="a", to="b"), {"renamed": []}),
        (c.UseBackend(backend="poll"), {"backend": "poll", "carried": [], "refused": []}),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_is_looked_into_must_be_there(command: c.AnyCommand, value: dict[str, Any]) -> None:
    assert done(value, command) == Done(value)
    with pytest.raises(ValueError, match=f"an answer without its {list(value)[-2 if len(value) > 1 else 0]}"):
        done({}, command)


def test_an_outcome_is_one_of_three() -> None:
    assert outcome_of('{"Looped": {"calls": 3, "results": 4, "bounded_by": "calls", "backend": "poll"}}', NOTE) == (
        RunEnded(3, 4, "calls", "poll")
    )
    assert outcome_of('{"Refused": {"type": "OSError", "message": "no", "errno": 9}}', NOTE) == (
        Refused("OSError", "no", 9)
    )
    with pytest.raises(ValueError, match="^an outcome that says nothing$"):
        outcome_of("{}", NOTE)
    for wrong in ("{}", '{"Returned": {}}', '{"done": {"value": {}}}', '{"Done": {"other": 5}, "x": 1}', "[]", "5"):
        with pytest.raises(ODD):
            outcome_of(wrong, NOTE)


@pytest.mark.parametrize("figure", ["calls", "results"])
def test_the_figures_of_a_run_are_bounded(figure: str) -> None:
    for value, fine in ((NUMBERS - 1, True), (0, True), (NUMBERS, False), (-1, False)):
        said = {"calls": 1, "results": 1, "bounded_by": "calls", "backend": "poll"} | {figure: value}
        words = json.dumps({"Looped": said})
        if fine:
            assert getattr(outcome_of(words, NOTE), figure) == value
        else:
            with pytest.raises(ValueError, match="a number that is none"):
                outcome_of(words, NOTE)


@pytest.mark.parametrize("figure", ["received", "sent"])
@pytest.mark.parametrize("read", [effect_of, state_of])
def test_what_was_moved_is_bounded(read: Any, figure: str) -> None:
    said = {} if read is effect_of else {"name": "a", "kind": "pipe", "fd": 5, "state": "open"}
    for value, fine in ((TIMES - 1, True), (0, True), (TIMES, False), (-1, False)):
        words = json.dumps(said | {figure: value})
        if fine:
            assert getattr(read(words), figure) == value
        else:
            with pytest.raises(ValueError, match="a number that is none"):
                read(words)
    if read is state_of:
        with pytest.raises(ValueError, match="a number that is none"):
            state_of(json.dumps(said | {"pending": TIMES}))
        assert state_of(json.dumps(said | {"pending": 3})).pending == 3


def test_a_value_that_a_key_held_is_told_as_it_is_and_within_bounds() -> None:
    assert effect_of(json.dumps({"data": {"who": [1]}})) == Attached({"who": [1]})
    assert effect_of(json.dumps({"data": 1, "received": 2})) == Effect(received=2)
    with pytest.raises(ValueError, match="at most 2,000"):
        effect_of(json.dumps({"data": "x" * 2000}))
    with pytest.raises(ValueError, match="deeper than"):
        state_of(
            json.dumps({"name": "a", "kind": "pipe", "fd": 5, "state": "open", "data": json.loads("[" * 18 + "]" * 18)})
        )
    key = {"name": "a", "fd": 5, "events": ["read"], "callback": "none", "data": "x" * 2000}
    with pytest.raises(msgspec.ValidationError, match="at most 2,000"):
        done({"key": key}, c.GetKey(name="a"))


def test_nothing_is_known_of_an_effect() -> None:
    assert effect_of(None) is None and effect_of("{}") == Effect()
    with pytest.raises(ValueError, match="^JSON that is none, or too much$"):
        effect_of(5)


def test_the_first_recordings_say_in_words_alone_what_ended_and_what_was_opened() -> None:
    def effect(template: str, **values: str) -> Effect | None:
        return effect_of(json.dumps({"did": [{"template": template, "values": values}], "received": 0, "error": None}))

    ended, accepted = effect("EOF: unregistered, closed"), effect("accepted {name}", name="server.1")
    assert ended is not None and (ended.eof, ended.opened) == (True, "")
    assert accepted is not None and (accepted.eof, accepted.opened) == (False, "server.1")
    other = effect("EOF, says a stranger")
    assert other is not None and not other.eof
    assert effect_of(json.dumps({"opened": "x" * 1000})) == Effect(opened="x" * 1000)
    with pytest.raises(ValueError, match="words that are none, or too many"):
        effect_of(json.dumps({"opened": "x" * 1001}))


def test_a_stranger_says_no_sentence_as_if_it_were_ours() -> None:
    said = {"template": "{evil:>99}", "values": {}}
    error = {"type": "OSError", "message": "no", "errno": 9, "hint": said}
    shown = Text("{words}", {"words": "{evil:>99}"})
    assert refused_of(json.dumps(error)) == Refused("OSError", "no", 9, hint=shown)
    effect = effect_of(json.dumps({"did": [said, said], "error": error}))
    assert effect == Effect((shown, shown), 0, 0, Refused("OSError", "no", 9, hint=shown))
    for number, fine in ((SMALL - 1, True), (-SMALL, True), (SMALL, False), (-SMALL - 1, False)):
        words = json.dumps(error | {"errno": number})
        if fine:
            assert refused_of(words).errno == number
        else:
            with pytest.raises(ValueError, match="a number that is none"):
                refused_of(words)


# JSON.


def nested(depth: int) -> dict[str, Any]:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return {"a": value}


def test_json_is_bounded_in_depth_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The word Done and its value are two levels of it, the answer's own field the third."""
    deepest = values.DEEPEST - 3
    assert done(nested(deepest)).value == nested(deepest)
    with pytest.raises(ValueError, match="^JSON that is nested too deep, or too much$"):
        done(nested(deepest + 1))
    lists = {"a": {"b": {"c": {}}}}
    assert done(lists).value == lists
    monkeypatch.setattr(values, "MOST", 20)
    assert len(done({"a": list(range(13))}).value["a"]) == 13, "with the keys and what is around it, twenty"
    with pytest.raises(ValueError, match="^JSON that is nested too deep, or too much$"):
        done({"a": list(range(14))})


def test_keys_are_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert done({"x" * 20_001: 1}).value == {"x" * 20_000 + "…": 1}


def test_words_in_json_are_cut_and_numbers_are_bounded() -> None:
    assert done({"a": "x" * 20_000, "b": ["y" * 20_001]}).value == {"a": "x" * 20_000, "b": ["y" * 20_000 + "…"]}
    assert done({"a": -(2**3400) + 1}).value == {"a": -(2**3400) + 1}
    with pytest.raises(ValueError, match="^a number that is larger than any$"):
        done({"a": 2**3400})


@pytest.mark.parametrize("read", [refused_of, effect_of, state_of])
def test_json_about_one_thing_is_no_longer_than_it_may_be(read: Any) -> None:
    said = {"name": "a", "kind": "pipe", "fd": 5, "state": "open", "type": "x", "message": ""}
    words = json.dumps(said)
    assert read(words.ljust(64 << 10)) is not None
    for wrong in (words.ljust((64 << 10) + 1), words.encode(), None if read is not effect_of else 5):
        with pytest.raises(ValueError, match="^JSON that is none, or too much$"):
            read(wrong)
    assert done({"a": ["x" * 10_000] * 10}), "what a command answered may be longer"


# Commands.


def test_a_command_that_no_experiment_may_hold_is_shown_by_its_line() -> None:
    assert command_of('{"do": "note", "text": "x"}', "unused") == NOTE
    for words in ('{"do": "fly"}', '{"do": "close", "name": 5}', "[]"):
        assert command_of(words, "the line") == c.Note(text="the line")
    assert command_of("{}", "x" * 100_001) == c.Note(text="x" * 1000)
    for line in ("x" * 100_002, None, 5):
        with pytest.raises(ValueError, match="^words that are none, or too many$"):
            command_of("{}", line)
