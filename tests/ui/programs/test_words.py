"""The line of the state says what a program does, and how it ended."""

from typing import Any

from msgspec.structs import replace

from selcore.programs.program_state import ProgramState
from selcore.values.watched import Function, Longest, ThreadDoing, Turn
from selcore.watching.facts import StillRuns
from ui.programs.words import state_words

SERVE = Function("serve", "/a/server.py", 41)
STATE = ProgramState("server.py --port 80", "/usr/bin/python3", "3.12.7", 48, 0, 41_600_000_000)
TURN = Turn(7, 0, 1, 3, 0, 233_000_000, 1, Longest(SERVE, 0.2), (), ThreadDoing())


def said(state: ProgramState, started: bool = True, missed: int = 0, behind: float = 0.0) -> tuple[Any, ...]:
    return tuple(state_words(state, 184.0, 6, started, missed, behind))


def test_while_it_runs() -> None:
    assert said(STATE, started=False) == ("server.py --port 80 is being started", False)
    words = "Running 41.6 s · server.py --port 80 · Python 3.12.7, pid 48"
    assert said(STATE) == (f"{words} · 184 calls/s · 6 watched", False)
    more = replace(STATE, selector_class="EpollSelector", processes=2, longest=TURN)
    rest = "2 processes · EpollSelector · 184 calls/s · 6 watched · 1 not recorded"
    assert said(more, missed=1) == (f"{words} · {rest} · longest turn 233 ms: serve server.py:41", False)


def test_once_it_was_asked_to_end_it_is_said_for_how_long_it_has_not() -> None:
    asked = replace(STATE, asked=1, asked_at=39_600_000_000)
    assert said(asked)[0].startswith("Asked to end, for 2 s it has not · server.py")


def test_how_old_it_is_what_is_shown_is_said_also_when_the_program_has_ended() -> None:
    assert said(STATE, behind=2.14)[0].endswith(" · 6 watched · reading, 2.1 s behind")
    assert said(STATE, behind=0.9) == said(STATE)
    over = replace(STATE, status=0)
    assert said(over, behind=2.14)[0] == "server.py --port 80: ended with status 0 · reading, 2.1 s behind"


def test_a_callback_that_does_not_return_comes_first() -> None:
    still = StillRuns(7, 0, 1, 40_000_000_000, 41_000_000_000, SERVE, ThreadDoing())
    assert said(replace(STATE, still=still)) == (
        "serve server.py:41 has not returned for 1.6 s: until it does, nobody else is served", True
    )  # fmt: skip
    assert said(replace(STATE, still=replace(still, function=None)))[0].startswith("what was called after select() has")
    assert not said(replace(STATE, still=still, asked=1))[1]


def test_when_it_has_ended() -> None:
    assert said(replace(STATE, status=3)) == ("server.py --port 80: ended with status 3", False)
    assert said(replace(STATE, status=-9))[0] == "server.py --port 80: ended by SIGKILL"
    assert said(replace(STATE, problem="no such file")) == (
        "server.py --port 80 was not started: no such file", True
    )  # fmt: skip
