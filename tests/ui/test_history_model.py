"""The history's model under Qt's own model tester: insert, group, evict, wait, clear, hide. The store is the oracle."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from selcore.commands import Note, Select
from selcore.facts import Batch, Began, Entry, Fact, Grew, LoopCall
from selcore.outcomes import Call, Done, Result, Returned
from selcore.store import Store
from ui.history_model import COLUMNS, HistoryModel

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

    def batch(self, *facts: Fact, tail: Grew | None = None) -> None:
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
    shown.batch(*(note(step) for step in range(500)))
    shown.batch(*(note(step) for step in range(500, 700)))
    assert shown.insertions == [(0, 499), (500, 699)]


def test_a_call_with_several_results_is_a_header_and_a_row_each(shown: Shown) -> None:
    shown.batch(LoopCall(0, 1, call(1, "a", "b")), LoopCall(0, 2, call(2)), LoopCall(0, 3, call(3, "c")))
    assert [shown.cell(row, "returned") for row in range(5)] == [None, ["read"], ["read"], [], ["read"]]
    assert [shown.cell(row, "object") for row in range(5)] == [None, "a", "b", None, "c"]
    assert [shown.cell(row, "call") for row in range(5)] == [1, 1, 1, 2, 3]


def test_a_group_grows_in_its_own_rows_without_an_insertion(shown: Shown) -> None:
    changed: list[tuple[int, int]] = []
    shown.model.dataChanged.connect(lambda top, bottom, *_: changed.append((top.row(), bottom.row())))
    shown.batch(note(0), LoopCall(0, 1, call(1, "a", "b")))
    shown.batch(tail=Grew(1, 50, 9_000, 0.1, 0.9, 20.0))
    shown.batch(Grew(1, 70, 9_500, 0.1, 0.9, 21.0))
    assert [shown.cell(row, "count") for row in range(4)] == [1, 70, 70, 70]
    assert {row for first, last in changed for row in range(first, last + 1)} == {1, 2, 3}
    assert len(shown.insertions) == 1


def test_a_reading_that_comes_late_does_not_shrink_a_group(shown: Shown) -> None:
    shown.batch(
        LoopCall(0, 1, call(1, "a")), Grew(1, 70, 9_500, 0.1, 0.9, 21.0), tail=Grew(1, 60, 9_000, 0.1, 0.9, 20.0)
    )
    assert shown.cell(0, "count") == 70


def test_the_blocked_call_stands_last_and_what_is_given_meanwhile_above_it(shown: Shown) -> None:
    select = Select(timeout=None)
    shown.batch(note(0), Began(1, select, 5))
    assert shown.model.rowCount() == 2 and shown.cell(1, "command") == "select"
    shown.batch(Entry(2, Note(text="meanwhile"), Done(), 6, parent=1))
    assert [shown.cell(row, "command") for row in range(3)] == ["note", "note", "select"]
    shown.batch(Entry(1, select, call(1, "a"), 5))
    assert [shown.cell(row, "returned") for row in range(3)] == [None, None, ["read"]]


def test_the_oldest_are_announced_as_removed_and_counted() -> None:
    shown = Shown(capacity=100)
    for start in range(0, 300, 25):
        shown.batch(*(note(step) for step in range(start, start + 25)))
    assert len(shown.store.rows) <= 100
    assert shown.store.evicted == 300 - len(shown.store.rows)
    assert shown.removals and all(first == 0 for first, _ in shown.removals)
    assert shown.model.row(shown.model.rowCount() - 1).step == 299  # type: ignore[union-attr]


def test_a_batch_larger_than_the_ring_leaves_the_newest() -> None:
    shown = Shown(capacity=100)
    shown.batch(*(note(step) for step in range(10)))
    shown.batch(*(note(step) for step in range(10, 510)))
    assert shown.model.row(shown.model.rowCount() - 1).step == 509  # type: ignore[union-attr]


def test_hidden_commands_come_back(shown: Shown) -> None:
    shown.batch(note(0), LoopCall(0, 1, call(1, "a")), note(1))
    shown.model.reload(hide_commands=True)
    shown.check()
    shown.batch(note(2), LoopCall(0, 2, call(2, "b")))
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
    st.integers(1, 50).map(lambda n: ("grow", n)),
    st.just(("clear", 0)),
    st.booleans().map(lambda on: ("hide", int(on))),
)


@settings(max_examples=60, deadline=None, derandomize=True)
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
                made.append(LoopCall(0, number, call(number, *("abc"[:n]))))
            elif what == "note":
                made.append(note(number))
            elif what == "grow":
                made.append(Grew(number - 1, n, number * 2000, 0.1, 0.2, 1.0))
            elif what == "clear":
                shown.store.clear()
                shown.model.reload()
            else:
                shown.model.reload(hide_commands=bool(n))
        shown.batch(*made)
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
