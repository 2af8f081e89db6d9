"""The lines of ``run`` for people: in the window's words, never as Python dictionaries."""

from typing import Any

import pytest
from msgspec import structs

from playground.terminal.words import TextReporter
from selcore.experiment.file import Experiment, parse
from selcore.experiment.names import kinds_of
from selcore.headless.player import Player
from selcore.values.commands import Rename
from tests.selcore.recipes import ECHO_SERVER, opened, recipe

Line = dict[str, Any]
NOTE = {"do": "note", "text": "x"}
SELECT = {"do": "select", "timeout": None, "during": [NOTE]}
BASE = parse(recipe(opened(), SELECT, {"do": "run", "calls": 3, "timeout": 1}))
CALL = {"step": 1, "do": "select", "backend": "poll", "ok": True, "timeout": None, "waited": 0.25}
RESULT = {"name": "pair.a", "fd": 100, "events": ["read", "write"], "raw": ["POLLIN"], "did": "1 in"}


def played(*commands: Line, backend: str = "poll", max_wait: float = 10) -> list[str]:
    experiment = parse(recipe(*commands, backend=backend))
    return list(map(TextReporter(experiment).of, Player(experiment, max_wait=max_wait).play()))


def said(line: Line, experiment: Experiment = BASE) -> list[str]:
    return TextReporter(experiment).of(line).splitlines()


def test_the_example_of_the_contract() -> None:
    experiment = parse(ECHO_SERVER.replace('"port": 8080', '"port": 0').encode())
    text = "\n".join(map(TextReporter(experiment).of, Player(experiment, "select").play()))
    for words in (
        " → server fd 100",
        "sel.register(server, EVENT_READ, accept(then=echo_upper, events=EVENT_READ)) → SelectorKey fd 100, EVENT_READ",
        "client.send(b'hello') → 5 bytes",
        "client.recv(100) → b'HELLO' (5 bytes)",
        "    server READ  (accepted server.1)",
        "  calls 2 to 5, each → [] timed out after ",
        " → 5 calls, 1 result",
    ):
        assert words in text
    assert "{" not in text and "[{" not in text and "'name'" not in text


def test_every_answer_of_a_pipe_is_said() -> None:
    read = {"do": "register", "name": "p.r", "events": ["read"]}
    lines = played(
        opened("pipe", "p"),
        {"do": "fill", "name": "p.w"},
        {"do": "drain", "name": "p.r"},
        read,
        {"do": "get-map"},
        {"do": "use-backend", "backend": "select"},
        {"do": "unregister", "name": "p.r"},
        {"do": "close", "name": "p.r"},
        {"do": "close-selector"},
        {"do": "note", "text": "the end"},
        {"do": "get-map"},
    )
    answers = [line.partition(" → ")[2] for line in lines]
    assert answers[0] == "p.r fd 100, p.w fd 101"
    assert answers[1] == answers[2] and answers[1].endswith(" bytes")
    assert answers[3] == answers[6] == "SelectorKey fd 100, EVENT_READ, data None"
    assert answers[4].endswith(": p.r") and "carried over" in answers[5]
    assert answers[7:] == ["", "", "", "None"]
    assert not any("{" in answer or "[" in answer for answer in answers)


def test_a_refusal_has_its_own_line_and_the_hint_beneath() -> None:
    error = {"type": "PermissionError", "errno": 1, "message": "[Errno 1] no", "by": "python", "hint": "never takes"}
    line = {"step": 0, "do": "open", "name": "pair", "backend": "epoll", "ok": False, "error": error}
    head, *beneath = said(line)
    assert head.startswith("0: ") and "→" not in head
    assert beneath == ["    PermissionError: [Errno 1] no", "    never takes"]


def test_a_notice_and_refused_keys_stand_beneath() -> None:
    lines = played(
        opened(),
        {"do": "register", "name": "pair.a", "events": ["read"]},
        {"do": "close", "name": "pair.a"},
        {"do": "use-backend", "backend": "select"},
    )
    assert lines[2].splitlines()[1:] == ["    pair.a is closed but still registered"]
    _, refused, notice = lines[3].splitlines()
    assert refused.startswith("    pair.a: ValueError: ") and "refused pair.a" in notice


