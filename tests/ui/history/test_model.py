"""The history's model under Qt's own model tester: insert, group, evict, wait, clear, hide. The store is the oracle."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, Qt
from PySide6.QtTest import QAbstractItemModelTester

from selcore.history.store import Store
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import Note, Select
from selcore.values.facts import Batch, CallBegan, Entry, Fact, GroupGrew, RunCall, one_by_one
from selcore.values.outcomes import Call, Done, Result, Returned
from tests.examples import examples
from ui.history.cells import COLUMNS
from ui.history.model import HistoryModel

USER = Qt.ItemDataRole.UserRole


def note(step: int) -> Entry:
    return Entry(step, Note(text=f"n{step}"), Done(), at=step)


def call(number: int, *names: str) -> Returned:
    results = tuple(Result(name, 100, 1, 1) for name in names)
    return Returned(Call(number, "epoll", None, number * 1000, 0.5, results))


class Shown:
    """A store and a model over it, checked by Qt after each change."""

    def __init__(self, capacity: int = 200_000):
        self.store = Store(capacity)
        self.model = HistoryModel(self.store)
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self.insertions: list[tuple[int, int]] = []
        self.removals: list[tuple[int, int]] = []
        self.model.rowsInserted.connect(lambda _, first, last: self.insertions.append((first, last)))
        self.model.rowsRemoved.connect(lambda _, first, last: self.removals.append((first, last)))

    def batch(self, *facts: Fact, tail: GroupGrew | None = None) -> None:
        self.model.fold(self.store.fold(Batch(facts, tail=tail)))
        self.check()

    def check(self) -> None:
        """Row by row what the store has, and the blocked call last."""
        kept = [row for row in self.store.rows if row.is_call or not self.model.hide_commands]
        shown = [self.model.row(place) for place in range(self.model.rowCount())]
        assert shown[: len(kept)] == kept
        assert len(shown) - len(kept) == (self.store.waiting is not None)

    def cell(self, row: int, column: str) -> object:
        return self.model.index(row, COLUMNS.index(column)).data(USER)


@pytest.fixture
def shown() -> Iterator[Shown]:
    made = Shown()
    yield made
    made.tester.deleteLater()


def test_a_batch_is_announced_as_one_insertion(shown: Shown) -> None:
    shown.batch(*(note(step) for step in range(100)))
    shown.batch(*(note(step) for step in range(100, 150)))
    assert shown.insertions == [(0, 99), (100, 149)]


def test_a_call_with_several_results_is_a_header_and_a_row_each(shown: Shown) -> None:
    shown.batch(RunCall(0, 1, call(1, "a", "b")), RunCall(0, 2, call(2)), RunCall(0, 3, call(3, "c")))
    assert [shown.cell(row, "returned") for row in range(5)] == [None, ["read"], ["read"], [], ["read"]]
    assert [shown.cell(row, "object") for row in range(5)] == [None, "a", "b", None, "c"]
    assert [shown.cell(row, "call") for row in range(5)] == [1, 1, 1, 2, 3]


def test_a_group_grows_in_its_own_rows_without_an_insertion(shown: Shown) -> None:
    changed: list[tuple[int, int]] = []
    shown.model.dataChanged.connect(lambda top, bottom, *_: changed.append((top.row(), bottom.row())))
    shown.batch(note(0), RunCall(0, 1, call(1, "a", "b")))
    shown.batch(tail=GroupGrew(1, 50, 9_000, 0.1, 0.9, 20.0))
    shown.batch(GroupGrew(1, 70, 9_500, 0.1, 0.9, 21.0))
    assert [shown.cell(row, "count") for row in range(4)] == [1, 70, 70, 70]
    assert {row for first, last in changed for row in range(first, last + 1)} == {1, 2, 3}
    assert len(shown.insertions) == 1


def test_a_reading_that_comes_late_does_not_shrink_a_group(shown: Shown) -> None:
    shown.batch(
        RunCall(0, 1, call(1, "a")),
        GroupGrew(1, 70, 9_500, 0.1, 0.9, 21.0),
        tail=GroupGrew(1, 60, 9_000, 0.1, 0.9, 20.0),
    )
    assert shown.cell(0, "count") == 70


def test_the_blocked_call_stands_last_and_what_is_given_meanwhile_above_it(shown: Shown) -> None:
    select = Select(timeout=None)
    shown.batch(note(0), CallBegan(1, select, 5))
    assert shown.model.rowCount() == 2 and shown.cell(1, "command") == "select"
    shown.batch(Entry(2, Note(text="meanwhile"), Done(), 6, parent=1))
    assert [shown.cell(row, "command") for row in range(3)] == ["note", "note", "select"]
    shown.batch(Entry(1, select, call(1, "a"), 5))
    assert [shown.cell(row, "returned") for row in range(3)] == [None, None, ["read"]]


def test_the_oldest_are_announced_as_removed_and_counted() -> None:
    shown = Shown(capacity=50)
    for start in range(0, 150, 15):
        shown.batch(*(note(step) for step in range(start, start + 15)))
    assert len(shown.store.rows) <= 50
    assert shown.store.evicted == 150 - len(shown.store.rows)
    assert shown.removals and all(first == 0 for first, _ in shown.removals)
    assert shown.model.row(shown.model.rowCount() - 1).step == 149  # type: ignore[union-attr]


def test_a_batch_larger_than_the_ring_leaves_the_newest() -> None:
    shown = Shown(capacity=100)
    shown.batch(*(note(step) for step in range(10)))
    shown.batch(*(note(step) for step in range(10, 510)))
    assert shown.model.row(shown.model.rowCount() - 1).step == 509  # type: ignore[union-attr]


def test_hidden_commands_come_back(shown: Shown) -> None:
    shown.batch(note(0), RunCall(0, 1, call(1, "a")), note(1))
    shown.model.reload(hide_commands=True)
    shown.check()
    shown.batch(note(2), RunCall(0, 2, call(2, "b")))
    assert shown.model.rowCount() == 2
    shown.model.reload(hide_commands=False)
    shown.check()
    assert shown.model.rowCount() == 5


def test_clearing_keeps_counting_from_where_it_was(shown: Shown) -> None:
    shown.batch(*(note(step) for step in range(5)))
    shown.store.clear()
    shown.model.reload()
    shown.batch(note(5))
    assert shown.model.rowCount() == 1 and shown.cell(0, "command") == "note"


facts = st.one_of(
    st.integers(0, 3).map(lambda n: ("call", n)),
    st.just(("note", 0)),
    st.integers(1, 40).map(lambda n: ("block", n)),
    st.booleans().map(lambda on: ("freeze", int(on))),
    st.integers(1, 50).map(lambda n: ("grow", n)),
    st.just(("clear", 0)),
    st.booleans().map(lambda on: ("hide", int(on))),
)


@settings(max_examples=examples(60), deadline=None, derandomize=True)
@given(st.lists(st.lists(facts, max_size=30), max_size=12), st.integers(5, 60))
def test_whatever_happens_the_model_tells_the_views_the_truth(
    batches: list[list[tuple[str, int]]], capacity: int
) -> None:
    shown, number = Shown(capacity), 0
    for batch in batches:
        made: list[Fact] = []
        for what, n in batch:
            number += 1
            if what == "call":
                made.append(RunCall(0, number, call(number, *("abc"[:n]))))
            elif what == "block":
                made.append(calls(number, n, *"ab"))
                number += n - 1
            elif what == "freeze":
                shown.model.set_frozen(bool(n))
            elif what == "note":
                made.append(note(number))
            elif what == "grow":
                made.append(GroupGrew(number - 1, n, number * 2000, 0.1, 0.2, 1.0))
            elif what == "clear":
                shown.store.clear()
                shown.model.reload()
            else:
                shown.model.reload(hide_commands=bool(n))
        shown.model.fold(shown.store.fold(Batch(tuple(made))))
        if not shown.model.frozen:
            shown.check()
    shown.model.set_frozen(False)
    shown.check()
    model: QAbstractItemModel = shown.model
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            for role in (
                Qt.ItemDataRole.DisplayRole,
                USER,
                Qt.ItemDataRole.ToolTipRole,
                Qt.ItemDataRole.AccessibleTextRole,
            ):
                model.index(row, column).data(role)


def calls(first: int, count: int, *names: str) -> CallBlock:
    """Calls that came together, each with one of these results in turn."""
    made = CallBlock(0, first, first, "epoll", None, "", ResultTable())
    for name in names:
        made.results.add((name,), Result(name, 100, 1, 1))
    for number in range(first, first + count):
        made.starts.append(number * 1000)
        made.ends.append(number * 1000 + 500)
        made.sizes.append(1)
        made.ids.append(number % len(names))
    return made


def test_calls_that_came_together_are_the_rows_that_one_by_one_they_would_be(shown: Shown) -> None:
    block = calls(1, 50, "a", "b")
    shown.batch(block)
    other = Shown()
    other.batch(*one_by_one(block))
    assert list(shown.store.rows) == list(other.store.rows)
    assert shown.store.last == other.store.last == {"a": (50, 1), "b": (49, 1)}
    shown.batch(tail=GroupGrew(50, 9, 99_000, 0.1, 0.9, 4.0))
    assert shown.cell(49, "count") == 9 and shown.cell(48, "count") == 1


def test_a_storm_of_results_leaves_the_commands(shown: Shown) -> None:
    shown.store.capacity = 50
    shown.batch(note(0), calls(1, 20, "a"), note(1), calls(21, 20, "a"))
    for start in range(41, 200, 40):
        shown.batch(calls(start, 40, "a"))
    assert [shown.cell(row, "command") for row in range(3)] == ["note", "note", "select"]
    assert len(shown.store) <= 50 and shown.store.evicted + len(shown.store) == 202
    assert shown.model.find(0) == 0 and shown.model.find(5) == -1


def test_a_filter_shows_what_it_wants_of_what_was_and_of_what_comes(qapp: QCoreApplication) -> None:
    store = Store()
    model = HistoryModel(store)  # without the tester, which looks at every row after every change
    model.fold(store.fold(Batch((note(0), calls(1, 40_000, "a", "b", "c"), note(1)))))
    model.set_filter(lambda columns: columns["name"].equals("b"))
    while model.searching:
        qapp.processEvents()
    expected = len([number for number in range(1, 40_001) if number % 3 == 1])
    assert model.rowCount() == expected
    model.fold(store.fold(Batch((calls(50_001, 30, "a", "b"),))))
    assert model.rowCount() == expected + 15
    column = COLUMNS.index("object")
    assert {model.index(row, column).data(USER) for row in range(0, model.rowCount(), 997)} == {"b"}
    model.set_filter(None)
    assert model.rowCount() == 40_032


def test_a_row_that_grows_into_a_filter_appears_and_one_that_grows_out_of_it_goes(shown: Shown) -> None:
    shown.model.set_filter(lambda columns: (columns["count"] > 5) & (columns["count"] < 50))
    shown.model.fold(shown.store.fold(Batch((calls(1, 3, "a"),))))
    assert shown.model.rowCount() == 0
    shown.model.fold(shown.store.fold(Batch(tail=GroupGrew(3, 20, 9_000, 0.1, 0.9, 2.0))))
    assert shown.model.rowCount() == 1 and shown.cell(0, "count") == 20
    shown.model.fold(shown.store.fold(Batch(tail=GroupGrew(3, 70, 9_000, 0.1, 0.9, 7.0))))
    assert shown.model.rowCount() == 0


def test_a_frozen_list_takes_nothing_in_and_everything_when_it_goes_on(shown: Shown) -> None:
    shown.batch(calls(1, 10, "a"))
    shown.model.set_frozen(True)
    shown.model.fold(shown.store.fold(Batch((calls(11, 25, "a"),))))
    assert (shown.model.rowCount(), shown.model.unseen) == (10, 25)
    shown.model.set_frozen(False)
    shown.check()
    assert shown.insertions == [(0, 9), (10, 34)]


def test_a_frozen_list_loses_what_the_store_has_no_more() -> None:
    shown = Shown(capacity=50)
    shown.batch(calls(1, 40, "a"))
    shown.model.set_frozen(True)
    shown.model.fold(shown.store.fold(Batch((calls(41, 30, "a"),))))
    assert all(shown.model.row(place) is not None for place in range(shown.model.rowCount()))
    assert shown.model.rowCount() == 70 - 30 - shown.store.evicted
    shown.model.set_frozen(False)
    shown.check()


def test_the_next_result_of_the_same_object(shown: Shown) -> None:
    shown.batch(calls(1, 9, "a", "b", "c"), note(1))
    assert shown.model.same("b", 0, 1) == 3 and shown.model.same("b", 3, -1) == 0
    assert shown.model.same("b", 8, 1) == -1
