"""The one way to SQLite: how a file is opened, what is seen beside it, what a private copy of it is."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selcore.recording import connecting
from selcore.recording.connecting import Unsafe, connect, is_hot, journal_of, look_beside, rolled_back


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a ?#%.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (a)")
        db.execute("INSERT INTO t VALUES (5)")
        db.commit()
    return path


@pytest.mark.parametrize(("mode", "writes"), [("ro", False), ("immutable", False), ("rw", True)])
def test_it_is_read_and_only_written_where_that_is_said(path: Path, mode: Any, writes: bool) -> None:
    with closing(connect(path, mode)) as db:
        assert db.execute("SELECT a FROM t").fetchall() == [(5,)]
        if writes:
            db.execute("INSERT INTO t VALUES (6)")
            assert not db.in_transaction, "nothing begins a transaction by itself"
        else:
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                db.execute("INSERT INTO t VALUES (6)")


@pytest.mark.parametrize("mode", ["ro", "rw"])
def test_no_file_is_made(tmp_path: Path, mode: Any) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        connect(tmp_path / "none", mode)
    assert list(tmp_path.iterdir()) == []


def test_immutable_takes_no_lock_and_the_others_do(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with closing(connect(path, "immutable")) as db:
            assert db.execute("SELECT a FROM t").fetchall() == [(5,)]
        with closing(connect(path, "ro", 0)) as db, pytest.raises(sqlite3.OperationalError, match="locked"):
            db.execute("SELECT a FROM t")


def test_it_waits_as_long_as_it_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = list[Any]()
    monkeypatch.setattr(connecting.sqlite3, "connect", lambda name, **more: given.append((name, more)))
    connect(path, "rw")
    connect(path, "immutable", 0.5, any_thread=True)
    names, more = zip(*given, strict=True)
    assert names[0].endswith("/a%20%3F%23%25.sqlite?mode=rw") and names[1].endswith(".sqlite?mode=ro&immutable=1")
    assert [(one["timeout"], one["check_same_thread"], one["isolation_level"]) for one in more] == [
        (2.0, True, None),
        (0.5, False, None),
    ]


@pytest.mark.parametrize("any_thread", [True, False])
def test_it_is_for_one_thread_unless_told(path: Path, any_thread: bool) -> None:
    found = list[Any]()

    def use() -> None:
        try:
            found.append(db.execute("SELECT a FROM t").fetchall())
        except sqlite3.ProgrammingError as error:
            found.append(type(error))

    with closing(connect(path, "ro", any_thread=any_thread)) as db:
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
    assert found == [[(5,)] if any_thread else sqlite3.ProgrammingError]


def test_what_stands_beside_it(path: Path) -> None:
    assert journal_of(path) == path.with_name("a ?#%.sqlite-journal") and not look_beside(path)
    journal_of(path).write_text("x")
    assert not look_beside(path)
    wal = path.with_name("a ?#%.sqlite-wal")
    wal.touch()
    assert look_beside(path)
    wal.write_text("x")
    with pytest.raises(Unsafe, match="a part of it is in a .#%.sqlite-wal: the program that writes it must close it"):
        look_beside(path)
    journal_of(path).unlink()
    journal_of(path).mkdir()
    with pytest.raises(Unsafe, match="a .#%.sqlite-journal stands beside it and is not a regular file"):
        look_beside(path)


def test_only_a_journal_that_waits_is_hot() -> None:
    for name, hot in (("SQLITE_READONLY_ROLLBACK", True), ("SQLITE_READONLY", False), (None, False)):
        error = sqlite3.OperationalError("x")
        if name is not None:
            error.sqlite_errorname = name
        assert is_hot(error) is hot


def test_a_copy_has_both_and_names_no_other_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal_of(path).write_bytes(b"no journal at all")
    copies = list[tuple[Path, bytes]]()
    copy_of = connecting._copy

    def noting(path: Path, copy: Path) -> None:
        copy_of(path, copy)
        copies.append((copy, journal_of(copy).read_bytes()))

    monkeypatch.setattr(connecting, "_copy", noting)
    db, folder = rolled_back(path)
    with closing(db):
        assert db.execute("SELECT a FROM t").fetchall() == [(5,)]
    ((copy, journal),) = copies
    assert copy.parent == folder.path and journal == b"no journal at all" + bytes(8)
    assert journal_of(path).read_bytes() == b"no journal at all"
    folder.remove()
    assert not copy.parent.exists()


@pytest.mark.parametrize("missing", [0, 1])
def test_there_must_be_room_for_both(path: Path, missing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    journal_of(path).write_bytes(b"0123456789")
    needed, asked = path.stat().st_size + 10, list[Path]()

    def usage(where: Path) -> Any:
        asked.append(where)
        return type("Usage", (), {"free": needed - missing})

    monkeypatch.setattr(connecting.shutil, "disk_usage", usage)
    if not missing:
        db, folder = rolled_back(path)
        db.close()
        folder.remove()
    else:
        with pytest.raises(Unsafe) as raised:
            rolled_back(path)
        where = asked[0].parent
        said = f"a copy of {needed:,} bytes; {where} has room for {needed - 1:,}"
        assert str(raised.value) == f"what was half written is undone in {said}"
    assert not asked[0].exists()