@pytest.mark.parametrize(("count", "words"), [(1, "1 result, waited 250 ms"), (2, "2 results, waited 250 ms")])
def test_results_are_counted_as_people_count(count: int, words: str) -> None:
    head, *rows = said(CALL | {"ready": [RESULT] * count})
    assert head == f"1: sel.select(None) → {words}"
    assert rows == ["    pair.a READ|WRITE  POLLIN  (1 in)"] * count


def test_a_call_without_results() -> None:
    assert said(CALL | {"ready": [], "timeout": 0.25}) == ["1: sel.select(None) → [] timed out after 250 ms"]
    assert said(CALL | {"ready": [], "timeout": 0}) == ["1: sel.select(None) → [] nothing ready now"]


def test_a_result_without_flags_or_effect() -> None:
    bare = {"name": "pair.a", "fd": 100, "events": [], "raw": None, "did": None}
    assert said(CALL | {"ready": [bare]})[1:] == ["    pair.a 0"]


def test_an_interrupted_call_had_not_returned() -> None:
    line = CALL | {"interrupted": True, "by": "max-wait"}
    assert said(line) == ["1: sel.select(None) → ended by max-wait after 250 ms; it had not returned"]


def test_the_calls_of_a_run() -> None:
    row = {"in_step": 2, "call": 1, "backend": "poll", "ok": True, "timeout": 1, "waited": 1.0, "ready": []}
    assert said(row) == ["  call 1 → [] timed out after 1 s"]
    many = CALL | {"call": 1, "repeat": 5, "waited_most": 0.5, "ready": [RESULT]}
    assert said(many)[0] == "  calls 1 to 5, each → 1 result, waited at most 500 ms"
    assert said(row | {"call": 2, "repeat": 1999}) == ["  calls 2 to 2,000, each → [] timed out after 1 s"]
    (run,) = said(
        {"step": 2, "do": "run", "backend": "poll", "ok": True, "calls": 3, "results": 0, "bounded_by": "calls"}
    )
    assert run.startswith("2: for _ in range(3): ") and run.endswith("ended by calls")


def test_what_was_given_while_a_call_was_blocked() -> None:
    line = {"in_step": 1, "during": 0, "do": "note", "backend": "poll", "ok": True, "text": "x"}
    assert said(line) == ["  during 1: # x"]
    assert said(line | {"late": True}) == ["  during 1 (it had returned): # x"]


def test_what_would_move_the_cursor_is_shown_and_not_done() -> None:
    (line,) = played({"do": "note", "text": "a\x1b[2J\nb\u202ec é"})
    assert line == "0: # a\\x1b[2J\\nb\\u202ec é"


def test_the_kind_of_each_name() -> None:
    given = {"do": "select", "timeout": None, "during": [opened("tcp-listener", "server")]}
    experiment = parse(recipe(opened("pipe", "p"), opened("socketpair", "many", count=3), given))
    renamed = structs.replace(experiment, commands=(*experiment.commands, Rename(name="p", to="q")))
    names = {"p.r": "pipe", "many-2.a": "socketpair", "server.1": "tcp-listener", "q.w": "pipe", "x": ""}
    assert {name: kinds_of(renamed.commands)(name) for name in names} == names


def test_a_reason_stands_beneath_its_result_and_a_remedy_beneath_its_refusal() -> None:
    experiment = parse(
        recipe(
            opened(),
            {"do": "send", "name": "pair.b", "text": "hello"},
            {"do": "register", "name": "pair.a", "events": ["read"]},
            {"do": "select", "timeout": 0},
            {"do": "register", "name": "pair.a", "events": ["read"]},
        )
    )
    lines = [TextReporter(experiment).of(line) for line in Player(experiment, "poll", why=True).play()]
    assert lines[3].splitlines()[-1] == "      READ because 5 bytes are waiting → recv() will return up to 5 bytes"
    assert lines[4].splitlines()[-1] == "    instead: sel.modify(pair_a, EVENT_READ)"
