"""What stands beside a recording may be a stranger's: it removes nothing, and opening changes nothing there."""

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selcore.recording import Recorder, Recording, UnreadableRecording, Unwritable, connecting, guarding
from selcore.values import commands as c
from selcore.values.facts import one_by_one
from tests.selcore.driver import PAIR, WRITE_A
from tests.selcore.recorded import facts_of, query, record, recording

MAGIC = bytes.fromhex("d9d505f920a163d7")
VERBS = "SELECT verb FROM commands ORDER BY position"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "r.sqlite"
    record(path, PAIR, WRITE_A, c.Run(calls=300, timeout=0))
    return path


@pytest.fixture
def good(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "r.sqlite"))


def beside(path: Path, what: str = "-journal") -> Path:
    return path.with_name(path.name + what)


def journal(path: Path, super_journal: Path) -> bytes:
    """A journal that undoes nothing and is the child of that file, as https://sqlite.org/fileformat.html tells."""
    head, name = path.read_bytes()[:100], os.fsencode(super_journal)
    page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    begin = (MAGIC + struct.pack(">5I", 0, 0, pages, 512, page)).ljust(512, b"\0")
    return begin + struct.pack(">I", (1 << 30) // page + 1) + name + struct.pack(">2I", len(name), sum(name)) + MAGIC


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in folder.iterdir() if one.is_file()}


def read(path: Path) -> None:
    with closing(Recording(path)) as opened:
        assert opened.objects() and list(opened.slices())


def told(path: Path) -> list[object]:
    return [one for fact in facts_of(path) for one in one_by_one(fact)]


def replace(path: Path) -> None:
    recorder = Recorder(path)
    recorder.start()
    recorder.end()
    assert recorder.wait(20)


