"""The file of settings: written in one step; what was damaged is put aside, once, and nothing else is."""

import json
import os
import sys
from pathlib import Path

import pytest

from ui.settings.settings_file import ASIDE, load, write

HALF = b'{"theme": "dark", "rec'


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    assert write(file, {"theme": "dark", "recent": ["/caf\udce9"]}) is None
    assert write(file, {"recent": ["/caf\udce9"]}) is None
    assert load(file) == {"recent": ["/caf\udce9"]} and names(tmp_path) == ["settings.json"]


def test_a_damaged_file_is_kept_and_only_the_last_one(tmp_path: Path) -> None:
    file, aside = tmp_path / "settings.json", tmp_path / f"settings.json{ASIDE}"
    for damaged in (HALF, b"[]"):
        file.write_bytes(damaged)
        assert write(file, {"theme": "light"}) == aside
        assert aside.read_bytes() == damaged and load(file) == {"theme": "light"}
    assert names(tmp_path) == ["settings.json", f"settings.json{ASIDE}"]


def test_one_of_any_size_costs_no_more(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.touch()
    os.truncate(file, 1 << 40)
    aside = write(file, {})
    assert aside is not None and aside.stat().st_size == 1 << 40 and aside.stat().st_blocks == 0


def test_a_link_in_the_place_of_the_last_one_is_replaced_and_not_followed(tmp_path: Path) -> None:
    file, aside, diary = tmp_path / "settings.json", tmp_path / f"settings.json{ASIDE}", tmp_path / "diary"
    diary.write_text("mine")
    aside.symlink_to(diary)
    file.write_bytes(HALF)
    write(file, {})
    assert diary.read_text() == "mine" and not aside.is_symlink() and aside.read_bytes() == HALF


def test_where_it_cannot_be_put_aside_it_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(HALF)
    (tmp_path / f"settings.json{ASIDE}" / "full").mkdir(parents=True)
    with pytest.raises(OSError):
        write(file, {})
    assert file.read_bytes() == HALF and len(names(tmp_path)) == 2


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everything")
def test_one_that_may_not_be_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(HALF)
    file.chmod(0o400)
    with pytest.raises(PermissionError):
        write(file, {})
    assert file.read_bytes() == HALF and names(tmp_path) == ["settings.json"]


def test_of_two_windows_the_second_finds_what_the_first_has_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(HALF)
    assert write(file, {"theme": "dark"}) is not None
    assert write(file, {"theme": "light"}) is None
    assert json.loads(file.read_bytes()) == {"theme": "light"}
