"""Calls that are handed over together: nothing is lost or turned round, whatever the bounds are."""

from selcore import commands as c
from selcore.blocks import Calls, Results
from selcore.outbox import Outbox
from selcore.outcomes import Result
from selcore.store import Store

from .driver import PAIR, WRITE_A, driving, looped


def block(row: int, sizes: list[int]) -> Calls:
    made = Calls(0, row, row, "epoll", None, "", Results())
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
    kept = [call.call.number for fact in outbox._facts if isinstance(fact, Calls) for call in fact]
    assert (kept, outbox.dropped) == ([1, 2, 3], 3)


def test_calls_with_none_one_and_several_results_are_rows_of_the_store() -> None:
    from selcore.facts import Batch, one_by_one

    together, apart = Store(), Store()
    together.fold(Batch((block(1, [1, 0, 3, 2, 1]),)))
    apart.fold(Batch(tuple(one_by_one(block(1, [1, 0, 3, 2, 1])))))
    assert list(together.rows) == list(apart.rows)
    assert [row.name for row in together.rows] == ["0.0", None, None, "2.0", "2.1", "2.2", None, "3.0", "3.1", "4.0"]
    assert together.last == apart.last


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
