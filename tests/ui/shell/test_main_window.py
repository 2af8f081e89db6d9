"""What the window keeps of itself between runs."""

import base64
import json
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


def test_a_damaged_layout_and_one_of_other_columns_are_left_alone(
    open_window: Callable[..., User], tmp_path: Path
) -> None:
    """Qt takes any that it can read: no columns at all, one of a million pixels, or a crash."""
    window, settings = open_window(storage=tmp_path / "kept").window, tmp_path / "kept" / "settings.json"
    header = window.history.view.horizontalHeader()
    widths = [header.sectionSize(place) for place in range(header.count())]
    window.close_now()
    kept = json.loads(settings.read_text())
    for name in ("history", "fileobjects", "window", "geometry"):
        data = bytearray(base64.b64decode(kept[f"layout/{name}"]))
        data[len(data) // 2] ^= 4
        kept[f"layout/{name}"] = base64.b64encode(data).decode()
    settings.write_text(json.dumps(kept))
    again = open_window(storage=tmp_path / "kept").window
    for name in ("history", "fileobjects", "window", "geometry"):
        assert again.preferences.layout(name, "") == b""
    header = again.history.view.horizontalHeader()
    assert [header.sectionSize(place) for place in range(header.count())] == widths
    again.preferences.set_layout("fileobjects", header.saveState(), "of other columns")
    again.kept_layout.restore()
    for header in again.kept_layout.headers().values():
        assert header.count() == header.model().columnCount()


def test_a_window_that_was_kept_beyond_all_screens_is_in_sight(open_window: Callable[..., User]) -> None:
    window = open_window().window
    room = window.screen().availableGeometry()
    window.hide()
    window.move(room.right() + 20_000, room.top())
    window.show()
    assert room.contains(window.frameGeometry().center())
