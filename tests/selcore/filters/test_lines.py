"""Lines of ``run`` under a filter: a call matches if the row of one of its results does."""

from typing import Any

import pytest

from selcore.filters import BadFilter, parse
from selcore.filters.lines import check, matches

READY_A = {"name": "pair.a", "fd": 100, "events": ["read"], "raw": ["EPOLLIN"], "did": "5 in"}
READY_B = {"name": "pair.b", "fd": 101, "events": ["write"], "raw": ["EPOLLOUT"], "did": None}
OPEN = {"step": 0, "do": "open", "name": "pair", "backend": "epoll", "ok": True, "opened": []}
REFUSED = {"step": 1, "do": "register", "name": "pair.a", "ok": False, "error": {"type": "KeyError", "errno": None}}
EMPTY = {"step": 2, "do": "select", "backend": "epoll", "ok": True, "timeout": 0.5, "waited": 0.5, "ready": []}
TWO = EMPTY | {"step": 3, "timeout": None, "waited": 0.02, "ready": [READY_A, READY_B]}
MANY = {"in_step": 4, "call": 7, "backend": "epoll", "ok": True, "timeout": 0, "waited": 1e-6, "ready": [READY_A]}
MANY |= {"repeat": 500, "waited_most": 0.3}
STOPPED = {"step": 5, "do": "select", "backend": "epoll", "ok": True, "interrupted": True, "timeout": None, "waited": 3}
LINT = {"lint": "always-writable", "name": "pair.a", "after_step": 4, "message": "…"}
LINES: dict[str, dict[str, Any]] = {
    "open": OPEN, "refused": REFUSED, "empty": EMPTY, "two": TWO, "many": MANY, "stopped": STOPPED, "lint": LINT,
}  # fmt: skip

FOUND = {
    'name == "pair.a"': {"refused", "two", "many", "lint"},
    'name == "pair.b" and waited > 0.01': {"two"},
    'name == "pair.a" and WRITE': set(),
    "error": {"refused"},
    "returned == []": {"empty"},
    'do == "select"': {"empty", "two", "many", "stopped"},
    "timeout == None": {"two", "stopped"},
    "timeout - waited < 0.001": {"empty", "many", "stopped"} - {"stopped"},
    "count > 100": {"many"},
    "waited > 0.1": {"empty", "many", "stopped"},
    "results == 2": {"two"},
    "interrupted": {"stopped"},
    "call == 7": {"many"},
    "call >= 0": {"empty", "two", "many"},
    "call == 1": {"empty", "two"},
    "step == 4": {"many", "lint"},
    '"5" in did': {"two", "many"},
    "not READ": {"open", "refused", "empty", "two", "stopped", "lint"},
}


@pytest.mark.parametrize("words", FOUND)
def test_which_lines_match(words: str) -> None:
    assert {name for name, line in LINES.items() if matches(parse(words), line)} == FOUND[words]


def test_lines_have_no_time() -> None:
    with pytest.raises(BadFilter, match="the lines of run have no time") as caught:
        check(parse("error or time > 3"))
    assert (caught.value.start, caught.value.end) == (9, 13)
    assert check(parse("error")) == parse("error")
