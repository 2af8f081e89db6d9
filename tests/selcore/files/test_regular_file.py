"""What only looks into a file does so with regular ones: from a FIFO that took its place meanwhile nothing is taken."""

import fcntl
import os
import struct
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from selcore.experiment.file import load
from selcore.files import regular_file
from selcore.files.regular_file import NotRegular, copy_regular, open_regular
from selcore.recording import Recording, is_recording
from ui.session.dropped import is_document, kind_of_path
from ui.session.reading import is_sqlite
from ui.settings.preferences import read

FULL = 1 << 16


@pytest.fixture
def swapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Callable[[], int]]]:
    """A full FIFO, which was a file when it was asked what it is, and how many bytes wait in it."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no FIFOs here")
    path, file = tmp_path / "it.json", tmp_path / "file"
    os.mkfifo(path)
    file.write_bytes(b"")
    fd, ask = os.open(path, os.O_RDWR | os.O_NONBLOCK), os.stat
    while os.write(fd, bytes(4096)) == 4096 and waiting(fd) < FULL:
        pass

    def asked(given: object, **options: object) -> os.stat_result:
        return ask(file if given in (path, str(path)) else given, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "stat", asked)
    yield path, lambda: waiting(fd)
    os.close(fd)


def waiting(fd: int) -> int:
    (found,) = struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, bytes(4)))
    return int(found)


@pytest.mark.parametrize("look", [load, Recording, is_recording, is_document, kind_of_path, is_sqlite, read])
def test_nothing_is_taken_from_a_fifo(swapped: tuple[Path, Callable[[], int]], look: Callable[[Path], object]) -> None:
    path, left = swapped
    try:
        look(path)
    except Exception as error:
        assert "it is not a regular file" in str(error)
    assert left() == FULL


def test_a_folder_a_device_and_a_name_with_a_nul_are_refused(tmp_path: Path) -> None:
    for path, error in ((tmp_path, IsADirectoryError), ("/dev/zero", NotRegular), ("a\0b", ValueError)):
        with pytest.raises(error):
            open_regular(path)


def test_what_is_appended_while_it_is_copied_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = tmp_path / "it", tmp_path / "copy"
    path.write_bytes(b"x" * 10)
    ask = os.fstat

    def grows(fd: int) -> os.stat_result:
        found = ask(fd)
        with path.open("ab") as file:
            file.write(b"y")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", grows)
        copy_regular(path, copy)
    assert len(path.read_bytes()) > 10 and set(copy.read_bytes()[:10]) == {ord("x")} and len(copy.read_bytes()) < 13


def test_one_that_has_nothing_to_give_now_reads_as_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's log is a regular file that gives what comes: Python's answer was None, and a traceback of ours."""
    reads, writes = os.pipe()
    os.set_blocking(reads, False)
    monkeypatch.setattr(regular_file, "_open_now", lambda path, flags: reads)
    monkeypatch.setattr(regular_file, "_check", lambda status: None)
    (tmp_path / "log").touch()
    with open_regular(tmp_path / "log") as file:
        assert file.read(10) == b""
    os.close(writes)