def test_sqlite_itself_removes_the_file_that_a_journal_names(good: Path, tmp_path: Path) -> None:
    """That is what the others are about."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    beside(good).write_bytes(journal(good, victim))
    assert query(good, VERBS) and not victim.exists()


@pytest.mark.parametrize("use", [read, replace])
def test_a_journal_removes_no_other_file(good: Path, tmp_path: Path, use: Callable[[Path], None]) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    beside(good).write_bytes(journal(good, victim))
    before = state(tmp_path)
    use(good)
    assert victim.read_text() == "precious"
    assert use is replace or state(tmp_path) == before


def test_one_that_was_made_before_lost_records_were_counted_opens(good: Path) -> None:
    with closing(sqlite3.connect(good)) as db:
        db.executescript("ALTER TABLE losses DROP COLUMN records; DELETE FROM meta WHERE key = 'lost_records'")
    with closing(Recording(good)) as recording:
        assert recording.lost_records == 0


@pytest.mark.parametrize("what", ["-journal", "-wal"])
def test_what_comes_to_stand_beside_it_while_it_is_read_is_not_waited_for(good: Path, what: str) -> None:
    with closing(Recording(good)) as opened:
        os.mkfifo(beside(good, what))
        fd = os.open(beside(good, what), os.O_RDWR)  # else SQLite would wait for a writer
        with (
            closing(os.fdopen(fd)),
            pytest.raises(UnreadableRecording, match="stands beside it and is not a regular file"),
        ):
            list(opened.slices())


KILLED = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.executescript("PRAGMA cache_size=2; PRAGMA cache_spill=1; BEGIN IMMEDIATE")
db.execute("DELETE FROM commands")
db.execute("CREATE TABLE many (a)")
db.executemany("INSERT INTO many VALUES (?)", [("x" * 3000,)] * 500)  # more than the cache holds: into the file
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def killed(good: Path) -> Path:
    """Its program was killed while it wrote into it: the journal must be rolled back."""
    subprocess.run([sys.executable, "-c", KILLED, good], check=False)
    assert beside(good).read_bytes()[:8] == MAGIC
    return good


def test_what_was_half_written_is_taken_back_in_a_copy(
    killed: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, private = state(tmp_path), tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    assert told(killed) == told(made)
    assert state(tmp_path) == before
    assert names(private) == []


def test_a_copy_for_which_there_is_no_room_is_not_made(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1000, 900, 100))  # type: ignore[attr-defined]
    with pytest.raises(UnreadableRecording, match="has room for 100"):
        Recording(killed)


def test_a_killed_recording_is_replaced(killed: Path) -> None:
    replace(killed)
    assert query(killed, "SELECT count(*) FROM calls") == [(0,)] and not beside(killed).exists()


@pytest.mark.parametrize("what", ["-journal", "-wal"])
@pytest.mark.parametrize("kind", ["fifo", "folder", "link", "device"])
def test_what_is_no_file_is_not_even_opened(good: Path, tmp_path: Path, what: str, kind: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    if kind == "fifo":
        os.mkfifo(beside(good, what))
    elif kind == "folder":
        beside(good, what).mkdir()
    else:
        beside(good, what).symlink_to(victim if kind == "link" else "/dev/zero")
    before = good.read_bytes()
    with pytest.raises(UnreadableRecording, match=f"r.sqlite{what} stands beside it and is not a regular file"):
        Recording(good)
    with pytest.raises(Unwritable, match="not a regular file"):
        replace(good)
    assert good.read_bytes() == before and victim.read_text() == "precious"


def test_with_a_log_it_is_read_alone_or_not_at_all(good: Path, tmp_path: Path) -> None:
    """A program made it one with a write-ahead log (WAL): none is made, none is read."""
    with closing(sqlite3.connect(good)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("DELETE FROM losses")
        db.commit()
    assert names(tmp_path) == ["r.sqlite"]
    before = state(tmp_path)
    read(good)
    assert state(tmp_path) == before
    beside(good, "-wal").write_bytes(b"")
    read(good)
    assert names(tmp_path) == ["r.sqlite", "r.sqlite-wal"]
    beside(good, "-wal").write_bytes(b"x" * 100)
    with pytest.raises(UnreadableRecording, match="a part of it is in r.sqlite-wal"):
        Recording(good)
    with pytest.raises(Unwritable, match="r.sqlite-wal"):
        replace(good)


def test_a_file_that_is_no_journal_is_not_removed(tmp_path: Path) -> None:
    mine = tmp_path / "r.sqlite-journal"
    mine.write_text("dear diary")
    with pytest.raises(Unwritable, match="is not a journal; it is not removed"):
        replace(tmp_path / "r.sqlite")
    assert mine.read_text() == "dear diary" and list(tmp_path.iterdir()) == [mine]


@pytest.mark.parametrize(
    "name", ["a?mode=rwc#b%41&c", "file:r.sqlite?vfs=none", ":memory:", "ü 'x\" \udcff", "-journal"]
)
def test_any_name_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    record(Path(name), PAIR)
    assert len(facts_of(Path(name))) == 1 and names(tmp_path) == [name]


def test_behind_a_link_it_is_the_same(good: Path, killed: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link"
    link.parent.mkdir()
    link.symlink_to(killed)
    assert told(link) == told(killed)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(UnreadableRecording):
        Recording(loop)
    with pytest.raises(UnreadableRecording):
        Recording("a\0b")


def test_while_it_is_written_it_is_read_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with recording(path) as (driver, recorder):
        driver.do(PAIR, WRITE_A)
        driver.until(lambda: recorder.commands == 2)
        assert len(facts_of(path)) == 2
        driver.do(c.Run(calls=5000, timeout=0))
        assert len(facts_of(path)) >= 2
        assert recorder.state == "recording"
    assert query(path, "SELECT count(*) FROM calls") == [(5000,)]


def test_in_a_folder_that_cannot_be_written_it_is_read(killed: Path, made: Path) -> None:
    """As anybody who is not root sees it."""
    killed.parent.chmod(0o555)
    killed.chmod(0o444)
    try:
        assert told(killed) == told(made)
    finally:
        killed.parent.chmod(0o755)


FOREIGN: list[tuple[tuple[str, ...], str]] = [
    (("ALTER TABLE calls RENAME TO old", "CREATE VIEW calls AS SELECT * FROM old"), "no table calls"),
    (
        ("DROP TABLE losses", "CREATE VIRTUAL TABLE losses USING fts4(position, at_ns, calls, results)"),
        "no table losses",
    ),
    (
        (
            "DROP TABLE losses",
            "CREATE TABLE losses (position INTEGER PRIMARY KEY, at_ns INTEGER, calls INTEGER,"
            " results INTEGER GENERATED ALWAYS AS (abs(calls)))",
        ),
        "another kind of column results",
    ),
    (
        ("DROP TABLE losses", "CREATE TABLE losses (position INTEGER, at_ns INTEGER, calls INTEGER, results INTEGER)"),
        "another kind of column position",
    ),
    (("CREATE TRIGGER t AFTER INSERT ON calls BEGIN SELECT 1; END",), "a trigger"),
    (
        ("CREATE VIEW sqlite AS SELECT 1", "DROP TABLE meta", "CREATE VIEW meta AS SELECT 1 AS key, 2 AS value"),
        "no table meta",
    ),
]


@pytest.mark.parametrize(("statements", "words"), FOREIGN, ids=[words for _, words in FOREIGN])
def test_only_tables_stand_in_the_place_of_tables(good: Path, statements: tuple[str, ...], words: str) -> None:
    with closing(sqlite3.connect(good)) as db:
        db.execute("DROP VIEW ready")
        db.execute("DROP VIEW results")
        for one in statements:
            db.execute(one)
        db.commit()
    with pytest.raises(UnreadableRecording, match=words):
        Recording(good)


def test_the_connection_reads_recordings_and_nothing_else(good: Path) -> None:
    with closing(Recording(good)) as opened:
        db = opened._db
        for statement in (
            "ATTACH ':memory:' AS other",
            "CREATE TEMP TABLE a (b)",
            "SELECT * FROM ready",
            "SELECT load_extension('x')",
            "PRAGMA journal_mode=WAL",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
            "DELETE FROM calls",
        ):
            with pytest.raises(sqlite3.Error):
                db.execute(statement).fetchall()


def test_a_query_that_works_on_and_on_is_ended(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Billions of rows of a join, all of them of tables that may be read."""
    monkeypatch.setattr(guarding, "PATIENCE", 20)
    with closing(Recording(good)) as opened:
        asked = "SELECT a.list FROM calls a, calls b, calls c, calls d WHERE a.list + b.list + c.list + d.list < 0"
        with pytest.raises(UnreadableRecording, match="takes too long"):
            opened._guard(lambda: opened._db.execute(asked).fetchall())
        assert list(opened.slices())
