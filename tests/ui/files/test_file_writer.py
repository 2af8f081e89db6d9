"""Files are written beside the window, whole or not at all; a disk that hangs holds only what goes to it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.files.slow_disk import SlowDisk
from ui.files import file_writer
from ui.files.file_writer import FileWriter

Outcome = BaseException | None


@pytest.fixture
def writer() -> Iterator[FileWriter]:
    made = FileWriter()
    yield made
    made.close()


def until_idle(qtbot: QtBot, writer: FileWriter) -> None:
    qtbot.waitUntil(lambda: not writer.busy, timeout=40_000)


def test_it_is_written_on_another_thread_and_told_on_this_one(qtbot: QtBot, writer: FileWriter, tmp_path: Path) -> None:
    threads: list[int] = []

    def make() -> bytes:
        threads.append(threading.get_ident())
        return b"new"

    (tmp_path / "it").write_bytes(b"old")
    writer.write(tmp_path / "it", make, lambda error: threads.append(threading.get_ident()))
    assert writer.busy and writer.places == [tmp_path / "it"]
    until_idle(qtbot, writer)
    assert (tmp_path / "it").read_bytes() == b"new" and len(threads) == 2
    assert threads[0] != threading.get_ident() == threads[1]
    assert not [one for one in threading.enumerate() if one.name == "saving"]


def test_what_cannot_be_written_is_told_and_counted(qtbot: QtBot, writer: FileWriter, tmp_path: Path) -> None:
    told: list[Outcome] = []
    writer.write(tmp_path / "no" / "it", lambda: b"", told.append)
    writer.write(tmp_path, lambda: b"", told.append)
    writer.write(tmp_path / "a\0b", lambda: b"", told.append)
    until_idle(qtbot, writer)
    kinds = {type(one) for one in told}
    assert kinds == {FileNotFoundError, IsADirectoryError, ValueError} and writer.failed == 3
    assert not list(tmp_path.iterdir())


def test_what_goes_to_the_same_place_waits_its_turn_and_the_newest_is_written(
    qtbot: QtBot, writer: FileWriter, tmp_path: Path, slow_disk: SlowDisk
) -> None:
    told: list[str] = []
    for content in ("one", "two", "three"):
        writer.write(tmp_path / "it", content.encode, lambda error, content=content: told.append(content))  # type: ignore[misc]
    slow_disk.is_asked(1)
    assert not told and not (tmp_path / "it").exists()
    slow_disk.goes_on()
    until_idle(qtbot, writer)
    assert told == ["one", "two", "three"] and (tmp_path / "it").read_text() == "three"
    assert slow_disk.written == [b"one", b"three"]


def test_another_place_does_not_wait_for_a_disk_that_hangs(
    qtbot: QtBot, writer: FileWriter, tmp_path: Path, slow_disk: SlowDisk
) -> None:
    slow_disk.hangs = {"hung"}
    writer.write(tmp_path / "hung", lambda: b"1", lambda error: None)
    slow_disk.is_asked(1)
    writer.write(tmp_path / "other", lambda: b"2", lambda error: None)
    qtbot.waitUntil(lambda: writer.places == [tmp_path / "hung"], timeout=40_000)
    assert (tmp_path / "other").read_bytes() == b"2"
    slow_disk.goes_on()
    until_idle(qtbot, writer)


def test_of_places_that_hang_there_are_no_more_than_can_be(
    qtbot: QtBot, writer: FileWriter, tmp_path: Path, slow_disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_writer, "MOST", 2)
    told: list[Outcome] = []
    for name in ("a", "b", "c"):
        writer.write(tmp_path / name, lambda: b"", told.append)
    assert len(told) == 1 and "too many files are being written" in str(told[0])
    slow_disk.goes_on()
    until_idle(qtbot, writer)
    assert told[1:] == [None, None]


def test_at_the_end_all_is_written(qtbot: QtBot, tmp_path: Path, slow_disk: SlowDisk) -> None:
    writer = FileWriter()
    for content in ("one", "two"):
        writer.write(tmp_path / "it", content.encode, lambda error: None)
    slow_disk.is_asked(1)
    slow_disk.goes_on()
    writer.close()
    assert (tmp_path / "it").read_text() == "two" and writer.left == [] and not writer.busy


def test_at_the_end_a_disk_that_hangs_is_not_waited_for_for_ever(
    qtbot: QtBot, tmp_path: Path, slow_disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_writer, "LONGEST", 0)
    writer = FileWriter()
    (tmp_path / "it").write_text("old")
    writer.write(tmp_path / "it", lambda: b"new", lambda error: None)
    slow_disk.is_asked(1)
    writer.close()
    assert writer.left == [tmp_path / "it"] and (tmp_path / "it").read_text() == "old"


def test_a_fault_of_ours_is_loud_and_told(
    qtbot: QtBot, writer: FileWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud: list[object] = []
    told: list[Outcome] = []
    monkeypatch.setattr(threading, "excepthook", lambda given: loud.append(given.exc_type))
    writer.write(tmp_path / "it", lambda: bytes([1 // 0]), told.append)
    until_idle(qtbot, writer)
    assert loud == [ZeroDivisionError] and isinstance(told[0], ZeroDivisionError)
