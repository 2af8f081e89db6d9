"""A call is found by its number and its object, and the newest result behind commands."""

from selcore.history.finding import newest_about, newest_result, newest_value, serial_of_call
from selcore.history.store import Store
from selcore.values.commands import Close, GetMap, Note
from selcore.values.facts import Batch, Entry, GroupGrew, RunCall
from selcore.values.outcomes import Done, PrintedValue
from tests.selcore.history.test_store import returned


def noted(step: int, at: int) -> Entry:
    return Entry(step, Note(text="x"), Done(), at)


def test_of_a_call_with_several_results_the_row_of_the_object_is_found() -> None:
    store = Store()
    store.fold(Batch(facts=(noted(0, 1), RunCall(1, 1, returned(1, "a", "b")), RunCall(1, 2, returned(2, "a")))))
    assert [serial_of_call(store, 1, name) for name in ("", "a", "b", "c")] == [1, 2, 3, 1]
    assert serial_of_call(store, 2, "a") == 4
    assert serial_of_call(store, 0, "a") == -1


def test_a_call_in_a_group_is_found_in_its_row() -> None:
    store = Store()
    store.fold(Batch(facts=(RunCall(0, 1, returned(1, "a")), GroupGrew(1, 50, 1, 0, 1, 9))))
    store.fold(Batch(facts=(RunCall(0, 51, returned(51, "b")),)))
    assert [serial_of_call(store, number, "a") for number in (1, 30, 50)] == [0, 0, 0]
    assert serial_of_call(store, 51, "b") == 1


def test_what_the_ring_has_lost_is_not_found() -> None:
    store = Store(capacity=64)
    for number in range(1, 200):
        store.fold(Batch(facts=(RunCall(0, number, returned(number, "a")),)))
    assert serial_of_call(store, 1) == -1 and serial_of_call(store, 199) == 198


def test_the_newest_result_is_the_last_row_of_the_last_call() -> None:
    store = Store()
    assert newest_result(store, 0) == -1
    store.fold(Batch(facts=(noted(0, 1), RunCall(1, 1, returned(1, "a", "b")), noted(2, 30), noted(3, 31))))
    assert newest_result(store, 0) == 3
    assert newest_result(store, 3) == 3 and newest_result(store, 4) == -1


def test_of_an_object_the_newest_result_is_found_else_what_was_done_to_it() -> None:
    store = Store()
    store.fold(Batch(facts=(RunCall(0, 1, returned(1, "a", "b")), RunCall(0, 2, returned(2, "b")))))
    closed = Entry(1, Close(name="a"), Done(), 30), Entry(2, Close(name="c"), Done(), 31)
    store.fold(Batch(facts=closed))
    assert [newest_about(store, name) for name in "abcd"] == [1, 3, 5, -1]


def test_the_newest_value_is_that_of_the_last_method_that_returned_one() -> None:
    store = Store()
    asked = [Entry(step, GetMap(), Done({"map": []}, shown=PrintedValue("x")), step) for step in (0, 1)]
    store.fold(Batch(facts=(*asked, noted(2, 2), RunCall(1, 1, returned(1, "a")), noted(3, 31))))
    assert newest_value(store, 0) == 1 == newest_value(store, 1)
    assert newest_value(store, 2) == -1 == newest_value(Store(), 0)
    store.fold(Batch(facts=tuple(noted(step, step) for step in range(4, 60))))
    assert newest_value(store, 0) == -1  # so far back nobody looks
