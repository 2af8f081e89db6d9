"""What waits is bounded and counted; calls that are alike and follow at once are one row."""

from typing import Any

import pytest

from selcore.history.store import Store
from selcore.programs import fact_queue
from selcore.programs.fact_queue import FactQueue
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry, GroupGrew, ObjectState, RunCall
from selcore.values.outcomes import Call, Done, Failed, Refused, Result, Returned

US = 1000
READY = (Result("a", 5, 1, 1),)


def call(row: int, start: int, waited: float = 1e-6, results: tuple[Result, ...] = READY) -> RunCall:
    return RunCall(1, row, Returned(Call(row, "epoll", None, start, waited, results, selector="s")))


def block(row: int, *starts: int) -> CallBlock:
    made = CallBlock(1, row, row, "epoll", None, "s", ResultTable())
    id = made.results.add(("a",), READY[0])
    made.starts, made.ends = list(starts), [start + US for start in starts]
    made.sizes, made.ids = [1] * len(starts), [id] * len(starts)
    return made


def note(words: str = "n") -> Entry:
    return Entry(0, Note(text=words), Done(), 1)


def counts(queue: FactQueue) -> list[tuple[Any, Any]]:
    """Calls in the rows of a store, and their numbers."""
    store = Store(1000)
    while queue.more:
        taken = queue.take(5)
        store.fold(Batch(taken.facts, taken.objects, taken.gone))
    return [(row.call, row.count) for row in store.rows if row.do == "select"]


def test_calls_that_follow_at_once_grow_and_others_do_not() -> None:
    queue = FactQueue()
    queue.put(call(1, 0))
    queue.put(call(2, 2 * US))
    queue.put(block(3, 4 * US, 6 * US))
    queue.put(call(5, 10_000 * US))  # after a pause
    queue.put(call(6, 10_002 * US, 0.5))  # it waited
    queue.put(call(7, 600_000 * US, results=()))
    assert counts(queue) == [(1, 4), (5, 1), (6, 1), (7, 1)]
    assert (queue.calls, queue.results, queue.dropped) == (7, 6, 0)


def test_when_what_waits_longest_was_over() -> None:
    queue = FactQueue(grouping=False)
    assert queue.since == 0
    for fact, over in ((call(1, 7, 1.0), 1_000_000_007), (block(2, 4 * US, 6 * US), 5 * US), (note(), 1)):
        queue.put(fact)
        assert queue.since == over
        queue.take(1)
    assert queue.since == 0


def test_a_row_goes_on_growing_after_it_was_taken() -> None:
    queue = FactQueue()
    queue.put(call(1, 0))
    assert [type(one) for one in queue.take(10).facts] == [RunCall] and not queue.more
    queue.put(call(2, 2 * US))
    assert queue.more
    (grew,) = queue.take(10).facts
    assert isinstance(grew, GroupGrew) and (grew.row, grew.count) == (1, 2) and not queue.more
    queue.put(note())
    queue.put(call(3, 4 * US))
    assert [type(one) for one in queue.take(10).facts] == [Entry, RunCall]


def test_without_grouping_each_is_a_row() -> None:
    queue = FactQueue(grouping=False)
    queue.put(call(1, 0))
    queue.put(block(2, 2 * US, 4 * US))
    queue.put(call(4, 6 * US))
    assert counts(queue) == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_what_raised_is_a_row_of_its_own() -> None:
    queue = FactQueue()
    queue.put(call(1, 0))
    queue.put(RunCall(1, 2, Failed(Call(2, "epoll", None, 2 * US, 1e-6), Refused("OSError", "bad", 9))))
    queue.put(call(3, 4 * US))
    assert counts(queue) == [(1, 1), (2, 1), (3, 1)]


def test_what_finds_no_room_is_counted_and_notes_have_room_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_queue, "MOST", 3)
    monkeypatch.setattr(fact_queue, "NOTES", 1)
    queue = FactQueue(grouping=False)
    queue.put(block(1, 0, 1, 2, 3))
    queue.put(call(5, 5))
    queue.put(block(6, 6, 7))
    queue.put(call(8, 8))
    for _ in range(2):
        queue.put(note())
    assert queue.dropped == 4 + 1 + 1 and queue.calls == 8
    queue.take(100)
    queue.put(call(9, 9))
    assert queue.more and queue.dropped == 6


def test_objects_are_told_as_they_are_last_and_those_that_go_are_named() -> None:
    queue = FactQueue()
    queue.put(None, [ObjectState("a", "fd", 5, "open"), ObjectState("b", "fd", 6, "open")])
    queue.put(None, [ObjectState("a", "fd", 5, "closed")], ["b"])
    taken = queue.take(1)
    assert [(one.name, one.state) for one in taken.objects] == [("a", "closed")] and taken.gone == ("b",)
    assert not queue.more


def test_another_sink_hears_everything_while_it_shares() -> None:
    heard: list[Any] = []

    class Hears:
        def begin(self, objects: Any, backend: str, watched: str = "") -> None:
            heard.append((*objects, watched))

        def put(self, fact: Any, objects: Any = (), gone: Any = ()) -> None:
            heard.append(fact)

        def end(self) -> None:
            heard.append("end")

    queue = FactQueue()
    queue.begin((), "epoll", "watched: server.py")
    queue.put(call(1, 0))
    queue.share(Hears(), [ObjectState("a", "fd", 5, "open")])
    queue.put(call(2, 2 * US))
    queue.end()
    queue.put(call(3, 4 * US))
    assert [one if isinstance(one, str) else type(one) for one in heard] == [tuple, RunCall, "end"]
    assert heard[0][-1] == "watched: server.py"
