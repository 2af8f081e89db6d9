"""The model of the pieces: what is kept stays the row that it is, while the oldest go and new ones come."""

from selcore.history.store import Store
from selcore.values.facts import Batch, ObjectState
from selcore.values.traffic import Moved
from ui.data.model import MARKED, DataModel


def store_of(count: int) -> Store:
    """``a`` has received so many bytes, one by one."""
    store = Store()
    store.fold(Batch(objects=(ObjectState("a", "pipe", 5, "open"),)))
    receive(store, count)
    return store


def receive(store: Store, count: int) -> None:
    log = store.data.get("a")
    start = log.removed + len(log.pieces) if log else 0
    store.fold(Batch(moved=tuple(Moved("a", False, at, at, 1, b"x") for at in range(start, start + count))))


def listened(model: DataModel) -> list[tuple[str, int, int]]:
    """What the model tells its views, from now on."""
    told: list[tuple[str, int, int]] = []
    model.modelReset.connect(lambda: told.append(("reset", 0, 0)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("removed", first, last)))
    model.rowsInserted.connect(lambda _, first, last: told.append(("inserted", first, last)))
    return told


def test_of_a_full_log_the_oldest_are_removed_and_the_newest_inserted() -> None:
    store = store_of(5_000)
    model = DataModel(store)
    model.show("a")
    count, told = model.rowCount(), listened(model)
    receive(store, 7)
    model.show("a")
    assert told == [("removed", 0, 6), ("inserted", count - 7, count - 1)]
    assert model.pieces == list(store.data["a"].pieces)
    model.show("a")
    receive(store, 5_000)
    model.show("a")
    assert told[2:] == [("reset", 0, 0)] and model.pieces == list(store.data["a"].pieces)


def test_what_is_kept_stays_marked_and_nothing_that_comes_is() -> None:
    store = store_of(5_000)
    model = DataModel(store)
    model.show("a")
    model.mark(range(10))
    for _ in range(5):
        receive(store, 1)
        model.show("a")
    marked = [row for row in range(model.rowCount()) if model.index(row, 0).data(MARKED)]
    assert marked == [0, 1, 2, 3, 4]


def test_another_object_and_none() -> None:
    store = store_of(3)
    model = DataModel(store)
    for name, rows in (("a", 3), ("b", 0), ("a", 3), (None, 0)):
        model.show(name)
        assert model.rowCount() == rows
