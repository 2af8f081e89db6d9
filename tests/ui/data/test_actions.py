"""What moved in a row of the history ends where the next call or command began."""

from types import SimpleNamespace
from typing import Any

import pytest

from selcore.history.row import Row
from selcore.history.store import Store
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry, RunCall
from selcore.values.outcomes import Done
from tests.selcore.history.test_store import returned
from ui.data.actions import DataActions
from ui.session.selection import Selection


def noted(step: int, at: int) -> Entry:
    return Entry(step, Note(text="x"), Done(), at)


def until(store: Store, serial: int) -> int | None:
    """Up to which moment the panel is told to mark what moved in the row of that serial."""
    told: list[int | None] = []

    class Listening:
        name = ""

        def show_row(self, row: Row | None, until: int | None) -> None:
            told.append(until)

    context: Any = SimpleNamespace(store=store)
    actions = DataActions(context, lambda piece: None)
    actions.panel.made = Listening()  # type: ignore[assignment]
    actions.show_selection(Selection(serial=serial, about="row"))
    return told[0]


def test_the_rows_of_one_call_have_one_end(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    calls = (RunCall(0, 1, returned(1, *"ab" * 2_000)), RunCall(0, 2, returned(2, "a")))
    store.fold(Batch(facts=(*calls, noted(1, 25), noted(2, 30))))
    first = store.row(1)
    assert first is not None and first.at == 10
    asked: list[int] = []
    made = Store.row

    def row(self: Store, serial: int) -> Row | None:
        asked.append(serial)
        return made(self, serial)

    monkeypatch.setattr(Store, "row", row)
    last = store.next_serial - 1
    assert [until(store, serial) for serial in (0, 1, 4_000, last - 2, last - 1, last)] == [20, 20, 20, 25, 30, None]
    assert len(asked) == 6, "no row is made for each that is looked past"


def test_of_a_row_kept_from_before_the_ring_too() -> None:
    store = Store(capacity=64)
    store.fold(Batch(facts=(noted(0, 1), noted(1, 3))))
    for number in range(1, 40):
        store.fold(Batch(facts=(RunCall(2, number, returned(number, "a", "b", "c")),)))
    assert store.kept == [0, 1] and store.first_serial > 2
    oldest = store.row(store.first_serial)
    assert oldest is not None
    assert (until(store, 0), until(store, 1)) == (3, oldest.at)
