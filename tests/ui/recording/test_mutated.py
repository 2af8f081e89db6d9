"""Whatever stands in a recording, the window refuses it with the reason, or shows it as far as it goes: no crash."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from pytestqt.exceptions import capture_exceptions

from selcore.values import commands as c
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.mutated import Mutation, Spoiler, mutations
from tests.selcore.recorded import record
from tests.selcore.recording.test_mutated import VARIED
from tests.ui.recording.test_actions import choose
from tests.ui.user import User

pytestmark = pytest.mark.leaves  # Qt's file dialog keeps the cache of file types open for good
SOME, MORE, SEED = 2, 15, 20261130


def look_at_all(model: QAbstractItemModel, parent: QModelIndex | None = None) -> None:
    """Every cell, in every way that a view asks for it."""
    parent = parent or QModelIndex()
    for row in range(min(model.rowCount(parent), 40)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in Qt.ItemDataRole:
                model.data(index, role)
        look_at_all(model, model.index(row, 0, parent))


def open_all(user: User, spoiler: Spoiler, chosen: list[Mutation], said: list[str]) -> None:
    for one in chosen:
        if not spoiler.spoil(one):
            continue
        said.clear()
        with capture_exceptions() as raised:
            choose(user, "recording.open", spoiler.path)
            user.wait_until(lambda: bool(said) or "%" not in user.label("recording.words"))
            look_at_all(user.history.model())
            look_at_all(user.files.model())
            for place in range(min(user.history.model().rowCount(), 40)):
                user.history.setCurrentIndex(user.history.model().index(place, 0))
            user.settle()
        assert not raised, f"{one}: {raised[0][1]!r}"


@pytest.fixture
def spoiler(tmp_path: Path) -> Spoiler:
    record(tmp_path / "made.sqlite", *VARIED)
    return Spoiler(tmp_path / "made.sqlite", tmp_path / "r.sqlite")


@pytest.mark.parametrize("seed", [SEED, *(pytest.param(SEED + n, marks=pytest.mark.heavy) for n in range(1, 13))])
def test_what_is_spoiled_is_refused_or_shown(open_window: Callable[..., User], spoiler: Spoiler, seed: int) -> None:
    said: list[str] = []
    user = open_window(ask=lambda id, words, choices: said.append(words) or choices[0])
    chosen = random.Random(seed).sample(list(mutations(spoiler._made)), SOME if seed == SEED else MORE)
    open_all(user, spoiler, chosen, said)


def test_a_wrong_row_is_said_and_what_came_before_is_shown(open_window: Callable[..., User], tmp_path: Path) -> None:
    path, wrong = tmp_path / "made.sqlite", tmp_path / "r.sqlite"
    record(path, PAIR, c.Note(text="before"), WRITE_A, c.Note(text="after"))
    last = Mutation("commands", 3, "outcome", 7, ("Done", "value", "key"))
    assert Spoiler(path, wrong).spoil(last)
    user: Any = open_window(experiment=wrong)
    user.wait_until(lambda: "%" not in user.label("recording.words"))
    why = "it holds what no recording holds, in row 3 of its table commands: Expected `object`, got `int`"
    assert f"it could not be read to its end: {why}" in user.label("recording.words")
    assert [row["command"] for row in user.rows()] == ["open", "note"]
