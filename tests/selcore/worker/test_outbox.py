"""The outbox: in order, bounded, dropping only rows, telling state whole, notifying once."""

import threading
from typing import Any

import pytest

from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import GetMap, Note
from selcore.values.facts import Batch, Entry, GroupGrew, ObjectState, RunCall, Status, Totals
from selcore.values.outcomes import ELEMENT, Call, Done, Result, Returned
from selcore.worker.outbox import ROW, Outbox


def row(number: int) -> RunCall:
    return RunCall(0, number, Returned(Call(number, "epoll", 0, 0, 0.0)))


def grew(number: int, count: int = 2) -> GroupGrew:
    return GroupGrew(number, count, 0, 0.0, 0.0, 0.0)


def entry(step: int) -> Entry:
    return Entry(step, Note(text=""), Done(), 0)


def state(name: str, fd: int = 100) -> ObjectState:
    return ObjectState(name, "connection", fd, "open")


def status(watched: int) -> Status:
    return Status("idle", "epoll", "EpollSelector", 0, watched=watched)


def take(outbox: Outbox, tail: GroupGrew | None = None) -> Batch:
    return outbox.take(Totals, lambda: tail)


def test_facts_come_in_order_and_once() -> None:
    outbox = Outbox(lambda: None)
    facts = [entry(0), row(1), grew(1), entry(1)]
    for fact in facts:
        outbox.put(fact)
    assert list(take(outbox).facts) == facts
    assert take(outbox) == Batch()


def test_it_notifies_once_until_somebody_takes() -> None:
    notified: list[None] = []
    outbox = Outbox(lambda: notified.append(None))
    for number in range(5):
        outbox.put(entry(number))
        outbox.put(None, status=status(number))
    assert (len(notified), outbox.pending) == (1, True)
    take(outbox)
    assert not outbox.pending
    outbox.put(entry(9))
    assert len(notified) == 2


def test_of_state_only_the_latest_is_told() -> None:
    outbox = Outbox(lambda: None)
    for number in range(3):
        outbox.put(None, [state("a", number), state("b")], status=status(number))
    batch = take(outbox)
    assert batch.objects == (state("a", 2), state("b"))
    assert batch.status == status(2)


def test_rows_without_room_are_dropped_with_what_grew_of_them_and_counted() -> None:
    outbox = Outbox(lambda: None, capacity=2)
    for number in range(1, 6):
        outbox.put(row(number), [state(f"c.{number}")], status=status(number))
        outbox.put(grew(number))
    assert not [fact for fact in take(outbox, grew(5)).facts if isinstance(fact, (RunCall, GroupGrew)) and fact.row > 1]
    outbox.put(row(6))
    batch = take(outbox, grew(6))
    assert (batch.facts, batch.tail, batch.dropped) == ((row(6),), grew(6), 8)  # each stood for two


def test_the_growing_row_is_not_told_when_it_was_dropped() -> None:
    outbox = Outbox(lambda: None, capacity=1)
    outbox.put(row(1))
    outbox.put(row(2))
    assert take(outbox, grew(2)).tail is None
    outbox.put(grew(2, 7))
    assert take(outbox).facts == ()


def test_state_survives_the_drop_of_its_row() -> None:
    outbox = Outbox(lambda: None, capacity=1)
    outbox.put(row(1))
    outbox.put(row(2), [state("late")], status=status(7))
    batch = take(outbox)
    assert (batch.facts, batch.objects, batch.status, batch.dropped) == ((row(1),), (state("late"),), status(7), 1)


def test_of_a_million_that_came_and_went_nothing_is_kept() -> None:
    outbox = Outbox(lambda: None)
    for number in range(1000):
        outbox.put(None, [state(f"server.{number}")])
        outbox.put(None, [], [f"server.{number}"])
    assert take(outbox) == Batch()


