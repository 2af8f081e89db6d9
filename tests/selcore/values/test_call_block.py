"""Calls that are handed over together: nothing is lost or turned round, whatever the bounds are."""

from selcore.history.call_columns import arrays_of
from selcore.history.store import Store
from selcore.values import commands as c
from selcore.values.call_block import CallBlock, ResultTable, together
from selcore.values.facts import Batch, GroupGrew, RunCall, Totals
from selcore.values.observed import Observed
from selcore.values.outcomes import Result
from selcore.worker.outbox import Outbox
from tests.selcore.driver import PAIR, WRITE_A, driving, looped


def block(row: int, sizes: list[int]) -> CallBlock:
    made = CallBlock(0, row, row, "epoll", None, "", ResultTable())
    for number, size in enumerate(sizes):
        made.starts.append(number * 1000)
        made.ends.append(number * 1000 + 5)
        made.sizes.append(size)
        for one in range(size):
            made.ids.append(made.results.add((number, one), Result(f"{number}.{one}", 100 + one, 1, 1)))
    return made


def test_parts_are_the_whole() -> None:
    whole = block(7, [1, 0, 3, 2])
    for count in range(5):
        first, rest = whole.split(count)
        assert (len(first), len(rest), rest.row, rest.number) == (count, 4 - count, 7 + count, 7 + count)
        assert [*first, *rest] == list(whole)


def test_a_block_without_room_is_kept_in_part_and_the_rest_is_counted() -> None:
    outbox = Outbox(lambda: None, capacity=3)
    outbox.put(block(1, [1, 1]))
    outbox.put(block(3, [1, 1, 1]))
    outbox.put(block(6, [1]))
    kept = [call.call.number for fact in outbox._facts if isinstance(fact, CallBlock) for call in fact]
    assert (kept, outbox.dropped) == ([1, 2, 3], 3)


def test_a_busy_loop_without_grouping_is_in_the_store_or_counted_to_the_last_call() -> None:
    store, calls = Store(5000), 60_000
    with driving() as on:
        on.worker.adjust(None, False)
        on.done(PAIR, WRITE_A)
        take = on.worker.take
        (step,) = on.ask(c.Run(calls=calls, timeout=0))
        done = False
        while not done:
            batch = take()
            done = any(entry.step == step for entry in store.fold(batch).entries)
        assert store.totals.calls == store.totals.results == calls
        assert len(store) + store.evicted + store.dropped == calls + 1
        numbers = store.columns()["call"]
        assert len(store) <= 5000 and (numbers[1:-1] - numbers[:-2] == 1).all()


def test_served_results_are_counted_and_told_in_order() -> None:
    with driving() as on:
        on.done(PAIR, c.Register(name="pair.a", events=("read",), callback="echo"))
        on.done(c.Register(name="pair.b", events=("read",), callback="echo"), c.Send(name="pair.a", size=10))
        looped(on.do(c.Run(calls=500)))
        names = [row.outcome.call.results[0].name for row in on.calls]  # type: ignore[union-attr]
        assert names == ["pair.b", "pair.a"] * 250
        assert (on.totals.received, on.totals.sent) == (5000, 5010)
        assert on.objects["pair.a"].received == 2500


def test_what_was_cut_is_put_together_again() -> None:
    whole = block(7, [1, 0, 3, 2])
    whole.seen = {place: Observed(place, 100) for place in (0, 3, 5)}
    for count in range(1, 4):
        first, rest = whole.split(count)
        assert rest.follows(first) and not first.follows(rest)
        (found,) = together([first, rest])
        assert list(found) == list(whole) and found.seen == whole.seen
        for part in (first, rest):
            arrays_of(part)
        (found,) = together([first, rest])
        lists = found.starts, found.ends, found.sizes, found.ids
        assert [one.tolist() for one in arrays_of(found)] == list(lists)


def test_calls_with_something_between_them_stay_apart() -> None:
    first, rest = block(1, [1, 1]).split(1)
    other = block(2, [1])
    assert together([first, GroupGrew(1, 2, 3, 0.0, 0.0, 0.0), rest]) == [
        first,
        GroupGrew(1, 2, 3, 0.0, 0.0, 0.0),
        rest,
    ]
    assert together([first, other]) == [first, other]  # of another table of results
    assert together([]) == []


def test_how_objects_were_seen_stands_with_their_results() -> None:
    calls = block(1, [1, 0, 3, 2, 1])
    calls.seen = {place: Observed(place, 100) for place in range(7)}
    store = Store()
    store.fold(Batch((calls,)))
    assert [row.seen.at for row in store.rows if row.name is not None] == [0, 1, 2, 3, 4, 5, 6]
    assert [row.seen for row in store.rows if row.name is None] == [None, None, None]
    seen = [result.seen.at for one in calls for result in one.call.results if result.seen is not None]
    assert seen == list(range(7))


def test_what_a_group_without_room_stands_for_is_counted() -> None:
    outbox = Outbox(lambda: None, capacity=1)
    outbox.put(block(1, [1]))
    outbox.put(block(2, [1]))
    open_group = GroupGrew(2, 10, 99, 0.0, 0.0, 0.0)
    assert outbox.take(Totals, lambda: open_group).dropped == 10
    outbox.put(GroupGrew(2, 30, 999, 0.0, 0.0, 0.0))
    assert outbox.take(Totals, lambda: None).dropped == outbox.dropped == 30


def test_grouping_that_is_switched_on_in_a_busy_loop_groups_from_then_on() -> None:
    with driving() as on:
        on.worker.adjust(None, False)
        on.done(PAIR, WRITE_A)
        on.ask(c.Run(timeout=0))
        on.until(lambda: on.totals.calls > 100)
        on.worker.adjust(None, True)
        on.until(lambda: on.tail is not None and on.tail.count > 100)
        on.worker.pause()
        on.settle()
        rows = [fact for fact in on.facts if isinstance(fact, RunCall)]
        grown = [fact.count for fact in on.facts if isinstance(fact, GroupGrew)]
        assert len(rows) + sum(count - 1 for count in grown) == on.totals.calls
