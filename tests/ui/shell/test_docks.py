"""The panels stand at first as wide as they are meant to, and afterwards where they were left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from tests.ui.user import User
from ui.kit import theme
from ui.shell.proportions import SHARES, first_width

DOCK_OF = {"why.panel": "dock.details", "warnings.words": "dock.warnings"}
"""Where the dock of a panel has another name."""
WIDTHS = {name: first_width(name, 1280) for name in SHARES}


@pytest.fixture(autouse=True)
def on_a_large_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of the offscreen platform is 800 pixels wide, less than the window needs."""
    monkeypatch.setattr("ui.shell.screen_fit.ScreenFit._fit", lambda self: None)
    monkeypatch.setattr("ui.shell.main_window.MainWindow.restoreGeometry", lambda self, geometry: False)


def widths(user: User) -> dict[str, int]:
    return {name: user.find(QDockWidget, f"dock.{name}").width() for name in WIDTHS}


def test_a_theme_that_comes_before_the_window_is_seen_squeezes_no_panel(
    open_window: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        # The first thing that is asked of a window that was made, before it is shown.
        restore = "ui.shell.kept_layout.KeptLayout.restore"
        patched.setattr(restore, lambda layout: layout._window.actions_by_id["view.dark"].trigger())
        user = open_window()
    user.wait_until(lambda: widths(user) == WIDTHS)
    assert theme.is_dark()
    user.do("view.light")


def test_the_next_window_has_them_where_they_were_left(open_window: Callable[..., User], tmp_path: Path) -> None:
    user = open_window(storage=tmp_path)
    user.wait_until(lambda: widths(user) == WIDTHS)
    user.window.resizeDocks([user.find(QDockWidget, "dock.fileobjects")], [350], Qt.Orientation.Horizontal)
    user.wait_until(lambda: widths(user)["fileobjects"] == 350)
    user.window.close_now()
    user = open_window(storage=tmp_path)
    user.wait_until(lambda: widths(user) == WIDTHS | {"fileobjects": 350})


def test_no_panel_at_the_right_touches_the_edge_of_the_window(user: User) -> None:
    for name in ("why.panel", "kernel", "warnings.words", "refusals"):
        user.find(QDockWidget, DOCK_OF.get(name, f"dock.{name}")).raise_()
        panel = user.find(QWidget, name)
        user.wait_until(panel.isVisible)
        right = panel.mapTo(user.window, panel.rect().topRight()).x()
        assert right < user.window.width() - 8, name
