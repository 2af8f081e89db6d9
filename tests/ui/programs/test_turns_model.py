"""The table of turns: what stands in it, how it is sorted and looked through, and how many it keeps."""

from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from selcore.history.store import Row, Store
from selcore.values.commands import Note
from selcore.values.facts import Batch, Entry
from selcore.values.outcomes import Done
from selcore.values.watched import Turn
from tests.selcore.recorded_watch import PEER, TURNS
from tests.selcore.watching.written import MS
from ui.programs import turns_model
from ui.programs.turns_model import COLUMNS, TurnsInSight, TurnsModel


def noted(*turns: Turn) -> list[Row]:
    entries = (Entry(0, Note(text="turn"), Done(), one.end, about=one) for one in turns)
    return list(Store().fold(Batch(tuple(entries))).noted)


@pytest.fixture
def model(qapp: Any) -> TurnsModel:
    made = TurnsModel()
    made.add(noted(*TURNS))
    return made


def cells(model: Any, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(len(COLUMNS))]


def test_each_turn_is_a_row_of_words(model: TurnsModel, qtmodeltester: ModelTester) -> None:
    assert cells(model, 0) == ["230 ms", "serve server.py:4", "1 · ≤ 230 ms", "asleep", "2", "0.000"]
    assert cells(model, 1) == ["80 ms", "not known", "–", "computing", "9", "0.250"]
    assert model.index(0, COLUMNS.index("longest")).data(Qt.ItemDataRole.ToolTipRole)
    assert (model.count, model.longest, model.removed) == (2, 0.23, 0) and model.row_of(model.serial(1)) == 1
    qtmodeltester.check(model)


def test_it_is_sorted_by_numbers_and_looked_through_by_all_words(model: TurnsModel) -> None:
    model.add(noted(structs.replace(TURNS[0], end=TURNS[0].start + 1100 * MS)))
    shown = TurnsInSight(model)
    shown.sort(COLUMNS.index("length"), Qt.SortOrder.DescendingOrder)
    assert [cells(shown, row)[0] for row in range(3)] == ["1.1 s", "230 ms", "80 ms"]
    for words, rows in (
        ("SERVE asleep", 2),
        (f"{PEER} server.py", 2),
        ("computing", 1),
        ("serve computing", 0),
        ("", 3),
    ):
        shown.look_for(words)
        assert shown.rowCount() == rows, words


def test_of_very_many_the_oldest_go_and_are_counted(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_model, "KEPT", 5)
    model = TurnsModel()
    model.add(noted(*TURNS))
    model.add(noted(*TURNS[1:] * 4))
    assert (model.length(), model.removed, cells(model, 0)[1]) == (5, 1, "not known")
    model.add(noted(*TURNS * 10))
    assert (model.length(), model.count) == (5, 26)
    model.clear()
    assert (model.length(), model.count, model.longest) == (0, 0, 0.0)
