"""Which rows are kept when there are more than have room: against a plain list that is asked the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from selcore.history.store import Row, Store
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry, Fact, RunCall
from selcore.values.outcomes import Done, Failed, Refused
from selcore.values.text import text
from selcore.values.watched import ProgramWarning
from tests.examples import examples
from tests.selcore.history.test_store import FACTS, returned


def stays(row: Row) -> bool:
    """Whether it is more than one of many results: a command, what was refused, a call that was disturbed."""
    return not row.is_call or bool(row.error) or row.interrupted or row.reentered > 0 or row.parent is not None


class PlainStore:
    """Rows in a list. Where there are too many, whole calls go from the front, and of what goes is kept what a storm of
    results should not wash away, half of all there may be at most."""

    def __init__(self, capacity: int):
        self.capacity = capacity
        self.kept: list[Row] = []
        self.ring: list[Row] = []

    def fold(self, rows: list[Row]) -> int:
        """Take these in; how many rows are gone."""
        self.ring += rows
        before, spare = len(self), self.capacity // 64
        while len(self) > self.capacity:
            self._evict(len(self) - self.capacity + spare)
            spare = 0
        return before - len(self)

    def _evict(self, count: int) -> None:
        while self.ring and (count > 0 or self.ring[0].child):
            count -= 1
            row = self.ring.pop(0)
            if stays(row):
                self.kept.append(row)
        del self.kept[: max(len(self.kept) - self.capacity // 2, 0)]

    def __len__(self) -> int:
        return len(self.kept) + len(self.ring)


def same_as_plain(batches: list[list[Fact]], capacity: int) -> None:
    """Fold them into a store, one without bounds, and a list; they agree after each batch, and each row in the end."""
    store, whole, plain, serials = Store(capacity), Store(), PlainStore(capacity), list[int]()
    for facts in batches:
        change = store.fold(Batch(facts=tuple(facts)))
        first = whole.next_serial
        whole.fold(Batch(facts=tuple(facts)))
        rows = [row for serial in range(first, whole.next_serial) if (row := whole.row(serial)) is not None]
        assert change.evicted == plain.fold(rows) and change.added == len(rows)
        serials = [row.serial for row in [*plain.kept, *plain.ring]]
        assert [store.serial(place) for place in range(len(store))] == serials
        assert (store.kept, len(store)) == ([row.serial for row in plain.kept], len(plain))
        assert store.next_serial == whole.next_serial
        assert [row.serial for row in change.refused] == [
            row.serial for row in rows if isinstance(row.outcome, Failed | Refused)
        ]
        for serial in set(range(whole.next_serial)) - set(serials):
            assert store.row(serial) is None
        wanted = [serial for serial in range(whole.next_serial) if serial % 3]
        found = store.rows_of(wanted)
        assert list(found) == [serial for serial in wanted if serial in set(serials)]
        assert all(row == whole.row(serial) for serial, row in found.items())
    assert [*store.rows] == [whole.row(serial) for serial in serials]


@settings(max_examples=examples(60))
@given(st.lists(st.lists(FACTS, max_size=6), max_size=12), st.integers(4, 12))
def test_the_rows_that_go_are_the_oldest_and_no_more_than_must(batches: list[list[Fact]], capacity: int) -> None:
    same_as_plain(batches, capacity)


@settings(max_examples=3)
@given(st.lists(FACTS, min_size=20, max_size=20), st.integers(128, 140))
def test_many_rows_go_at_once_so_that_it_need_not_be_done_for_each(facts: list[Fact], capacity: int) -> None:
    same_as_plain([facts] * 9, capacity)


def test_where_there_are_too_many_words_the_oldest_rows_make_room() -> None:
    store = Store()
    store.tables.name.limit = 20
    for number in range(200):
        change = store.fold(Batch(facts=(RunCall(0, number, returned(number, f"name-{number}")),)))
        assert change.added == 1 and store.rows[-1].name == f"name-{number}"
    assert [row.name for row in store.rows] == [f"name-{row.call}" for row in store.rows]
    assert 10 < len(store) < 20 and store.evicted + len(store) == 200, "an eighth of them goes at once, not all"


def test_the_row_of_a_step_is_found_also_among_those_that_are_kept_longer() -> None:
    store = Store(1000)
    store.fold(Batch(facts=(Entry(3, Note(text="first"), Done(), 1), Entry(4, Note(text="second"), Done(), 2))))
    assert [store.serial_of(step) for step in (3, 4, 5)] == [0, 1, None]
    for start in range(0, 3000, 500):
        store.fold(Batch(facts=tuple(RunCall(9, number, returned(number + 1)) for number in range(start, start + 500))))
    assert store.kept[:2] == [0, 1] and store.first_serial > 1
    assert store.serial_of(4) == 1 and store.serial_of(9) == store.first_serial


def test_a_note_is_found_by_the_moment_that_it_tells_of() -> None:
    store = Store(10)
    warned = ProgramWarning("long-turn", 7, "serve", text("so"), 5)
    plain = Entry(0, Note(text="plain"), Done(), 5)
    store.fold(Batch((plain, Entry(0, Note(text="told"), Done(), 5, about=warned))))
    found = store.noted_at(5)
    assert found is not None and found.about is warned and store.noted_at(6) is None
    store.clear()
    assert store.noted_at(5) is None
