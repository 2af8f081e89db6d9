"""The lines of ``watch --json``."""

import json

from msgspec import structs

from selcore.values.text import text
from selcore.values.watched import Function, Longest, ProgramWarning, ThreadDoing, Turn, WaitedFor
from selcore.watching.facts import MoreCalls, NotSeen, SelectorSeen
from selcore.watching.lines import WatchLines, warning_line

from .written import MS, call, key

SERVE = Function("serve", "/a/server.py", 4)


def lines(*facts) -> list[dict]:  # type: ignore[no-untyped-def, type-arg]
    made = WatchLines()
    found = [line for fact in facts for line in made.of(fact)] + list(made.finish())
    return json.loads(json.dumps(found))


def test_a_call() -> None:
    seen = SelectorSeen(7, 1, "EpollSelector", 3, 0)
    (line,) = lines(seen, call(5, 0, 2, key(4, 1, SERVE), timeout=None))
    assert line == {
        "pid": 7, "thread": 0, "selector": "EpollSelector-1", "call": 5, "timeout": None, "waited": 0.002,
        "ready": [{"name": "fd 4", "fd": 4, "events": ["read"], "raw": ["EPOLLIN"], "data": "serve server.py:4"}],
    }  # fmt: skip


def test_of_a_key_for_whom_two_are_called_both_are_named() -> None:
    both = structs.replace(key(4, 3, SERVE), also=Function("send", "/a/server.py", 9))
    (line,) = lines(call(5, 0, 2, both))
    assert line["ready"][0]["data"] == "serve server.py:4, send server.py:9"


def test_calls_that_are_alike_are_one_line_that_counts_them() -> None:
    first = call(1, 0, 1, key(4))
    more = MoreCalls(call(3, 4, 5, key(4)), (2 * MS, 4 * MS), (4 * MS, 5 * MS))
    one, other = lines(first, more, call(4, 6, 7))
    assert (one["call"], one["repeat"], one["waited_most"], one["waited_total"]) == (1, 3, 0.002, 0.004)
    assert other["call"] == 4 and "repeat" not in other


def test_calls_whose_timeouts_count_down_are_one_line_that_says_from_where_to_where() -> None:
    calls = [call(n, n, n + 0.5, key(4), timeout=4 - n / 1000) for n in range(3)]
    (one,) = lines(*calls)
    assert (one["repeat"], one["timeout"], one["timeout_last"]) == (3, 4.0, 3.998)
    assert len(lines(calls[0], call(1, 1, 2, key(4), timeout=None), call(2, 2, 3, key(4), timeout=0))) == 3


def test_a_call_that_raised_and_a_select_without_flags() -> None:
    one, other = lines(call(1, 0, 1, error="OSError", errno=9), call(2, 2, 3, key(4), backend="select"))
    assert one["error"] == {"type": "OSError", "errno": 9} and other["ready"][0]["raw"] is None


def test_a_turn_a_warning_and_what_is_not_seen() -> None:
    waited = (WaitedFor(5, "127.0.0.1:5", 0.23),)
    turn = Turn(7, 0, 1, 3, 0, 230 * MS, 1, Longest(SERVE, 0.229), waited, ThreadDoing("sleeping"))
    one, other = lines(turn, NotSeen(7, "why"))
    assert (one["turn"], one["seconds"], one["doing"]) == (3, 0.23, "sleeping")
    assert one["longest"] == {"name": "serve", "file": "/a/server.py", "line": 4, "seconds": 0.229}
    assert one["waited"] == [{"name": "127.0.0.1:5", "fd": 5, "seconds": 0.23}]
    assert other == {"pid": 7, "not_seen": "why"}
    line = warning_line(ProgramWarning("long-turn", 7, "serve", text("so"), 0, SERVE))
    assert (line["lint"], line["name"], line["after_step"], line["message"]) == ("long-turn", "serve", None, "so")
    assert line["function"] == {"name": "serve", "file": "/a/server.py", "line": 4}
