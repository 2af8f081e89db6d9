"""What is kept between runs: each setting comes back as it was, and a file that is not ours leaves the defaults."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray

from tests.ui.user import User
from ui.settings import preferences
from ui.settings.preferences import FILTERS, LAYOUTS, READERS, RECENT, Preferences
from ui.settings.settings_file import LARGEST

PATHS = (
    "/a.json",
    "/b, c.json",
    "/with \"quotes' and %41.json",
    "/back\\slash\nline.json",
    "/ünï.json",
    "/caf\udce9.json",
)


def again(first: Preferences) -> Preferences:
    return Preferences(first.folder)


@pytest.fixture
def kept(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "deep" / "folder")


def test_each_has_its_default(kept: Preferences) -> None:
    defaults = {key: default for key, (_, default) in READERS.items()}
    assert {key: kept._get(key) for key in READERS} == defaults
    assert (kept.theme, kept.longest_wait, kept.recent, kept.filters) == ("system", 0.0, [], [])
    assert kept.layout("window") == QByteArray() and not kept.folder.exists()  # type: ignore[union-attr]


def test_plain_settings_come_back(kept: Preferences) -> None:
    kept.theme, kept.capacity, kept.receive_size, kept.longest_wait = "dark", 1234, 7, 1.5
    kept.set_layout("history", QByteArray(b"\0\xff any bytes"))
    kept.flush()
    found = again(kept)
    assert (found.theme, found.capacity, found.receive_size, found.longest_wait) == ("dark", 1234, 7, 1.5)
    assert found.layout("history") == QByteArray(b"\0\xff any bytes") and found.layout("window") == QByteArray()


@pytest.mark.parametrize("count", [0, 1, 2, len(PATHS)])
def test_lists_come_back_with_every_name(kept: Preferences, count: int) -> None:
    for path in PATHS[:count]:
        kept.add_recent(Path(path))
        kept.add_filter(path)
    for found in (kept, again(kept)):
        assert found.recent == list(reversed(PATHS[:count]))
        assert found.filters == [path.replace("\n", " ") for path in reversed(PATHS[:count])]


def test_lists_are_bounded_and_the_newest_is_the_first(kept: Preferences) -> None:
    for place in range(50):
        kept.add_recent(Path(f"/{place}"))
        kept.add_filter(f"count > {place}")
    kept.add_recent(Path("/45"))
    kept.add_recent(Path("/" + "x" * 100_000))
    kept.add_filter("y" * 100_000)
    found = again(kept)
    assert found.recent == ["/45", "/49", "/48", "/47", "/46", "/44", "/43", "/42"] and len(found.recent) == RECENT
    assert found.filters[0] == "count > 49" and len(found.filters) == FILTERS


def test_two_windows_keep_each_what_it_changed(kept: Preferences) -> None:
    other = again(kept)
    kept.theme = "dark"
    other.capacity = 2000
    found = again(kept)
    assert (found.theme, found.capacity) == ("dark", 2000)


def test_two_windows_keep_what_either_used(kept: Preferences) -> None:
    kept.add_recent(Path("/old.json"))
    other = again(kept)
    kept.add_recent(Path("/a.json"))
    kept.add_filter("count > 1")
    other.add_recent(Path("/b.json"))
    other.add_filter("count > 2")
    assert again(kept).recent == other.recent == ["/b.json", "/a.json", "/old.json"]
    assert again(kept).filters == ["count > 2", "count > 1"]
    kept.add_recent(Path("/a.json"))  # to kept it was the newest already
    assert again(kept).recent == kept.recent == ["/a.json", "/b.json", "/old.json"]
    for number in range(20):
        other.add_recent(Path(f"/{number}.json"))
        kept.add_filter(f"count > {number}")
    assert again(kept).recent == [f"/{number}.json" for number in range(19, 11, -1)]
    assert len(again(kept).filters) == FILTERS


def test_lists_that_were_cleared_are_empty_in_the_file(kept: Preferences) -> None:
    kept.add_recent(Path("/a.json"))
    kept.clear()
    assert again(kept).recent == kept.recent == []
    kept.add_recent(Path("/b.json"))
    assert again(kept).recent == kept.recent == ["/b.json"]


def test_without_a_folder_it_is_kept_in_memory() -> None:
    kept = Preferences(None)
    kept.add_recent(Path("/a.json"))
    kept.flush()
    assert kept.recent == ["/a.json"]


DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"[General]\ntheme=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x4QFont\\0)\nrecent=/a.json\n",
    "no object": b'["theme"]',
    "half of it": b'{"theme": "dark", "capa',
    "zeros": bytes(4096),
    "no UTF-8": b'{"theme": "\xff\xfe"}',
    "deep": b"[" * 100_000,
    "a long number": b'{"capacity": ' + b"9" * 100_000 + b"}",
    "huge": b'{"theme": "' + b"x" * LARGEST + b'"}',
}
BLOB = "AAAA/wAAAAD9////"
WRONG: dict[str, tuple[Any, ...]] = {
    "theme": (None, 1, "pink", ["dark"], "@ByteArray(dark)", {"theme": "dark"}),
    "text-size": (None, "1", -4, 13, 1.5, True, [1]),
    "capacity": (None, "1234", 999, 5_000_001, 1e9, True, [1234], -1, 10**300),
    "receive": (0, 1 << 31, "all", 2.5, False),
    "longest-wait": (-1, 86_401, "1.5", float("nan"), float("inf"), True, 10**400, [1.0]),
    "opens-paused": (None, 0, 1, "true", [True]),
    "recent": ("/a.json", [1], ["/a.json", None], [""], ["a\0b"], ["x" * 10_000], ["/a"] * 9, {"0": "/a"}),
    "filters": ("a\nb", [["a"]], ["x"] * 21, ["x" * 10_001], 5),
    "programs": ("{}", [1], [""], ["a\0b"], ["x" * 10_000], ["{}"] * 9, {"0": "{}"}),
    "allowed-programs": ("/a.py", [1], [""], ["a\0b"], ["x" * 10_000], ["/a"] * 201, {"0": "/a"}),
    "layout/window": (5, None, "no base64!", "ü", "A" * 70_000, ["AAAA"], "@ByteArray(x)", "@Variant(x)"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_file_leaves_the_defaults_is_said_once_and_kept_aside(what: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(DAMAGED[what])
    said: list[str] = []
    kept = Preferences(tmp_path)
    kept.says(said.append)
    assert kept._kept == {} and kept.recent == [] and len(said) == 1 and len(said[0]) < 600
    kept.theme = "dark"
    kept.theme = "light"
    aside = tmp_path / "settings.json.damaged"
    assert again(kept).theme == "light" and aside.read_bytes() == DAMAGED[what]
    assert said[1:] == [f"The settings that could not be read are kept in {aside}"]


@pytest.mark.parametrize("key", WRONG)
def test_a_value_that_is_none_has_its_default_and_the_others_stay(key: str, tmp_path: Path) -> None:
    for value in WRONG[key]:
        (tmp_path / "settings.json").write_text(json.dumps({key: value, "layout/geometry": BLOB, "unknown": value}))
        said: list[str] = []
        kept = Preferences(tmp_path)
        kept.says(said.append)
        assert kept._kept == {"layout/geometry": BLOB}, value
        assert kept._get(key) == READERS[key][1] and len(said) == 1 and key in said[0]


def test_each_setting_has_its_wrong_values() -> None:
    assert {key.partition("/")[0] for key in READERS} == {key.partition("/")[0] for key in WRONG}


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    said: list[str] = []
    for make in (os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")):
        folder = tmp_path / str(len(said))
        folder.mkdir()
        make(folder / "settings.json")
        Preferences(folder).says(said.append)
    assert len(said) == 3 and all("it is not a file" in one for one in said)


def test_what_is_no_file_stays_and_it_is_said_that_nothing_is_kept(tmp_path: Path) -> None:
    """A change once put a file in the place of a FIFO, of a link to a device, or of one to a file kept elsewhere."""
    for number, make in enumerate((os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero"))):
        at, said = tmp_path / str(number) / "settings.json", list[str]()
        at.parent.mkdir()
        make(at)
        before = at.lstat()
        kept = Preferences(at.parent, said.append)
        kept.theme = "dark"
        kept.theme = "light"
        assert (at.lstat().st_ino, at.lstat().st_mode) == (before.st_ino, before.st_mode)
        assert [path.name for path in at.parent.iterdir()] == ["settings.json"]
        assert len(said) == 2 and "are not kept" in said[1] and kept.theme == "light"


def test_a_link_stays_a_link_and_what_it_names_is_written(tmp_path: Path) -> None:
    there, at = tmp_path / "dotfiles" / "mine.json", tmp_path / "config" / "settings.json"
    there.parent.mkdir()
    at.parent.mkdir()
    at.symlink_to(there)
    there.write_text('{"theme": "dark"}')
    there.chmod(0o640)
    Preferences(at.parent).theme = "light"
    assert at.is_symlink() and there.stat().st_mode & 0o777 == 0o640
    assert Preferences(at.parent).theme == "light" and '"light"' in there.read_text()


@pytest.mark.parametrize("holds", ["somebody's words", None], ids=["words", "nothing"])
def test_a_link_to_what_holds_no_settings_is_not_followed_when_they_are_written(
    tmp_path: Path, holds: str | None
) -> None:
    there, at, said = tmp_path / "diary.txt", tmp_path / "config" / "settings.json", list[str]()
    at.parent.mkdir()
    at.symlink_to(there)
    if holds is not None:
        there.write_text(holds)
    Preferences(at.parent, said.append).theme = "dark"
    assert "are not kept" in said[-1] and at.is_symlink() and len(list(at.parent.iterdir())) == 1
    assert (there.read_text() if there.exists() else None) == holds


def test_what_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said: list[str] = []
    kept = Preferences(tmp_path / "file" / "folder", said.append)
    said.clear()  # nor could it be read
    kept.theme = "dark"
    kept.add_filter("error")
    kept.flush()
    assert len(said) == 1 and "Not a directory" in said[0] and kept.theme == "dark"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{}")
    (tmp_path / "settings.json").chmod(0)
    said: list[str] = []
    Preferences(tmp_path).says(said.append)
    assert len(said) == 1 and "Permission denied" in said[0]


def test_what_may_not_be_read_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, said = tmp_path / "settings.json", list[str]()
    file.write_text('{"theme": "dark"}')

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("ui.settings.settings_file.open_regular", refuse)
    kept = Preferences(tmp_path, said.append)
    kept.theme = "light"
    assert len(said) == 2 and "are not kept" in said[1] and file.read_text() == '{"theme": "dark"}'


def test_a_window_opens_with_the_defaults_and_says_so(open_window: Callable[..., User], tmp_path: Path) -> None:
    layouts = {f"layout/{name}": BLOB for name in LAYOUTS}
    wrong = {key: values[0] for key, values in WRONG.items() if "/" not in key}
    (tmp_path / "settings.json").write_text(json.dumps({**layouts, **wrong}))
    user = open_window(storage=tmp_path)
    assert "have their defaults: theme, text-size, capacity" in user.window.counts.currentMessage()
    assert user.window.store.capacity == READERS["capacity"][1] and user.window.files.isVisible()
    user.do("scenario.pair")
    assert user.names() == ["pair.a", "pair.b"]


def test_one_recent_file_is_one(open_window: Callable[..., User], tmp_path: Path) -> None:
    storage, file = tmp_path / "storage", tmp_path / "kept.json"
    user = open_window(storage=storage)
    user.do("scenario.pair")
    assert user.save(file)
    user.window.close_now()
    assert open_window(storage=storage).window.preferences.recent == [str(file)]


def test_a_layout_of_another_machine_never_reaches_qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Preferences(tmp_path)
    kept.set_layout("window", QByteArray(b"made by a stranger"))
    kept.flush()
    assert Preferences(tmp_path).layout("window") == QByteArray(b"made by a stranger")
    monkeypatch.setattr(preferences, "machine_key", lambda: b"another")
    assert Preferences(tmp_path).layout("window") == QByteArray()
