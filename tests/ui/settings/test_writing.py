"""Settings are written beside the window; a disk that hangs holds neither the window nor, for ever, its end."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.user import User
from ui.settings import settings_file, writing
from ui.settings.preferences import Preferences
from ui.settings.writing import SettingsWriter


class HangingDisk:
    """In the place of ``write``: settings are there when the disk is told to go on."""

    def __init__(self) -> None:
        self.asked, self.goes_on, self.threads = threading.Semaphore(0), threading.Event(), set[threading.Thread]()
        self._write = settings_file.write

    def __call__(self, path: Path, settings: dict[str, Any]) -> Path | None:
        self.threads.add(threading.current_thread())
        self.asked.release()
        assert self.goes_on.wait(40)
        return self._write(path, settings)

    def answer(self) -> None:
        """Until its threads have ended."""
        self.goes_on.set()
        for thread in self.threads - {threading.current_thread()}:
            thread.join(40)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingDisk]:
    made = HangingDisk()
    monkeypatch.setattr(settings_file, "write", made)
    yield made
    made.answer()


@pytest.fixture
def kept(tmp_path: Path, qtbot: QtBot) -> Iterator[Preferences]:
    made = Preferences(tmp_path)
    made.write_beside(SettingsWriter())
    yield made
    made.close()


def written(kept: Preferences) -> dict[str, Any]:
    assert kept.folder is not None
    found: dict[str, Any] = json.loads((kept.folder / "settings.json").read_bytes())
    return found


def test_what_changes_meanwhile_is_written_next(qtbot: QtBot, kept: Preferences, disk: HangingDisk) -> None:
    kept.theme = "dark"
    assert disk.asked.acquire(timeout=40)
    kept.theme, kept.receive_size = "light", 7
    kept.add_recent(Path("/a.json"))
    assert (kept.theme, kept.receive_size, kept.recent) == ("light", 7, ["/a.json"])
    disk.goes_on.set()
    qtbot.waitUntil(lambda: kept._writer is not None and not kept._writer.busy, timeout=40_000)
    assert written(kept) == {"theme": "light", "receive": 7, "recent": ["/a.json"]}
    assert len(disk.threads) == 2, "all of it at once"


def test_at_the_end_all_is_written(kept: Preferences, disk: HangingDisk) -> None:
    kept.theme = "dark"
    assert disk.asked.acquire(timeout=40)
    kept.receive_size = 7
    disk.goes_on.set()
    assert kept.close() is None and written(kept) == {"theme": "dark", "receive": 7}


def test_a_window_goes_on_and_ends_and_says_what_was_not_written(
    open_window: Callable[..., User], tmp_path: Path, disk: HangingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LONGEST", 0)
    user = open_window(storage=tmp_path)
    user.action("view.dark").trigger()
    assert disk.asked.acquire(timeout=40) and not user.window.property("settled")
    user.action("scenario.pair").trigger()
    user.wait_until(lambda: user.names() == ["pair.a", "pair.b"])
    user.window.close_now()
    user.window.shut_down()
    user.window.shut_down()
    assert user.window.writer.left == [tmp_path / "settings.json"]
