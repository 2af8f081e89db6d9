"""The inbox: order, a limit, and a wake after each append."""

import threading

import pytest

from selcore.commands import Note
from selcore.inbox import Adjust, Do, Ended, Full, Inbox, Pause, Stop


def do(text: str) -> Do:
    return Do(Note(text=text))


def test_what_comes_first_goes_first_and_each_append_wakes() -> None:
    woken: list[int] = []
    inbox = Inbox(lambda: woken.append(len(inbox)))
    for text in "abc":
        inbox.put(do(text))
    assert woken == [1, 2, 3]
    assert inbox.peek() == do("a")
    assert [inbox.pop() for _ in range(3)] == [do("a"), do("b"), do("c")]
    assert inbox.peek() is None


def test_a_full_one_takes_only_what_ends_something_and_what_waited_already() -> None:
    inbox = Inbox(lambda: None, capacity=2)
    inbox.put(do("a"))
    inbox.put(do("b"))
    with pytest.raises(Full, match="2 requests"):
        inbox.put(do("c"))
    inbox.put(Pause())
    inbox.put(Stop())
    inbox.put(do("looked up"), always=True)
    assert len(inbox) == 5


def test_settings_find_room_and_the_latest_stands_for_all() -> None:
    inbox = Inbox(lambda: None, capacity=1)
    inbox.put(do("a"))
    for pace in range(1, 1000):
        inbox.put(Adjust(pace))
    assert [inbox.pop(), inbox.pop(), inbox.peek()] == [do("a"), Adjust(999), None]


def test_pausing_again_and_again_does_not_pile_up() -> None:
    inbox = Inbox(lambda: None)
    for _ in range(1000):
        inbox.put(Pause())
    assert len(inbox) == 1
    inbox.put(do("a"))
    inbox.put(Pause())
    assert len(inbox) == 3, "one before the command and one after it are two"


def test_after_the_end_commands_are_refused_and_the_rest_ignored() -> None:
    inbox = Inbox(lambda: None)
    inbox.put(do("a"))
    inbox.end()
    assert not len(inbox)
    with pytest.raises(Ended):
        inbox.put(do("b"))
    inbox.put(Pause())
    inbox.put(Adjust())
    assert not len(inbox)


def test_whoever_waits_is_woken_by_the_first_request() -> None:
    inbox, got = Inbox(lambda: None), []

    def consume() -> None:
        inbox.wait()
        got.append(inbox.pop())

    thread = threading.Thread(target=consume)
    thread.start()
    inbox.put(do("a"))
    thread.join(10)
    assert got == [do("a")]


def test_waiting_for_a_time_ends_without_a_request() -> None:
    inbox = Inbox(lambda: None)
    inbox.wait(0.01)
    assert inbox.peek() is None
