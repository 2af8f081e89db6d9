"""Turns: how long, who was in it, who waited."""

from selcore.values.watched import Function
from selcore.watching.turns import RanHandle, ThreadTurns

from .written import MS, call, key

SERVE, OTHER = Function("serve", "/a/server.py", 4), Function("other", "/a/server.py", 9)


def ran(function: Function, start: float, end: float) -> RanHandle:
    return RanHandle(round(start * MS), round(end * MS), function)


def test_a_short_one_is_none() -> None:
    turns = ThreadTurns()
    assert turns.call(call(1, 0, 1)) is None
    assert turns.call(call(2, 40, 41)) is None


def test_the_handle_that_took_longest_and_those_that_were_ready_after_it() -> None:
    turns = ThreadTurns()
    turns.call(call(1, 0, 1, key(5)))
    turns.handle(ran(OTHER, 1, 3))
    turns.handle(ran(SERVE, 3, 233))
    turn = turns.call(call(2, 234, 234.01, key(6), key(7), handles=2))
    assert turn is not None and turn.longest is not None
    assert (turn.longest.function, turn.longest.known, turn.handles, turn.ready) == (SERVE, True, 2, 2)
    assert [(one.fd, round(one.seconds, 3)) for one in turn.waited] == [(5, 0.002), (6, 0.233), (7, 0.233)]


def test_those_in_asyncios_own_queue_waited_too() -> None:
    turns = ThreadTurns()
    turns.call(call(1, 0, 1, key(5), key(6)))
    turns.call(call(2, 2, 2.001, timeout=0))  # the tasks begin one turn later
    for n in range(10):
        turns.handle(ran(SERVE, 3 + 25 * n, 28 + 25 * n))
    turn = turns.call(call(3, 254, 300, handles=10))
    assert turn is not None and round(turn.last, 3) == 0.226 and round(turn.measured, 3) == 0.25
    assert {one.fd for one in turn.waited} == {5, 6} and turn.ready == 0


def test_a_plain_loop_names_what_the_only_key_has() -> None:
    turns = ThreadTurns()
    turns.call(call(1, 0, 1, key(5, function=SERVE)))
    turn = turns.call(call(2, 100, 101))
    assert turn is not None and turn.longest is not None and not turn.longest.known
    turns.call(call(3, 102, 103, key(5, function=SERVE), key(6, function=OTHER)))
    several = turns.call(call(4, 200, 201))
    assert several is not None and several.longest is None


def test_time_in_another_selectors_call_is_no_turn_of_this_one() -> None:
    turns = ThreadTurns()
    turns.call(call(1, 0, 1))
    turns.call(call(1, 2, 90, selector=2))
    assert turns.call(call(2, 91, 92)) is None
    assert turns.latest is not None and turns.latest.number == 2


def test_what_comes_after_a_closed_selector_is_no_turn() -> None:
    turns = ThreadTurns()
    turns.call(call(1, 0, 1))
    turns.closed(1)
    assert turns.last(1) is None and turns.call(call(2, 200, 201)) is None
