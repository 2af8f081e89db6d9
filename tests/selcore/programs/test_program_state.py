"""How a program is: its selector, its longest turn, and a turn that does not end, until it does."""

from selcore.programs.program import Prepared
from selcore.programs.program_state import StateKeeper
from selcore.values.watched import ThreadDoing, Turn
from selcore.watching.facts import ProcessGone, ProcessSeen, SelectorSeen, StillRuns
from selcore.watching.warnings import is_excused
from tests.selcore.watching.written import MS, call, key

PREPARED = Prepared(["python", "a.py"], "/", {}, "/usr/bin/python3", "3.12.1")


def turn(milliseconds: int, thread: int = 0) -> Turn:
    return Turn(7, thread, 1, 3, 0, milliseconds * MS, 1, None, (), ThreadDoing())


def test_what_is_told_is_kept() -> None:
    keeper = StateKeeper("a.py", PREPARED)
    for fact in (ProcessSeen(7, 0, "3.12.1", 1), SelectorSeen(7, 1, "EpollSelector", 3, 1), turn(60), turn(230)):
        keeper.fold(fact)
    keeper.fold(turn(70))
    keeper.fold(call(1, 1, 2, key(5, 1), backend="poll"))
    state = keeper.state(9)
    assert (state.selector_class, state.backend, state.processes) == ("EpollSelector", "poll", 1)
    assert state.longest == turn(230) and (state.began, state.at, state.over) == (9, 9, False)
    keeper.fold(ProcessGone(7, 5, 0))
    keeper.status = 0
    assert keeper.state(11).over and keeper.state(11).processes == 0 and keeper.state(11).began == 9


def test_a_turn_for_which_nobody_is_to_blame_is_not_the_longest() -> None:
    keeper = StateKeeper("a.py", PREPARED)
    busy, stdin = ThreadDoing("computing", 0.01, 0.2), ThreadDoing("stdin")
    for doing in (busy, stdin):
        one = Turn(7, 0, 1, 3, 0, 230 * MS, 1, None, (), doing)
        assert is_excused(one)
        keeper.fold(one)
    assert keeper.state(1).longest is None
    keeper.fold(turn(51))
    assert keeper.state(1).longest == turn(51)


def test_a_turn_that_does_not_end_is_over_with_the_next_call_of_its_thread() -> None:
    still = StillRuns(7, 0, 1, 1, 2, None, ThreadDoing())
    for fact in (call(1, 1, 2), turn(2000), ProcessGone(7, 5, 0)):
        keeper = StateKeeper("a.py", PREPARED)
        keeper.fold(still)
        keeper.fold(turn(60, thread=1))
        assert keeper.state(1).still == still
        keeper.fold(fact)
        assert keeper.state(1).still is None
