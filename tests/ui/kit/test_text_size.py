"""Words become larger and smaller everywhere, rows and columns with them, and come back to what the system says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTableView, QToolBar, QToolButton

from tests.ui.user import User
from ui.kit import text_size


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    text_size.apply(0)


def sizes(user: User) -> dict[str, float]:
    """Points of words, of code, and pixels of rows and boxes."""
    user.qtbot.wait(0)
    table: QTableView = user.find(QTableView, "history")
    return {
        "application": QApplication.font().pointSizeF(),
        "words": user.find(QLabel, "status.words").font().pointSizeF(),
        "table": table.font().pointSizeF(),
        "row": table.verticalHeader().defaultSectionSize(),
        "box": user.find(QComboBox, "backend").sizeHint().width(),
    }


def test_larger_smaller_and_as_before(user: User) -> None:
    before = sizes(user)
    for _ in range(3):
        user.do("view.larger")
    larger = sizes(user)
    assert larger["application"] == before["application"] + 3 and larger["words"] == pytest.approx(larger["table"])
    assert all(larger[name] > before[name] for name in before)
    user.do("view.smaller")
    assert sizes(user)["words"] == pytest.approx(before["words"] + 2)
    user.do("view.normal-size")
    assert sizes(user) == pytest.approx(before)


def test_it_ends_somewhere(user: User) -> None:
    for id, end, before in (("view.larger", text_size.STEPS[1], -1), ("view.smaller", text_size.STEPS[0], 1)):
        user.window.preferences.text_size = end + before  # each step on the way dresses the whole window anew
        for _ in range(3):
            user.do(id)
        assert user.window.preferences.text_size == end
    user.do("view.normal-size")


def test_it_is_kept(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window(storage=tmp_path)
    base = QApplication.font().pointSizeF()
    user.do("view.larger")
    user.do("view.larger")
    user.window.close_now()
    text_size.apply(0)
    user = open_window(storage=tmp_path)
    assert sizes(user)["words"] == pytest.approx(base + 2)


def test_heads_and_icons_grow_with_the_words(user: User) -> None:
    table, button = user.find(QTableView, "history"), user.find(QToolButton, "filter.on")
    head, bar = table.horizontalHeader().viewport(), user.find(QToolBar, "selector-bar")
    before = head.font().pointSizeF(), button.iconSize().width(), bar.iconSize().width()
    for _ in range(3):
        user.do("view.larger")
    assert head.font().pointSizeF() == before[0] + 3
    assert button.iconSize().width() > before[1] and bar.iconSize().width() > before[2]
    user.do("view.normal-size")
    assert (head.font().pointSizeF(), button.iconSize().width(), bar.iconSize().width()) == before
