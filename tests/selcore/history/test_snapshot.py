"""A snapshot stays what it was, whatever is folded in, grows, is forgotten or cleared afterwards."""

import pytest

from selcore.history import ring
from selcore.history.snapshot import HistorySnapshot
from selcore.history.store import Store
from selcore.values.call_block import CallBlock, ResultTable
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry, Fact, GroupGrew, RunCall
from selcore.values.outcomes import Call, Done, Result, Returned
from selcore.values.text import text


def block(row: int, count: int, name: str) -> CallBlock:
    """Calls that returned one result each."""
    made = CallBlock(1, row, row, "poll", 0, "", ResultTable())
    kind = made.results.add((name,), Result(name, 5, 1, 1))
    made.starts, made.ends = [row + n for n in range(count)], [row + n for n in range(count)]
    made.sizes, made.ids = [1] * count, [kind] * count
    return made


def note(step: int, words: str) -> Entry:
    return Entry(step, Note(text=words), Done({}, text("beside it")), 1)


def told(snapshot: HistorySnapshot) -> list[tuple[object, ...]]:
    return [(row.at, row.name, row.count, row.line) for rows in snapshot.portions() for row in rows]


@pytest.mark.parametrize("many", [10, 400])
def test_it_stays_what_it_was(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "CHUNK", 64)  # the history as if it were long
    store = Store(many + 100)
    call = RunCall(1, many + 5, Returned(Call(many + 5, "poll", 0, 9, 0.0, (Result("last", 6, 1, 1),))))
    store.fold(Batch((note(0, "first"), block(1, many, "old"), call)))
    snapshot = HistorySnapshot(store)
    before = told(HistorySnapshot(store))
    later: list[Fact] = [GroupGrew(many + 5, 1000, 10, 0.0, 0.0, 0.0), block(many + 6, 2 * many + 200, "new")]
    store.fold(Batch(tuple(later)))
    store.tables.sweep(store.first_serial)
    store.fold(Batch((block(3 * many + 300, many, "newest"),)))
    store.clear()
    assert told(snapshot) == before
    assert before[0][3] == "# first" and before[-1] == (9, "last", 1, "select(0)")
    assert len(before) == len(snapshot) == many + 2


def test_what_was_kept_from_before_stands_first() -> None:
    store = Store(50)
    store.fold(Batch((note(0, "kept"), block(1, 500, "a"))))
    snapshot = HistorySnapshot(store)
    rows = [row for portion in snapshot.portions() for row in portion]
    assert rows[0].line == "# kept" and len(rows) == len(snapshot) and snapshot.evicted == store.evicted > 0