def test_what_was_told_and_is_gone_is_told_to_be_gone() -> None:
    outbox = Outbox(lambda: None)
    outbox.put(None, [state("a"), state("b")])
    take(outbox)
    outbox.put(None, [state("a", 7)], ["a"])
    batch = take(outbox)
    assert (batch.objects, batch.gone) == ((), ("a",))
    assert take(outbox) == Batch()


def with_results(*sizes: int, first: int = 1) -> CallBlock:
    """Calls with so many results each."""
    made = CallBlock(0, first, first, "poll", 0, "", ResultTable())
    for size in sizes:
        made.starts.append(0)
        made.ends.append(1)
        made.sizes.append(size)
        made.ids += [0] * size
    return made


def test_calls_take_the_room_of_their_results() -> None:
    """65,536 calls of 20,000 results each would be all memory."""
    outbox = Outbox(lambda: None, capacity=100)
    outbox.put(with_results(*[30] * 10))
    (kept,) = take(outbox).facts
    assert isinstance(kept, CallBlock) and len(kept) == 3
    assert take(outbox).dropped == 7
    results = (Result("a", 1, 1, None, None),) * 90
    for number in (20, 21, 22):
        outbox.put(RunCall(0, number, Returned(Call(number, "epoll", 0, 0, 0.0, results))))
    assert len(take(outbox).facts) == 2 and outbox.dropped == 8
    # One that is larger than all the room there is finds some.
    outbox.put(with_results(1000, first=30))
    outbox.put(with_results(1, first=31))
    assert [len(fact) for fact in take(outbox).facts if isinstance(fact, CallBlock)] == [1] and outbox.dropped == 9
    outbox.put(with_results(60, 60, first=40))
    outbox.put(with_results(60, 60, first=50))
    assert sum(len(fact) for fact in outbox.take(Totals, lambda: None, 50).facts) == 1  # type: ignore[arg-type]


def test_a_lossless_one_takes_a_call_of_more_results_than_it_has_room_for() -> None:
    outbox = Outbox(lambda: None, capacity=10, lossless=True)
    thread = threading.Thread(target=outbox.put, args=(with_results(50, 50, 50),))
    thread.start()
    found = list[Any]()
    while sum(map(len, found)) < 3:
        found += take(outbox).facts
    thread.join(10)
    assert not thread.is_alive() and outbox.dropped == 0


def blocked_put(outbox: Outbox, fact: RunCall | Entry) -> threading.Thread:
    """A thread that puts where there is no room, seen to wait."""
    waiting, room = threading.Event(), outbox._room
    original = room.wait

    def wait(timeout: float | None = None) -> bool:
        waiting.set()
        return original(timeout)

    room.wait = wait  # type: ignore[method-assign]
    thread = threading.Thread(target=outbox.put, args=(fact,))
    thread.start()
    assert waiting.wait(10)
    return thread


@pytest.mark.parametrize("end", ["take", "close"])
def test_a_lossless_one_waits_for_room(end: str) -> None:
    outbox = Outbox(lambda: None, capacity=2, lossless=True)
    outbox.put(row(1))
    outbox.put(row(2))
    thread = blocked_put(outbox, row(3))
    taken = take(outbox).facts if end == "take" else ()
    outbox.close()
    thread.join(10)
    assert not thread.is_alive()
    assert [*taken, *take(outbox).facts] == [row(1), row(2), row(3)]
    assert outbox.dropped == 0


def test_commands_wait_rather_than_be_dropped_or_pile_up() -> None:
    outbox = Outbox(lambda: None, capacity=2)
    for number in range(4):
        outbox.put(entry(number))
    thread = blocked_put(outbox, entry(4))
    assert len(take(outbox).facts) == 4
    thread.join(10)
    assert take(outbox).facts == (entry(4),)


