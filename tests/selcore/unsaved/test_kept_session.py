"""What is kept is there, whole and private, while its program lives; saved it goes, and left it stays."""

import errno
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from selcore.experiment.file import FORMAT, LIMIT, Experiment, load
from selcore.files.private_folder import PREFIX
from selcore.unsaved import kept_session
from selcore.unsaved.found import newest_unsaved
from selcore.unsaved.kept_session import NAME, KeptSession
from selcore.values.commands import Note
from tests.playground.shell import posix

pytestmark = posix


def notes(count: int, words: str = "") -> Experiment:
    commands = tuple(Note(text=f"{words}{number}") for number in range(count))
    return Experiment(format=FORMAT, version=1, commands=commands)


def files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.name == NAME)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def no_room() -> Iterator[None]:
    """A disk that takes 4 KiB: so a file ends for this process, which has SIGXFSZ ignored as every Python has."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_nobody_else_can_read_it_and_there_is_one_file(tmp_path: Path) -> None:
    kept = KeptSession(tmp_path / "unsaved")
    assert not (tmp_path / "unsaved").exists(), "nothing has been done yet"
    old = os.umask(0)
    try:
        kept.keep(notes(1))
        kept.keep(notes(2))
    finally:
        os.umask(old)
    (file,) = files(tmp_path)
    assert load(file) == notes(2)
    assert mode(file) == 0o600 and mode(file.parent) == mode(tmp_path / "unsaved") == 0o700
    kept.forget()
    kept.forget()
    assert list(tmp_path.iterdir()) == []


def test_two_windows_keep_theirs_apart_and_each_removes_its_own(tmp_path: Path) -> None:
    one, other = KeptSession(tmp_path / "unsaved"), KeptSession(tmp_path / "unsaved")
    one.keep(notes(1))
    other.keep(notes(2))
    assert newest_unsaved(tmp_path / "unsaved") is None, "both live"
    one.forget()
    (file,) = files(tmp_path)
    assert load(file) == notes(2)
    other.forget()
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_is_found(tmp_path: Path) -> None:
    kept = KeptSession(tmp_path / "unsaved")
    kept.leave()
    kept.keep(notes(3))
    kept.leave()
    found = newest_unsaved(tmp_path / "unsaved")
    assert found is not None and found.experiment == notes(3)
    found.discard()


def test_too_much_is_refused_and_what_was_kept_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than could be read again."""
    assert kept_session.LIMIT == LIMIT
    monkeypatch.setattr(kept_session, "LIMIT", 1000)
    kept = KeptSession(tmp_path)
    kept.keep(notes(1))
    with pytest.raises(ValueError, match="at most 1,000 are kept"):
        kept.keep(notes(20, "x" * 100))
    (file,) = files(tmp_path)
    assert load(file) == notes(1)
    kept.forget()


def test_on_a_full_disk_what_was_kept_stays(tmp_path: Path) -> None:
    kept = KeptSession(tmp_path)
    kept.keep(notes(1))
    with no_room(), pytest.raises(OSError, match="found no room"):
        kept.keep(notes(5000, "x" * 100))
    (file,) = files(tmp_path)
    assert load(file) == notes(1) and [one.name for one in file.parent.iterdir() if one.suffix == ".tmp"] == []
    kept.forget()


def test_where_nothing_can_be_locked_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could tell whether its owner lives."""
    monkeypatch.setattr("selcore.files.private_folder.locks", lambda: None)
    with pytest.raises(OSError, match="no file can be locked there") as refused:
        KeptSession(tmp_path / "unsaved").keep(notes(1))
    assert refused.value.errno == errno.ENOLCK and list((tmp_path / "unsaved").iterdir()) == []


def test_the_folder_around_may_go_while_another_one_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever leaves last removes it."""
    made, within = kept_session.PrivateFolder, tmp_path / "unsaved"
    gone: list[str] = []

    def late(place: str) -> object:
        if not gone:
            gone.append(place)
            within.rmdir()
        return made(place)

    monkeypatch.setattr(kept_session, "PrivateFolder", late)
    kept = KeptSession(within)
    kept.keep(notes(1))
    assert gone == [str(within)] and [one.name.startswith(PREFIX) for one in within.iterdir()] == [True]
    kept.forget()
