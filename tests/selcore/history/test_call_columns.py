"""Calls that come together become the rows that they would be one by one."""

from selcore.history.store import Store
from selcore.values.facts import Batch, GroupGrew, one_by_one
from tests.selcore.values.test_call_block import block


def test_calls_with_none_one_and_several_results_are_rows_of_the_store() -> None:
    whole, apart = Store(), Store()
    whole.fold(Batch((block(1, [1, 0, 3, 2, 1]),)))
    apart.fold(Batch(tuple(one_by_one(block(1, [1, 0, 3, 2, 1])))))
    assert list(whole.rows) == list(apart.rows)
    assert [row.name for row in whole.rows] == ["0.0", None, None, "2.0", "2.1", "2.2", None, "3.0", "3.1", "4.0"]
    assert whole.last == apart.last


def test_rows_that_stand_together_are_the_same_as_one_by_one() -> None:
    store = Store(3000)
    for row in range(1, 4000, 5):
        store.fold(Batch((block(row, [1, 0, 3, 2, 1]),)))
    first, beyond = store.first_serial, store.next_serial
    for serials in (list(range(first, first + 60)), list(range(beyond - 60, beyond)), [first, first + 900], []):
        assert store.rows_of(serials) == {serial: store.row(serial) for serial in serials}
    assert store.rows_of([first - 3, first - 2, first, beyond - 1]) == {
        first: store.row(first),
        beyond - 1: store.row(beyond - 1),
    }


def test_rows_of_a_group_are_the_same_together_and_one_by_one() -> None:
    store = Store()
    store.fold(Batch((block(1, [1]), block(2, [3]), GroupGrew(2, 50, 9000, 0.1, 0.2, 0.3))))
    first, beyond = store.first_serial, store.next_serial
    for serials in ([*range(first, beyond)], [*range(first + 2, beyond)], [beyond - 1], [beyond - 1, beyond]):
        assert store.rows_of(serials) == {one: row for one in serials if (row := store.row(one)) is not None}
    assert {store.rows[place].count for place in range(1, 5)} == {50}
    assert store.rows[2].grew == store.rows[1].grew is not None
