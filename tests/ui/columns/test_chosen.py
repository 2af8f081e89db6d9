"""Columns are as wide as what stands in them in whatever font, are chosen, and come back as they were."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from tests.ui.user import User
from ui.columns.chosen import ids

FIRST = ["name", "read", "write", "last", "callback"]


def table(user: User, name: str) -> QTableView:
    found: QTableView = user.find(QTableView, name)
    return found


@pytest.fixture
def wide(open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    """A window of the size that most laptops have, on a screen that may be smaller."""
    monkeypatch.setattr("ui.shell.screen_fit.ScreenFit._fit", lambda self: None)
    user = open_window()
    user.window.resize(1280, 800)
    QApplication.processEvents()
    return user


def shown(user: User, name: str = "fileobjects") -> list[str]:
    columns = user.window.files.columns if name == "fileobjects" else user.window.history.columns
    return [ids(table(user, name))[column] for column in columns.shown()]


def choose(user: User, column: str, view: str = "fileobjects") -> None:
    """In the menu of the head."""
    head = table(user, view).horizontalHeader()
    head.customContextMenuRequested.emit(head.rect().center())
    menu = next(menu for menu in user.window.findChildren(QMenu) if menu.isVisible())
    action = menu.findChild(QAction, f"{view}.column.{column}")
    assert action is not None
    action.trigger()
    menu.close()


def test_a_font_whose_average_letter_is_wide_makes_no_column_wider(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """As that of one with Chinese characters is: letters and figures are no wider for it."""
    monkeypatch.setattr(QFontMetrics, "averageCharWidth", lambda metrics: 3 * metrics.horizontalAdvance("x"))
    user: User = request.getfixturevalue("wide")
    user.do("scenario.pair")
    for name in ("fileobjects", "history", "kernel"):
        assert table(user, name).horizontalScrollBar().maximum() == 0, name


def test_the_echo_server_fits_its_list(wide: User, free_port: int) -> None:
    user = wide
    user.do("scenario.echo")
    user.timeout("0.5")
    user.do("call.step")
    assert shown(user) == FIRST
    files = table(user, "fileobjects")
    assert files.horizontalScrollBar().maximum() == 0
    model, metrics = user.window.files.model, files.fontMetrics()
    for name in ("server", "server.1"):
        for column in FIRST:
            state = model.state(model.row_of(name))
            assert state is not None
            room = files.columnWidth(ids(files).index(column)) - 6
            assert metrics.horizontalAdvance(model.short(state, column)) <= room, (name, column)


def test_columns_of_the_file_objects_are_chosen_kept_and_put_back(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    user = open_window(storage=tmp_path)
    choose(user, "state")
    choose(user, "callback")
    assert shown(user) == ["name", "read", "write", "last", "state"]
    user.window.close_now()
    user = open_window(storage=tmp_path)
    files = user.window.files.view
    files.setFixedWidth(600)
    user.wait_until(lambda: files.width() == 600)
    assert shown(user) == ["name", "read", "write", "last", "state"]
    user.do("view.reset")
    assert shown(user) == FIRST


def test_they_are_in_the_menu_of_the_view_too_and_the_name_stays(wide: User) -> None:
    user = wide
    menu: QMenu = user.find(QMenu, "menu.view.object-columns")
    menu.aboutToShow.emit()
    offered = {action.objectName(): action for action in menu.actions()}
    assert not offered["fileobjects.column.name"].isEnabled()
    offered["fileobjects.column.kind"].trigger()
    kind = ids(table(user, "fileobjects")).index("kind")
    assert "kind" in shown(user) and table(user, "fileobjects").columnWidth(kind) > 100
    offered["fileobjects.columns.reset"].trigger()
    assert shown(user) == FIRST


def test_reset_layout_puts_the_columns_of_the_history_back(user: User) -> None:
    user.do("scenario.pair")
    user.do("view.reset")
    before = shown(user, "history")
    choose(user, "time", "history")
    table(user, "history").setColumnWidth(0, 300)
    assert shown(user, "history") != before
    user.do("view.reset")
    assert shown(user, "history") == before
