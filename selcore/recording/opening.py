"""A file that may be a recording: looked at before anything in it is believed, and opened so that it is not written."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from .schema import FORMAT, TABLES, VERSION


class Unreadable(Exception):
    """The file is no recording that can be opened; ``str()`` is the reason."""


def open_recording(path: Path) -> sqlite3.Connection:
    """A connection to the file. Raises Unreadable."""
    head = _head(path)
    if head[:16] != b"SQLite format 3\0":
        raise Unreadable("it is not a SQLite file")
    pages, size = int.from_bytes(head[28:32], "big"), int.from_bytes(head[16:18], "big")
    expected, found = pages * (65536 if size == 1 else size), path.stat().st_size
    journal = Path(f"{path}-journal")
    interrupted = journal.exists() and journal.stat().st_size > 0
    if found < expected and not interrupted:
        raise Unreadable(f"it is cut off: {found:,} of {expected:,} bytes are there")
    # What was being written when its program was killed is rolled back by whoever opens it next: not with mode=ro.
    uri = f"file:{quote(str(path.absolute()))}?mode={'rw' if interrupted else 'ro'}"
    try:
        db = sqlite3.connect(uri, uri=True, timeout=2.0, isolation_level=None)
    except sqlite3.Error as error:
        raise Unreadable(f"SQLite says: {error}") from error
    return db


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Unreadable("there is no such file" if not path.exists() else "it is not a regular file")
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error


def check(db: sqlite3.Connection) -> dict[str, str]:
    """What the file says of itself. Raises Unreadable where it is no recording of a kind that is known."""
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 16 << 20)
    for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        db.execute(f"PRAGMA {pragma}")
    tables = {
        name: sql or ""
        for name, sql in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' LIMIT 1000")
    }
    if "meta" not in tables or tables["meta"].upper().startswith("CREATE VIRTUAL"):
        raise Unreadable("it is a SQLite file, but no recording: it has no table meta")
    about = {str(key): str(value) for key, value in db.execute("SELECT key, value FROM meta LIMIT 1000")}
    if about.get("format") != FORMAT:
        raise Unreadable("it is a SQLite file, but no recording")
    version = counted(about.get("version"))
    if version > VERSION:
        raise Unreadable(f"it was made by a newer version of this program (format {version}; this reads {VERSION})")
    if version < 1:
        raise Unreadable("it does not say which version of the format it has")
    for name, columns in expected_columns().items():
        if name not in tables or tables[name].upper().startswith("CREATE VIRTUAL"):
            raise Unreadable(f"it has no table {name}")
        missing = columns - {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
        if missing:
            raise Unreadable(f"its table {name} has no column {min(missing)}")
    return about


def expected_columns() -> dict[str, set[str]]:
    """The tables of a recording and their columns."""
    db = sqlite3.connect(":memory:")
    try:
        db.executescript(TABLES)
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: {row[1] for row in db.execute(f"PRAGMA table_info({name})")} for name in names}
    finally:
        db.close()


def counted(words: str | None) -> int:
    """A number that the file says of itself; 0 where it says none."""
    return int(words) if words is not None and words.isdecimal() and len(words) < 19 else 0
