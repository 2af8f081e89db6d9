"""``--why``: each result says what the next call will do, of the moment when its call had returned."""

import json
from typing import Any

import pytest

from selcore.experiment.file import parse
from selcore.headless.player import Player
from selcore.observe.sampling import MOST


def lines(*commands: dict[str, Any], why: bool = True) -> list[dict[str, Any]]:
    head = {"format": "selector-playground-experiment", "version": 1, "commands": commands}
    return list(Player(parse(json.dumps(head).encode()), why=why).play())


PAIR = (
    {"do": "open", "kind": "socketpair", "name": "p"},
    {"do": "send", "name": "p.b", "text": "hello"},
)
READ = {"do": "register", "name": "p.a", "events": ["read"]}
CALL = {"do": "select", "timeout": 0}


def test_a_result_has_the_call_that_comes_next() -> None:
    ((ready,),) = [line["ready"] for line in lines(*PAIR, READ, CALL) if "ready" in line]
    assert ready["why"] == [
        {
            "event": "read",
            "cause": "5 bytes are waiting",
            "next": {"do": "receive", "call": "recv", "outcome": "returns", "size": 5},
            "says": "recv() will return up to 5 bytes",
        }
    ]


def test_without_it_nothing_of_it_is_there() -> None:
    assert "why" not in json.dumps(lines(*PAIR, READ, CALL, why=False))


def test_it_is_of_before_the_callback() -> None:
    served = READ | {"callback": "drain"}
    for calls in (CALL, {"do": "run", "calls": 1, "timeout": 0}):
        ((ready,),) = [line["ready"] for line in lines(*PAIR, served, calls) if "ready" in line]
        assert ready["did"] and ready["why"][0]["next"]["size"] == 5


@pytest.mark.parametrize("do", [CALL, {"do": "run", "calls": 2, "timeout": 0}])
def test_each_of_many_results_is_looked_at(do: dict[str, Any]) -> None:
    many = {"do": "open", "kind": "udp", "name": "u", "options": {"count": MOST + 5}}
    watched = [{"do": "register", "name": f"u-{n}", "events": ["write"]} for n in range(1, MOST + 6)]
    (ready,) = [line["ready"] for line in lines(many, *watched, do) if "ready" in line]
    assert len(ready) == MOST + 5 and all("next" in one["why"][0] for one in ready)


def test_a_refusal_has_its_remedy_as_a_command() -> None:
    again = json.loads(json.dumps(lines(*PAIR, READ, READ)[-1]))
    assert again["error"]["remedy"] == READ | {"do": "modify"} and again["error"]["hint"]
    assert "remedy" not in lines(*PAIR, READ, READ, why=False)[-1]["error"]


def test_what_was_watched_and_not_returned_is_told_with_the_call_that_says_something() -> None:
    (line,) = [
        line
        for line in lines(
            {"do": "open", "kind": "buffered-reader", "name": "three"},
            {"do": "read-line", "name": "three"},
            {"do": "register", "name": "three", "events": ["read"]},
            CALL,
        )
        if "ready" in line
    ]
    assert line["ready"] == [] and line["why_not"] == [
        {
            "name": "three",
            "event": "read",
            "cause": "10 bytes read ahead wait in the buffer of three, in Python: the kernel has none",
            "next": {"do": "read-line", "call": "readline", "outcome": "returns", "size": 4},
            "says": "readline() will return up to 4 bytes",
        }
    ]
    assert all("why_not" not in line for line in lines(*PAIR, READ, CALL, why=False))


@pytest.mark.parametrize("do", [CALL, {"do": "run", "calls": 3, "timeout": 0}])
def test_all_that_was_not_returned_is_told_of_every_call(do: dict[str, Any]) -> None:
    many = {"do": "open", "kind": "udp", "name": "u", "options": {"count": MOST + 5}}
    watched = [{"do": "register", "name": f"u-{n}", "events": ["read", "write"]} for n in range(1, MOST + 6)]
    (line,) = [line for line in lines(many, *watched, do) if "ready" in line]
    assert [(one["name"], one["event"]) for one in line["why_not"]] == [(f"u-{n}", "read") for n in range(1, MOST + 6)]


def test_a_call_that_was_ended_and_one_that_raised_are_told_too() -> None:
    head = [*PAIR[:1], READ]
    ended = lines(*head, {"do": "run", "seconds": 0.05, "timeout": None})
    (call,) = [line for line in ended if line.get("interrupted")]
    assert call["why_not"][0]["cause"] == "nothing from p.b is waiting"


def test_what_was_not_returned_can_be_told_alone() -> None:
    head = {"format": "selector-playground-experiment", "version": 1, "commands": [*PAIR, READ, CALL]}
    (line,) = [line for line in Player(parse(json.dumps(head).encode()), why_not=True).play() if "ready" in line]
    assert line["why_not"] == [] and "why" not in line["ready"][0]
