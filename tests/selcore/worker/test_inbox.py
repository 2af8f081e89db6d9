"""The inbox: order, a limit, and a wake after each append."""

import threading
from types import ModuleType

import msgspec
import pytest

from selcore.values import commands, facts, observed, outcomes
from selcore.values.commands import Note
from selcore.worker import inbox
from selcore.worker.inbox import Adjust, Do, Ended, Full, Inbox, Look, Pause, Record, StopWorker


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
    inbox.put(StopWorker())
    inbox.put(do("looked up"), always=True)
    assert len(inbox) == 5


def test_settings_find_room_and_the_latest_stands_for_all() -> None:
    inbox = Inbox(lambda: None, capacity=1)
    inbox.put(do("a"))
    for pace in range(1, 1000):
        inbox.put(Adjust(pace))
    assert [inbox.pop(), inbox.pop(), inbox.peek()] == [do("a"), Adjust(999), None]


def test_settings_take_the_place_of_those_before_them_and_of_nothing_else() -> None:
    inbox = Inbox(lambda: None)
    for request in (do("a"), Adjust(1), do("b"), do("c"), Adjust(2), Adjust(3)):
        inbox.put(request)
    assert inbox.end() == [do("a"), Adjust(1), do("b"), do("c"), Adjust(3)]


def test_what_is_left_out_of_a_request() -> None:
    assert [Do(Note(text="")), Adjust(), Look(), Record()] == [
        Do(Note(text=""), None),
        Adjust(None, True),
        Look((), False, ""),
        Record(None),
    ]


def test_a_recording_finds_room_and_its_end_too() -> None:
    inbox = Inbox(lambda: None, capacity=0)
    inbox.put(Record("sink"))
    inbox.put(Record())
    assert inbox.end() == [Record("sink"), Record()]
    inbox.put(Record())
    with pytest.raises(Ended):
        inbox.put(Record("another"))
    inbox.put(Look(("a",)))
    assert inbox.end() == []


@pytest.mark.parametrize("module", [inbox, facts, outcomes, observed, commands])
def test_what_crosses_the_threads_cannot_be_changed(module: ModuleType) -> None:
    made = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    assert len(made) > 1
    assert [
        one.__name__ for one in made if one.__module__ == module.__name__ and not one.__struct_config__.frozen
    ] == []


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
