"""What is wrong is named, and what looks like it is not."""

from typing import Any

import msgspec
import pytest

from selcore.values.watched import Function, Longest, ProgramWarning, ThreadDoing, Turn, WaitedFor
from selcore.watching import warnings
from selcore.watching.facts import KeyChanged, KeyOfClosed, MoreCalls, ProcessGone, StillRuns
from selcore.watching.warnings import ProgramLinter, left_at_exit

from .written import MS, call, key

SERVE = Function("serve", "/a/server.py", 4)


class Answers:
    """What is asked beside the facts."""

    def __init__(self, served: int | None = 7, changes: bool = False):
        self.number, self.changes = served, changes

    def served(self, pid: int, fd: int, mask: int) -> int | None:
        if self.changes and self.number is not None:
            self.number += 1
        return self.number

    def running(self, pid: int, thread: int) -> Function | None:
        return SERVE


def turn(seconds: float, **more: Any) -> Turn:
    given = {"handles": 1, "longest": Longest(SERVE, seconds), "doing": ThreadDoing("sleeping"), "measured": seconds}
    waited = (WaitedFor(5, "127.0.0.1:5", seconds),)
    made = Turn(7, 0, 1, 3, 0, round(seconds * 1e9), 1, None, waited, ThreadDoing())
    return msgspec.structs.replace(made, **(given | more))


def told(*facts: Any, asked: Answers | None = None) -> list[ProgramWarning]:
    now = [0]
    linter, found = ProgramLinter(asked or Answers(), lambda: now[0]), list[ProgramWarning]()
    for fact in facts:
        now[0] = fact.last.end if isinstance(fact, MoreCalls) else getattr(fact, "end", 0)
        found += linter.fold(fact)
    return found


def test_a_long_turn_is_named_once() -> None:
    (warning,) = told(turn(0.23), turn(0.3))
    assert (warning.lint, warning.function) == ("long-turn", SERVE)
    assert (
        str(warning.message)
        == "serve server.py:4 held the loop for 230 ms (sleeping): 1 descriptor waited, up to 230 ms"
    )


def test_many_callbacks_are_another_sentence() -> None:
    many = turn(0.25, handles=10, longest=Longest(SERVE, 0.025), measured=0.25, last=0.226)
    (warning,) = told(many)
    assert warning.lint == "many-callbacks" and "10 callbacks ran in one turn of 250 ms" in str(warning.message)
    assert "began 226 ms into it" in str(warning.message)


@pytest.mark.parametrize(
    "innocent",
    [
        turn(0.231, doing=ThreadDoing("busy", 0.09, 0.139)),
        turn(0.1, doing=ThreadDoing("computing", 0.04, 0.06)),
        turn(1.1, doing=ThreadDoing("", 0.49, 0.7)),
        turn(0.3, doing=ThreadDoing("stopped")),
        turn(3.0, doing=ThreadDoing("stdin")),
        turn(0.3, measured=0.01, longest=Longest(SERVE, 0.01)),
        turn(0.3, handles=0, longest=None, measured=0, ready=0),
    ],
    ids=[
        "a busy machine",
        "mostly a busy machine",
        "perhaps a busy machine",
        "SIGSTOP",
        "a debugger",
        "the loop was left",
        "nobody was ready",
    ],
)
def test_nobody_is_accused(innocent: Turn) -> None:
    assert told(innocent) == []


def test_a_callback_that_never_returns_is_named_while_it_runs() -> None:
    (warning,) = told(StillRuns(7, 0, 1, 0, 2 * 10**9, SERVE, ThreadDoing("computing")))
    assert warning.lint == "never-returns"
    assert "serve server.py:4 has not returned for 2 s (computing)" in str(warning.message)
    assert told(StillRuns(7, 0, 1, 0, 2 * 10**9, SERVE, ThreadDoing("stdin"))) == []


def spin(mask: int, also: Function | None = None, **more: Any) -> list[Any]:
    """Three seconds of calls that return the same, 20,000 a second, in steps of a tenth of a second."""
    ready = msgspec.structs.replace(key(5, mask, SERVE), also=also)
    facts: list[Any] = [call(1, 1, 1.01, ready, **more)] if mask else [call(1, 1, 1.01, **more)]
    for step in range(1, 31):
        last = msgspec.structs.replace(facts[0], number=2000 * step, start=100 * step * MS, end=100 * step * MS + 5)
        facts.append(MoreCalls(last, (0,) * 2000, (5,) * 2000))
    return facts


@pytest.mark.parametrize(("mask", "lint"), [(2, "always-writable"), (1, "ready-unserved")])
def test_what_is_ready_and_unserved_is_named_once(mask: int, lint: str) -> None:
    (warning,) = told(call(1, 0.1, 0.2), *spin(mask))  # asyncio's first call returns nothing
    assert (warning.lint, warning.name, warning.function) == (lint, "fd 5", SERVE)


def test_where_another_one_is_called_for_write_the_warning_about_it_names_that() -> None:
    send = Function("send", "/a/server.py", 9)
    found = {one.lint: one.function for one in told(*spin(3, also=send))}
    assert found == {"always-writable": send, "ready-unserved": SERVE}


def test_of_a_loop_that_spins_it_is_said_again_to_who_has_not_heard_it() -> None:
    facts, now, lints = [*spin(2), *spin(0, timeout=0.0, handles=1, selector=2)], [0], list[str]()
    linter = ProgramLinter(Answers(), lambda: now[0])
    for at, fact in enumerate(facts):
        now[0] = fact.last.end if isinstance(fact, MoreCalls) else fact.end
        lints += [warning.lint for warning in linter.fold(fact)]
        if at in (20, len(facts) - 5):
            linter.anew()
    assert lints == ["always-writable"] * 2 + ["reschedules-itself"] * 2


def test_what_is_served_is_not() -> None:
    assert told(*spin(1), asked=Answers(changes=True)) == []
    assert told(*spin(1), asked=Answers(None)) == []


def test_callbacks_that_only_schedule_themselves() -> None:
    (warning,) = told(*spin(0, timeout=0.0, handles=1))
    assert (
        warning.lint == "reschedules-itself"
        and "all that serve server.py:4 did was to schedule itself again" in str(warning.message)
    )
    assert told(*spin(0, timeout=0.0)) == []


def test_keys_that_are_left() -> None:
    changed = KeyChanged(7, 1, 5, "127.0.0.1:5", 1, SERVE, 0)
    (closed,) = told(KeyOfClosed(changed, 9))
    assert (closed.lint, closed.function) == ("closed-registered", SERVE) and "127.0.0.1:5 (fd 5)" in str(
        closed.message
    )
    (left,) = left_at_exit(ProcessGone(7, 9, 0, (changed,)))
    assert str(left.message).startswith("1 key was registered when the process ended: 127.0.0.1:5")
    assert list(left_at_exit(ProcessGone(7, 9, 0))) == []


def test_what_is_remembered_of_selectors_and_of_what_was_said_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "MOST", 3)
    linter = ProgramLinter(Answers())
    for n in range(9):
        assert list(linter.fold(call(1, 1, 2, selector=n))) == []
        longest = Longest(Function(f"f{n}", "", 1), 0.2)
        assert len(list(linter.fold(turn(0.2, longest=longest)))) == 1
    assert len(linter._selectors) == 3 and len(linter._said) <= 3
