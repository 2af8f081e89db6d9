"""What the window keeps of itself between runs."""

from collections.abc import Callable
from pathlib import Path

from tests.ui.user import User


def test_layout_and_theme_are_kept_between_runs(open_window: Callable[..., User], tmp_path: Path) -> None:
    first = open_window(storage=tmp_path / "kept")
    first.do("view.dark")
    first.window.docks["fileobjects"].hide()
    first.window.close_now()
    second = open_window(storage=tmp_path / "kept")
    assert second.action("view.dark").isChecked()
    assert not second.window.docks["fileobjects"].isVisible()
    second.do("view.reset")
    assert second.window.docks["fileobjects"].isVisible()
    second.do("view.light")
