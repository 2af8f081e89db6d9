"""What stands in the rows of file objects is as new as what stands in the history."""

import pytest

from selcore.history.store import Store
from selcore.values.facts import Batch, ObjectState, RunCall
from selcore.values.outcomes import Call, Result, Returned
from ui.objects import model
from ui.objects.model import COLUMNS, FileObjectsModel


def told(files: FileObjectsModel, store: Store, calls: int) -> list[str]:
    """What was announced of the last call that returned it, as so many batches of one call each came. The counts stay
    as they are: what a program has done was counted before its rows come."""
    found: list[str] = []
    last = COLUMNS.index("last")

    def announced(first: object, until: object) -> None:
        found.append(str(files.index(0, last).data()))

    files.dataChanged.connect(announced)
    for number in range(1, calls + 1):
        call = Call(number, "epoll", 0.1 * number, number, 0.0, (Result("a", 5, 2, 4, None),))
        files.fold(store.fold(Batch((RunCall(1, number, Returned(call)),))))
    return found


@pytest.mark.parametrize(("few", "count"), [(1, 3), (0, 1)])
def test_the_last_call_is_that_of_the_newest_row(
    qapp: object, monkeypatch: pytest.MonkeyPatch, few: int, count: int
) -> None:
    monkeypatch.setattr(model, "FEW", few)
    store = Store()
    files = FileObjectsModel(store)
    files.fold(store.fold(Batch(objects=(ObjectState("a", "fd", 5, "open"),))))
    files._figures.now()
    files._figures._due = 0.0
    assert [words.partition(" · ")[2] for words in told(files, store, 3)] == ["call 1", "call 2", "call 3"][:count]
