"""What SQLite may do for a stranger's file: each bound is set, each setting is off, each other deed is denied."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selcore.recording import guarding
from selcore.recording.guarding import PATIENCE, STEP, Patience, guard

TABLES = frozenset({"calls", "meta"})
LIMITS = {
    **{"LENGTH": 16 << 20, "SQL_LENGTH": 100_000, "COLUMN": 200, "EXPR_DEPTH": 50, "COMPOUND_SELECT": 10},
    **{"VDBE_OP": 25_000, "FUNCTION_ARG": 8, "ATTACHED": 0, "LIKE_PATTERN_LENGTH": 50, "VARIABLE_NUMBER": 1000},
    **{"TRIGGER_DEPTH": 1, "WORKER_THREADS": 0},
}


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(
            "CREATE TABLE calls (list); CREATE TABLE meta (key, value); CREATE TABLE other (a);"
            "CREATE VIEW seen AS SELECT list FROM calls; INSERT INTO calls VALUES (1), (2), (3)"
        )
        yield db


def test_each_thing_is_as_large_as_it_may_be_and_no_larger(db: sqlite3.Connection) -> None:
    guard(db, TABLES)
    for name, most in LIMITS.items():
        assert db.getlimit(getattr(sqlite3, f"SQLITE_LIMIT_{name}")) == most, name


@pytest.mark.parametrize(
    "statement",
    [
        *(
            "SELECT list FROM calls",
            "SELECT max(list), substr(list, 1, 2) FROM CALLS",
            "SELECT name FROM sqlite_master",
        ),
        *("PRAGMA table_xinfo(calls)", "SELECT value FROM meta WHERE key = 'a' ORDER BY value LIMIT 3", "SELECT 1"),
    ],
)
def test_what_reads_a_recording_is_allowed(db: sqlite3.Connection, statement: str) -> None:
    guard(db, TABLES)
    db.execute(statement).fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        *("SELECT a FROM other", "SELECT list FROM seen", "SELECT abs(1)", "SELECT load_extension('x')"),
        *("PRAGMA table_info(calls)", "PRAGMA query_only=OFF", "PRAGMA mmap_size=1000000", "PRAGMA journal_mode"),
        *("DELETE FROM calls", "UPDATE meta SET value = 1", "INSERT INTO meta VALUES (1, 2)", "DROP TABLE calls"),
        *("CREATE TEMP TABLE t (a)", "ATTACH ':memory:' AS more", "BEGIN", "SAVEPOINT s", "ANALYZE"),
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 2",
        "SELECT list FROM (SELECT list FROM seen)",
    ],
)
def test_nothing_else_is(db: sqlite3.Connection, statement: str) -> None:
    guard(db, TABLES)
    with pytest.raises(sqlite3.DatabaseError, match="not authorized|prohibited"):
        db.execute(statement).fetchall()


class Told:
    """A connection as Python 3.12 has it, which keeps what it is told, in order."""

    def __init__(self, old: tuple[int, ...] = ()) -> None:
        self.told: list[tuple[Any, ...]] = []
        self._old = old

    def setlimit(self, *given: Any) -> None:
        self.told.append(("limit", *given))

    def setconfig(self, option: int, value: bool) -> None:
        if option in self._old:
            raise sqlite3.OperationalError("unknown option")
        self.told.append(("config", option, value))

    def set_progress_handler(self, *given: Any) -> None:
        self.told.append(("progress", *given))

    def set_authorizer(self, *given: Any) -> None:
        self.told.append(("authorizer", *given))

    def execute(self, statement: str) -> None:
        self.told.append(("execute", statement))


CONFIG = {"DEFENSIVE": (1010, True), "TRUSTED_SCHEMA": (1017, False), "ENABLE_TRIGGER": (1003, False)}


@pytest.mark.parametrize("old", [(), (1010,), (1017, 1003)])
def test_it_is_told_all_that_sqlite_advises_before_anything_else(
    old: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENABLE_VIEW is one that the header of that Python does not have; ``old`` are those that its library has not."""
    for name, (number, _) in CONFIG.items():
        monkeypatch.setattr(sqlite3, f"SQLITE_DBCONFIG_{name}", number, raising=False)
    monkeypatch.delattr(sqlite3, "SQLITE_DBCONFIG_ENABLE_VIEW", raising=False)
    db = Told(old)
    patience = guard(db, TABLES)  # type: ignore[arg-type]
    assert [one[1:] for one in db.told if one[0] == "config"] == [one for one in CONFIG.values() if one[0] not in old]
    assert [one[1] for one in db.told if one[0] == "execute"] == [
        *("PRAGMA hard_heap_limit=100663296", "PRAGMA query_only=ON", "PRAGMA trusted_schema=OFF"),
        *("PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0", "PRAGMA cache_size=-2000"),
    ]
    assert ("progress", patience.step, 100_000) in db.told and db.told[-1][0] == "authorizer"


def test_a_file_does_not_say_how_much_of_it_is_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE calls (list)")
    data = bytearray(path.read_bytes())
    data[48:52] = (1 << 20).to_bytes(4, "big")  # pages, by default
    path.write_bytes(data)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        guard(db, TABLES)
        db.set_authorizer(None)
        assert db.execute("PRAGMA cache_size").fetchall() == [(-2000,)]
        assert db.execute("PRAGMA hard_heap_limit").fetchall() == [(96 << 20,)]


def test_a_view_is_refused_by_sqlite_itself_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "SQLITE_DBCONFIG_ENABLE_VIEW", 1015, raising=False)
    db = Told()
    guard(db, TABLES)  # type: ignore[arg-type]
    assert ("config", 1015, False) in db.told


def test_patience_is_as_long_for_each_reading() -> None:
    patience = Patience()
    for _ in range(2):
        assert not patience.over
        assert [patience.step() for _ in range(PATIENCE)] == [0] * PATIENCE and not patience.over
        assert patience.step() == 1 and patience.over
        patience.begin()
    assert PATIENCE * STEP == 50_000_000


def test_a_query_is_asked_whether_to_go_on(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "STEP", 10)
    monkeypatch.setattr(guarding, "PATIENCE", 3)
    patience = guard(db, TABLES)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        db.execute("SELECT a.list FROM calls a, calls b, calls c").fetchall()
    patience.begin()
    assert db.execute("SELECT 1").fetchall() == [(1,)]
