"""Lines: valid JSON whatever came of a command, with the fields of the contract and no others."""

import json
from typing import Any

import pytest

from selcore.headless.run_lines import entry_line, error_fields, loop_line
from selcore.values import commands as c
from selcore.values.facts import Entry, GroupGrew, RunCall
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
from selcore.values.timeouts import timeout_value

INF = float("inf")
RESET = Refused("ConnectionResetError", "[Errno 104] Connection reset by peer", 104)


def call(timeout: c.Timeout = 0, results: tuple[Result, ...] = (), backend: str = "poll", reentered: int = 0) -> Call:
    return Call(3, backend, timeout, 0, 0.00002, results, reentered)


def line(command: c.AnyCommand, outcome: Outcome, **more: Any) -> dict[str, Any]:
    made = entry_line(Entry(7, command, outcome, 0, **more), "poll")
    back: dict[str, Any] = json.loads(json.dumps(made, allow_nan=False))
    return back


SELECT = c.Select(timeout=0)
HEAD = {"step": 7, "do": "select", "backend": "poll"}
WAITED = {"timeout": 0, "waited": 0.00002}


def test_a_call_that_returned() -> None:
    effect = Effect((text("{n} in", n=3), text("EOF")), 3)
    results = (Result("pair.a", 100, 3, 0x11, effect), Result("pair.b", 101, 2, 4))
    assert line(SELECT, Returned(call(0, results))) == {
        **HEAD,
        "ok": True,
        **WAITED,
        "ready": [
            {
                "name": "pair.a",
                "fd": 100,
                "events": ["read", "write"],
                "raw": ["POLLIN", "POLLHUP"],
                "did": "3 in; EOF",
            },
            {"name": "pair.b", "fd": 101, "events": ["write"], "raw": ["POLLOUT"], "did": None},
        ],
    }


def test_an_unknown_flag_is_shown_as_it_is_and_select_has_none() -> None:
    assert line(SELECT, Returned(call(0, (Result("a", 1, 1, 0x8001),))))["ready"][0]["raw"] == ["POLLIN", "0x8000"]
    assert line(SELECT, Returned(call(0, (Result("a", 1, 1),), "select")))["ready"][0]["raw"] is None


def test_a_call_that_was_ended_raised_or_refused() -> None:
    assert line(SELECT, Interrupted(call(None), "pause")) == {
        **HEAD,
        "ok": True,
        "interrupted": True,
        "by": "pause",
        **WAITED,
        "timeout": None,
    }
    error = {"type": RESET.type, "errno": 104, "message": RESET.message, "by": "python"}
    assert line(SELECT, Failed(call(), RESET)) == {**HEAD, "ok": False, "error": error, **WAITED}
    assert line(SELECT, RESET) == {**HEAD, "ok": False, "error": error}


def test_a_command_names_its_object_and_what_it_answered() -> None:
    done = Done({"sent": 3}, text("beside"))
    assert line(c.Send(name="pair.b", text="abc"), done) == {
        "step": 7,
        "do": "send",
        "name": "pair.b",
        "backend": "poll",
        "ok": True,
        "sent": 3,
        "notice": "beside",
    }


def test_only_outcomes_of_commands_of_the_file_carry_step() -> None:
    made = line(c.Note(text=""), Done({"text": ""}), during=2, late=True)
    assert made == {"in_step": 7, "during": 2, "late": True, "do": "note", "backend": "poll", "ok": True, "text": ""}
    row = loop_line(RunCall(7, 1, Returned(call())), 4, None)
    assert row == {"in_step": 7, "call": 4, "backend": "poll", "ok": True, **WAITED, "ready": []}


def test_rows_that_grew_say_how_often_and_how_long() -> None:
    row = RunCall(7, 1, Returned(call()))
    assert "repeat" not in loop_line(row, 1, GroupGrew(1, 1, 0, 0.1, 0.1, 0.1))
    grown = loop_line(row, 1, GroupGrew(1, 3, 0, 0.1, 0.2, 0.1 + 0.2 + 0.1))
    assert {key: grown[key] for key in grown if key not in loop_line(row, 1, None)} == {
        "repeat": 3,
        "waited_least": 0.1,
        "waited_most": 0.2,
        "waited_total": 0.4,
    }


def test_a_run() -> None:
    assert line(c.Run(calls=5), RunEnded(5, 1, "calls", "select")) == {
        "step": 7,
        "do": "run",
        "backend": "select",
        "ok": True,
        "calls": 5,
        "results": 1,
        "bounded_by": "calls",
    }


@pytest.mark.parametrize(("backend", "said"), [("select", True), ("poll", True), ("epoll", False), ("kqueue", False)])
def test_a_reentered_call_says_so_where_the_plain_backend_would_not_have_noticed(backend: str, said: bool) -> None:
    assert ("reentered" in line(SELECT, Returned(call(backend=backend, reentered=2)))) is said


@pytest.mark.parametrize(
    ("timeout", "said"),
    [(INF, "inf"), (-INF, "-inf"), (float("nan"), "nan"), ("nan", "nan"), (None, None), (-1, -1), (0.5, 0.5)],
)
def test_every_timeout_is_valid_json(timeout: c.Timeout, said: object) -> None:
    assert timeout_value(timeout) == said
    assert line(SELECT, Returned(call(timeout)))["timeout"] == said


def test_a_hint_stands_beside_the_words_of_the_error() -> None:
    refused = Refused("OSError", "m", hint=text("try {n}", n=3), by="playground")
    assert error_fields(refused) == {
        "type": "OSError",
        "errno": None,
        "message": "m",
        "by": "playground",
        "hint": "try 3",
    }
