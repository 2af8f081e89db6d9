"""A new recording's file: what it says of itself, and what it does not take the place of."""

import errno
import os
import platform
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic_ns, time_ns

import pytest

from selcore.recording import making
from selcore.recording.making import is_recording, make, now
from selcore.recording.opening import expected_columns
from selcore.reference.doctor import package_version
from tests.selcore.recorded import query

MAGIC = bytes.fromhex("d9d505f920a163d7")
WHEN = "%Y-%m-%dT%H:%M:%S.%f%z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "r.sqlite"
    make(path)
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_it_says_where_it_comes_from_and_what_its_times_count_from(tmp_path: Path) -> None:
    path, before, clock = tmp_path / "r.sqlite", (monotonic_ns(), time_ns()), datetime.now(UTC)
    make(path)
    about = dict(query(path, "SELECT key, value FROM meta"))
    assert before[0] <= int(about.pop("monotonic_ns")) <= monotonic_ns()
    assert before[1] <= int(about.pop("wall_ns")) <= time_ns()
    assert abs((datetime.strptime(about.pop("started"), WHEN) - clock).total_seconds()) < 100
    assert about == {
        **{"format": "selector-playground-recording", "version": "1", "ended": "", "ended_ns": "", "stopped": ""},
        **dict.fromkeys(("calls", "results", "commands", "lost_calls", "lost_results", "lost_records"), "0"),
        "program": f"selector-playground {package_version('selector-playground')}",
        **{"python": platform.python_version(), "sqlite": sqlite3.sqlite_version},
        **{"system": platform.system(), "release": platform.release(), "machine": platform.machine()},
    }
    assert len(now()) == len("2026-11-30T02:30:00.123+00:00") and now().endswith("+00:00")


def test_a_program_that_is_not_installed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "package_version", lambda name: None)
    make(tmp_path / "r.sqlite")
    asked = "SELECT value FROM meta WHERE key = 'program'"
    assert query(tmp_path / "r.sqlite", asked) == [("selector-playground unknown",)]


