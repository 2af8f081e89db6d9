"""Recordings that lie: made by the real recorder, then damaged, or with what SQLite would obey beside them."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from .case import OPENS, REFUSED, SAFE, Family
from .journals import hot_journal
from .world import World

TAPES = Family()
BASE: list[Path] = []
"""The recording that all the others are made of: set once, by whoever runs them."""
MARKUP = "<img src=''{fifo}''><b>x</b>"
"""As SQL has it."""
LONG = 2**63 - 1


def good(world: World, name: str = "r.sqlite") -> Path:
    return Path(shutil.copy(BASE[0], world.mail / name))


def sql(*statements: str) -> Callable[[World], Path]:
    """The recording after these statements, which may name ``{victim}`` and ``{fifo}``."""

    def make(world: World) -> Path:
        path = good(world)
        script = [one.replace("{victim}", str(world.victim)).replace("{fifo}", str(world.fifo)) for one in statements]
        _execute(path, *script)
        return path

    return make


def apart(*statements: str) -> Callable[[World], Path]:
    """As ``sql``, in a process of its own: SQLite's bound of the heap, which whoever opened a recording has set, holds
    for the whole process and cannot be raised again."""

    def make(world: World) -> Path:
        path = good(world)
        subprocess.run([sys.executable, "-m", "tests.hostile.recordings", path, *statements], check=True)
        return path

    return make


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA writable_schema=ON")
        db.execute("BEGIN")
        for one in statements:
            db.execute(one)
        db.commit()


def noise(change: Callable[[bytearray], Any]) -> Callable[[World], Path]:
    """The recording with its bytes changed."""

    def make(world: World) -> Path:
        path = good(world)
        data = bytearray(path.read_bytes())
        made = change(data)
        path.write_bytes(made if isinstance(made, bytes | bytearray) else data)
        return path

    return make


def beside(suffix: str, put: Callable[[World, Path, Path], Any]) -> Callable[[World], Path]:
    """The recording with something beside it."""

    def make(world: World) -> Path:
        path = good(world)
        put(world, path, Path(f"{path}{suffix}"))
        return path

    return make


# What stands beside it: SQLite would obey it.

TAPES.row(
    "journal-victim",
    SAFE,
    "a journal that names a file of the user, which SQLite then removes",
    beside("-journal", lambda w, path, at: at.write_bytes(hot_journal(path, w.victim))),
)
TAPES.row(
    "journal-folder",
    SAFE,
    "the same, naming a folder",
    beside("-journal", lambda w, path, at: at.write_bytes(hot_journal(path, w.canary / "sub"))),
)
TAPES.row(
    "journal-self",
    SAFE,
    "the same, naming the recording",
    beside("-journal", lambda w, path, at: at.write_bytes(hot_journal(path, path))),
)
for id, suffix, tries, put in (
    ("journal-noise", "-journal", "a journal of noise", lambda w, path, at: at.write_bytes(os.urandom(5000))),
    (
        "journal-link",
        "-journal",
        "a journal that is a link to a file of the user",
        lambda w, path, at: at.symlink_to(w.victim),
    ),
    ("journal-fifo", "-journal", "a journal that is a FIFO", lambda w, path, at: at.symlink_to(w.fifo)),
    ("journal-dir", "-journal", "a journal that is a folder", lambda w, path, at: at.mkdir()),
    ("journal-zero", "-journal", "a journal without an end", lambda w, path, at: at.symlink_to("/dev/zero")),
    (
        "journal-huge",
        "-journal",
        "a journal of 1 TiB that takes no room",
        lambda w, path, at: (at.touch(), os.truncate(at, 1 << 40)),
    ),
    ("wal-noise", "-wal", "a log of noise", lambda w, path, at: at.write_bytes(os.urandom(5000))),
    ("wal-link", "-wal", "a log that is a link to a file of the user", lambda w, path, at: at.symlink_to(w.victim)),
    ("wal-fifo", "-wal", "a log that is a FIFO", lambda w, path, at: at.symlink_to(w.fifo)),
    ("shm-link", "-shm", "an index that is a link to a file of the user", lambda w, path, at: at.symlink_to(w.victim)),
):
    TAPES.row(id, SAFE, tries, beside(suffix, put))


def in_wal(data: bytearray) -> None:
    data[18] = data[19] = 2


TAPES.row("wal-mode", SAFE, "a file that asks for a log beside it", noise(in_wal))


def _wal(world: World) -> Path:
    path = noise(in_wal)(world)
    Path(f"{path}-wal").symlink_to(world.victim)
    Path(f"{path}-shm").symlink_to(world.victim)
    return path


TAPES.row("wal-both", SAFE, "the same with links to the user's files beside it", _wal)


# What is no recording, or one cut to pieces.

for id, tries, change, says in (
    ("head-only", "its first 100 bytes", lambda data: data[:100], ""),
    ("magic-only", "its first 16 bytes", lambda data: data[:16], ""),
    ("half", "half of it", lambda data: data[: len(data) // 2], "cut off"),
    ("page-size", "pages of no bytes", lambda data: data.__setitem__(slice(16, 18), b"\0\0"), ""),
    ("page-huge", "pages of 64 KiB", lambda data: data.__setitem__(slice(16, 18), b"\0\1"), ""),
    ("pages-many", "four billion pages", lambda data: data.__setitem__(slice(28, 32), b"\xff" * 4), "cut off"),
    ("format-99", "a later format of SQLite", lambda data: data.__setitem__(slice(18, 20), b"cc"), ""),
    ("schema-noise", "a schema of noise", lambda data: data.__setitem__(slice(100, 4096), b"\xff" * 3996), ""),
):
    TAPES.row(id, REFUSED, tries, noise(change), says)
for start in (1, 2, 3, 5, 8):
    TAPES.row(
        f"noise-{start}",
        SAFE,
        f"noise from page {start} on",
        noise(
            lambda data, start=start: data.__setitem__(
                slice(start * 4096 + 8, None), b"\x55" * len(data[start * 4096 + 8 :])
            )
        ),
    )
TAPES.row(
    "freelist",
    SAFE,
    "a list of free pages that goes round",
    noise(lambda data: data.__setitem__(slice(32, 40), b"\0\0\0\2\0\0\0\x63")),
)
TAPES.row(
    "schema-name",
    REFUSED,
    "a table's name that is no text, which SQLite quotes in its error",
    noise(lambda data: data.replace(b"tablecommands", b"tablecomma\xa7ds", 1)),
    "holds what no recording holds",
)
TAPES.row(
    "schema-bytes",
    REFUSED,
    "a byte in the schema that is no letter",
    noise(lambda data: data.replace(b" address TEXT", b"\xffaddress TEXT", 1)),
    "SQLite says|no column|not UTF-8",
)
TAPES.row(
    "application-id",
    OPENS,
    "another program's mark in its head",
    noise(lambda data: data.__setitem__(slice(68, 72), b"evil")),
)
TAPES.row("fifo", REFUSED, "a FIFO in its place", lambda w: w.fifo, "", reads=True)
TAPES.row("directory", REFUSED, "a folder in its place", lambda w: w.temp, "")
TAPES.row("missing", REFUSED, "nothing in its place", lambda w: w.mail / "none.sqlite", "")


def _sparse(world: World) -> Path:
    path = good(world)
    os.truncate(path, 1 << 40)
    return path


TAPES.row("sparse", SAFE, "1 TiB that takes no room, with the head of a recording", _sparse)


# A schema that acts.

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
VIEWLESS = ("DROP VIEW ready", "DROP VIEW results")
for id, tries, statements, says in (
    (
        "view-calls",
        "a view without an end in place of the calls",
        (*VIEWLESS, "DROP TABLE calls", f"CREATE VIEW calls AS {ENDLESS}"),
        "no table calls",
    ),
    (
        "view-meta",
        "a view without an end in place of meta",
        ("DROP TABLE meta", f"CREATE VIEW meta AS SELECT i AS key, i AS value FROM ({ENDLESS})"),
        "meta",
    ),
    (
        "virtual-meta",
        "a virtual table in place of meta",
        ("DROP TABLE meta", "CREATE VIRTUAL TABLE meta USING fts5(key, value)"),
        "",
    ),
    ("no-meta", "no meta", ("DROP TABLE meta",), "no table meta"),
    ("no-calls", "no calls", (*VIEWLESS, "DROP TABLE calls"), "no table calls"),
    ("no-column", "a column missing", (*VIEWLESS, "ALTER TABLE calls RENAME COLUMN list TO lost"), "no column list"),
    ("newer", "a newer version", ("UPDATE meta SET value = '2' WHERE key = 'version'",), "newer version"),
    (
        "version-huge",
        "a version of 10,000 digits",
        ("UPDATE meta SET value = replace(hex(zeroblob(5000)), '0', '9') WHERE key = 'version'",),
        "",
    ),
    ("version-words", "words as a version", ("UPDATE meta SET value = 'x' WHERE key = 'version'",), "which version"),
    ("other-format", "another format", ("UPDATE meta SET value = 'x' WHERE key = 'format'",), "no recording"),
    (
        "schema-loop",
        "a schema that cannot be parsed",
        ("UPDATE sqlite_master SET sql = 'CREATE TABLE meta(' WHERE name = 'meta'",),
        "",
    ),
    (
        "schema-command",
        "a schema that is a command",
        ("UPDATE sqlite_master SET sql = 'ATTACH ''{victim}'' AS x' WHERE name = 'calls'",),
        "",
    ),
):
    TAPES.row(id, REFUSED, tries, sql(*statements), says)
for id, tries, statements in (
    (
        "trigger",
        "triggers that write",
        (
            "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM calls; END",
            "CREATE TRIGGER u AFTER INSERT ON calls BEGIN DELETE FROM meta; END",
        ),
    ),
    ("view-more", "views without an end beside the tables", (f"CREATE VIEW more AS {ENDLESS}",)),
    (
        "generated",
        "a column that is computed with a long loop",
        ("ALTER TABLE objects ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))",),
    ),
    ("index", "an index over an expression", ("CREATE INDEX more ON calls (abs(number))",)),
    ("table-long", "a table with a name of 10,000 letters", (f"CREATE TABLE {'t' * 10_000} (a)",)),
    ("tables", "900 tables more", tuple(f"CREATE TABLE t{n} (a)" for n in range(900))),
    (
        "meta-more",
        "100,000 lines of meta",
        (
            "INSERT INTO meta WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 100000) SELECT 'k' || i, 'v' FROM n",
        ),
    ),
):
    TAPES.row(id, SAFE, tries, sql(*statements))

if __name__ == "__main__":
    _execute(Path(sys.argv[1]), *sys.argv[2:])