def test_a_long_answer_takes_the_room_of_as_many_rows_as_its_memory_does() -> None:
    """Thousands of keys in each of 65,536 maps would be all memory; some fit, the next waits."""
    outbox = Outbox(lambda: None, capacity=10)
    long = Entry(0, GetMap(), Done({"map": [{}] * (9 * ROW // ELEMENT + 1)}), 0)
    outbox.put(long)
    outbox.put(long)
    thread = blocked_put(outbox, long)
    assert take(outbox).facts == (long, long)
    thread.join(10)
    assert take(outbox).facts == (long,)


def block(first: int, many: int) -> CallBlock:
    """Calls of a run that were handed over together, without results."""
    made = CallBlock(0, first, first, "epoll", 0, "", ResultTable())
    made.starts, made.ends, made.sizes = [0] * many, [0] * many, [0] * many
    return made


@pytest.mark.parametrize(
    ("most", "taken"),
    [(1, [1, 1, 3, 1, 1]), (2, [2, 3, 2]), (3, [5, 2]), (5, [5, 2]), (6, [6, 1]), (7, [7]), (99, [7]), (None, [7])],
)
def test_who_wants_a_few_rows_gets_these_and_no_block_is_cut(most: int | None, taken: list[int]) -> None:
    outbox = Outbox(lambda: None)
    facts = [entry(0), row(1), block(2, 3), entry(1), entry(2)]
    for fact in facts:
        outbox.put(fact)
    found, rows = list[Any](), list[int]()
    while outbox.pending:
        some = outbox.take(Totals, lambda: None, most).facts
        found += some
        rows.append(sum(len(fact) if isinstance(fact, CallBlock) else 1 for fact in some))
    assert (rows, found) == (taken, facts)


@pytest.mark.parametrize(("room", "told", "dropped"), [(3, [2], 3), (5, [2, 2], 1), (6, [2, 3], 0), (1, [], 5)])
def test_of_many_calls_as_many_as_there_is_room_for_are_told(room: int, told: list[int], dropped: int) -> None:
    outbox = Outbox(lambda: None, capacity=room)
    outbox.put(row(1))
    for first, many in ((2, 2), (9, 3)):
        outbox.put(block(first, many))
    batch = take(outbox, grew(11, 10))
    assert [len(fact) for fact in batch.facts[1:] if isinstance(fact, CallBlock)] == told
    # The last of them grew by nine: they are told with it, or dropped with it.
    assert (batch.tail, batch.dropped) == ((grew(11, 10), 0) if not dropped else (None, dropped + 9))
    outbox.put(row(12))
    assert take(outbox).facts == (row(12),), "what was taken made room"


def test_of_many_new_objects_some_are_told_at_once_and_what_happened_after_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("selcore.worker.outbox.OBJECTS", 2)
    outbox = Outbox(lambda: None)
    states = [state(f"o{number}") for number in range(5)]
    outbox.put(entry(0), states, status=status(1))
    for some in (states[:2], states[2:4]):
        batch = outbox.take(Totals, lambda: grew(1), 100)
        assert batch == Batch((), tuple(some)) and outbox.pending
    assert outbox.take(Totals, lambda: None, 100) == Batch((entry(0),), (states[4],), status=status(1))
    assert not outbox.pending
    outbox.put(None, states)
    assert outbox.take(Totals, lambda: None, 100).objects == tuple(states), "who was told of them is told the whole"
    outbox.put(None, [state(f"p{number}") for number in range(5)])
    assert len(take(outbox).objects) == 5, "nor is any left where all is wanted"


def test_two_threads_lose_nothing_between_them() -> None:
    arrived, outbox = threading.Event(), Outbox(lambda: arrived.set(), capacity=50, lossless=True)
    count, got = 20_000, []
    producer = threading.Thread(target=lambda: [outbox.put(row(number)) for number in range(count)])
    producer.start()
    while len(got) < count:
        assert arrived.wait(10), "nobody was told of what is there"
        arrived.clear()
        got += take(outbox).facts
    producer.join()
    assert [fact.row for fact in got] == list(range(count))