def test_its_header_says_what_it_is_and_nothing_else_is_left(path: Path) -> None:
    assert query(path, "PRAGMA application_id") == [(0x53505243,)] and query(path, "PRAGMA user_version") == [(1,)]
    assert {name for (name,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")} == set(
        expected_columns()
    )
    assert {name for (name,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'view'")} == {
        "results",
        "ready",
    }
    assert names(path.parent) == ["r.sqlite"] and is_recording(path)
    data = bytearray(path.read_bytes())
    for place in (0, 15, 68, 71):
        other = path.with_name("other")
        other.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert not is_recording(other), place
    other.write_bytes(data[:71])
    assert not is_recording(other)


def test_an_older_one_and_an_empty_file_are_replaced(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO losses VALUES (1, 2, 3, 4, 5)")
        db.commit()
    path.with_name("r.sqlite-journal").write_bytes(MAGIC)
    make(path)
    assert query(path, "SELECT * FROM losses") == []
    empty = path.with_name("empty.sqlite")
    empty.touch()
    make(empty)
    assert is_recording(empty) and names(path.parent) == ["empty.sqlite", "r.sqlite"]


def other_file(path: Path) -> None:
    path.write_text("dear diary")


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE precious (a)")


def fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def no_journal(path: Path) -> None:
    path.with_name("r.sqlite-journal").write_text("dear diary")


def nearly_a_journal(path: Path) -> None:
    path.with_name("r.sqlite-journal").write_bytes(MAGIC[:-1])


def empty_log(path: Path) -> None:
    path.with_name("r.sqlite-wal").touch()


def log(path: Path) -> None:
    path.with_name("r.sqlite-wal").write_text("x")


def odd_words(path: Path) -> None:
    """SQLite quotes them in what it says, and Python cannot read that."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_master SET name = CAST(x'ff' AS TEXT), sql = 'CREATE TABLE nonsense'")
        db.commit()


@pytest.mark.parametrize(
    ("spoil", "number", "words"),
    [
        (other_file, errno.EEXIST, "a file that is not a recording is already there; it is not replaced"),
        (other_database, errno.EEXIST, "a file that is not a recording is already there; it is not replaced"),
        (fifo, errno.EINVAL, "it is not a regular file"),
        (no_journal, errno.EEXIST, "r.sqlite-journal stands beside it and is not a journal; it is not removed"),
        (nearly_a_journal, errno.EEXIST, "r.sqlite-journal stands beside it and is not a journal; it is not removed"),
        (empty_log, errno.EEXIST, "r.sqlite-wal stands beside it; it is not removed"),
        (log, errno.EEXIST, "a part of it is in r.sqlite-wal: the program that writes it must close it first"),
        (odd_words, errno.EEXIST, "there is a file that holds what no recording holds; it is not replaced"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_is_not_ours_is_not_replaced(path: Path, spoil: Callable[[Path], None], number: int, words: str) -> None:
    spoil(path)
    before = sorted(path.parent.iterdir())
    with pytest.raises(OSError, match="it") as raised:
        make(path)
    assert (raised.value.errno, raised.value.strerror) == (number, words)
    assert sorted(path.parent.iterdir()) == before


@pytest.mark.parametrize("begin", [b"", bytes(8), bytes(20), MAGIC + b"more"])
def test_a_journal_that_was_left_is_removed(path: Path, begin: bytes) -> None:
    path.with_name("r.sqlite-journal").write_bytes(begin)
    make(path)
    assert names(path.parent) == ["r.sqlite"]


def test_one_that_is_being_written_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for whoever writes it to be done."""
    waits, connect = list[float](), making.connect
    monkeypatch.setattr(making, "connect", lambda path, mode, wait=2.0: waits.append(wait) or connect(path, mode, wait))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(OSError, match="busy|it is") as raised:
            make(path)
        assert (raised.value.errno, raised.value.strerror) == (errno.EBUSY, "it is being written by somebody else")
        link = path.with_name("link")
        link.symlink_to(path)
        with pytest.raises(OSError, match="it is being written by somebody else"):
            make(link)
        assert set(waits) == {0}
        db.execute("ROLLBACK")
    make(path)


@pytest.mark.parametrize(
    ("spoil", "number", "words"),
    [
        (lambda path: os.mkfifo(path.with_name("r.sqlite-journal")), errno.EEXIST, "is not a regular file"),
        (empty_log, errno.EBUSY, "it is being written by somebody else"),
    ],
)
def test_beside_the_file_itself_is_looked_too_where_a_link_leads_to_it(
    path: Path, spoil: Callable[[Path], None], number: int, words: str
) -> None:
    spoil(path)
    link = path.parent / "elsewhere" / "link"
    link.parent.mkdir()
    link.symlink_to(path)
    with pytest.raises(OSError, match=words) as raised:
        make(link)
    assert raised.value.errno == number and link.is_symlink()


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        make(tmp_path / "no" / "r.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_one_that_cannot_be_filled_leaves_what_there_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def half(new: Path) -> None:
        assert new.parent == path.parent and new.suffix == ".sqlite" and new.name.startswith(f".{os.getpid()}-")
        new.with_name(f"{new.name}-journal").write_bytes(MAGIC)
        raise sqlite3.OperationalError("no more")

    monkeypatch.setattr(making, "_fill", half)
    with pytest.raises(sqlite3.OperationalError, match="no more"):
        make(path)
    assert path.read_bytes() == before and names(path.parent) == ["r.sqlite"]


def test_what_comes_while_it_is_made_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill, path = making._fill, tmp_path / "r.sqlite"

    def meanwhile(new: Path) -> None:
        fill(new)
        path.write_text("dear diary")

    monkeypatch.setattr(making, "_fill", meanwhile)
    with pytest.raises(FileExistsError):
        make(path)
    assert path.read_text() == "dear diary" and names(tmp_path) == ["r.sqlite"]


@pytest.mark.parametrize("name", ["/", "", "."])
def test_what_has_no_name_is_a_folder_and_no_fault_of_ours(name: str) -> None:
    with pytest.raises(IsADirectoryError):
        make(Path(name))
