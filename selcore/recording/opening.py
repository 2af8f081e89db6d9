"""Opens a file that may be a recording: checked before anything in it is trusted, and never changed.

Its bytes, its times and what stands beside it stay; so it is with a recording that grows meanwhile, and with one whose
program was killed: what that was writing is taken back in a private copy.
"""

import os
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from ..files.file_head import HEAD, is_sqlite
from ..files.private_folder import PrivateFolder
from ..files.regular_file import NotRegular, open_regular
from ..files.strict_json import short
from .connecting import Unsafe, connect, is_hot, journal_of, look_beside, rolled_back
from .guarding import Patience, guard
from .schema import FORMAT, TABLES, VERSION, WATCHED

TOO_MUCH = "it takes more memory than any recording does"


class UnreadableRecording(Exception):
    """The file is no recording that can be opened; ``str()`` is the reason, on one line of a bearable length."""

    def __init__(self, reason: str):
        super().__init__(short(reason))


class RecordingConnection:
    """A connection that can only read recordings, on any thread, one at a time."""

    def __init__(self, path: Path):
        """Raises UnreadableRecording."""
        self._folder: PrivateFolder | None = None
        self._watched: Path | None = None
        try:
            self.db = self._connect(path)
        except sqlite3.Error as error:
            raise UnreadableRecording(f"SQLite says: {error}") from error
        except OSError as error:
            raise UnreadableRecording(error.strerror or str(error)) from error
        except Unsafe as error:
            raise UnreadableRecording(str(error)) from error
        except MemoryError as error:
            raise UnreadableRecording(TOO_MUCH) from error
        except UnicodeError as error:  # what SQLite says quotes the file's own bytes
            raise UnreadableRecording(f"it holds what no recording holds: {error}") from error
        self.patience: Patience

    def _connect(self, path: Path) -> sqlite3.Connection:
        try:
            path = Path(os.path.realpath(path))  # SQLite looks beside the file itself, not beside a link to it
        except ValueError as error:  # NUL
            raise UnreadableRecording(str(error)) from error
        logged = _look(path) | look_beside(path)
        try:
            db = self._guarded(connect(path, "immutable" if logged else "ro", any_thread=True))
            self._watched = None if logged else path
            return db
        except sqlite3.Error as error:
            if not is_hot(error):
                raise
        db, self._folder = rolled_back(path, any_thread=True)
        return self._guarded(db)

    def _guarded(self, db: sqlite3.Connection) -> sqlite3.Connection:
        try:
            self.patience = guard(db, frozenset(expected_columns()))
            db.execute("SELECT name FROM sqlite_master LIMIT 1").fetchone()  # the first look at the file
        except BaseException:
            db.close()
            raise
        return db

    def begin(self) -> None:
        """Before each reading. Raises UnreadableRecording if what SQLite would act on stands beside the file by now."""
        self.patience.begin()
        if self._watched is not None:  # it is looked for at each query: a FIFO would be waited for
            try:
                look_beside(self._watched)
            except Unsafe as error:
                raise UnreadableRecording(str(error)) from error
            except OSError as error:
                raise UnreadableRecording(error.strerror or str(error)) from error

    def close(self) -> None:
        """Idempotent."""
        self.db.close()
        if self._folder is not None:
            self._folder.remove()


def _look(path: Path) -> bool:
    """Whether the file's header asks for a write-ahead log. Raises UnreadableRecording and OSError."""
    try:
        file = open_regular(path)
    except FileNotFoundError as error:
        raise UnreadableRecording("there is no such file") from error
    except (NotRegular, IsADirectoryError) as error:
        raise UnreadableRecording("it is not a regular file") from error
    with file:
        head, there = file.read(HEAD), os.fstat(file.fileno()).st_size
    if len(head) < HEAD or not is_sqlite(head):
        raise UnreadableRecording("it is not a SQLite file")
    pages, size = int.from_bytes(head[28:32], "big"), int.from_bytes(head[16:18], "big")
    expected = pages * (65536 if size == 1 else size)
    if there < expected and not journal_of(path).exists():  # which would make it whole again
        raise UnreadableRecording(f"it is cut off: {there:,} of {expected:,} bytes are there")
    return 2 in head[18:20]


def check(db: sqlite3.Connection) -> dict[str, str]:
    """What the file says about itself. Raises UnreadableRecording if it is not a recording of a known version."""
    _check_kind(db, "meta", {"key": ("TEXT", 1), "value": ("TEXT", 0)}, "it is a SQLite file, but no recording: ")
    rows = db.execute("SELECT substr(key, 1, ?), substr(value, 1, ?) FROM meta LIMIT 1000", (LONGEST, LONGEST))
    about = {str(key): str(value) for key, value in rows}
    if about.get("format") != FORMAT:
        raise UnreadableRecording("it is a SQLite file, but no recording")
    version = counted(about.get("version"))
    if version > VERSION:
        raise UnreadableRecording(
            f"it was made by a newer version of this program (format {version}; this reads {VERSION})"
        )
    if version < 1:
        raise UnreadableRecording("it does not say which version of the format it has")
    for name, columns in expected_columns().items():
        if name not in LATER or has_table(db, name):
            _check_kind(db, name, columns)
    if db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone() is not None:
        raise UnreadableRecording("it holds a trigger, which no recording does")
    return about


def has_table(db: sqlite3.Connection, name: str) -> bool:
    """Whether there is anything of that name."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = ? LIMIT 1", (name,)).fetchone() is not None


LATER = ("turns", "warnings")
"""Tables that the first recordings do not have."""
LATER_COLUMNS = {"losses": frozenset({"records"})}
"""Columns that the first recordings do not have."""
LONGEST = 1000
"""Characters of each text about the file's origin."""
Columns = dict[str, tuple[str, int]]
"""The columns of a table: the declared type, and the position in the primary key (0: none)."""


def _check_kind(db: sqlite3.Connection, name: str, columns: Columns, head: str = "") -> None:
    """Check that this is a real table with these columns: no view, no generated columns."""
    found = db.execute("SELECT type, sql FROM sqlite_master WHERE name = ? LIMIT 1", (name,)).fetchone()
    if found is None or found[0] != "table" or str(found[1]).upper().startswith("CREATE VIRTUAL"):
        raise UnreadableRecording(f"{head}it has no table {name}")
    there = _columns(db, name)
    later = LATER_COLUMNS.get(name, frozenset())
    missing = columns.keys() - there.keys() - later
    if missing:
        raise UnreadableRecording(f"its table {name} has no column {min(missing)}")
    for column in sorted(columns.keys() & there.keys()):
        if there[column] != columns[column]:
            raise UnreadableRecording(f"its table {name} has another kind of column {column}")


def _columns(db: sqlite3.Connection, table: str) -> dict[str, Any]:
    rows = db.execute(f"PRAGMA table_xinfo({table})").fetchall()
    return {row[1]: (row[2], row[5]) if not row[6] else None for row in rows}  # what is computed is hidden


@cache
def expected_columns() -> dict[str, Columns]:
    """The tables of a recording and their columns."""
    db = sqlite3.connect(":memory:")
    try:
        db.executescript(TABLES + WATCHED)
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _columns(db, name) for name in names}
    finally:
        db.close()


def counted(words: str | None) -> int:
    """A number of the table ``meta``; 0 if there is none."""
    return int(words) if words is not None and words.isdecimal() and len(words) < 19 else 0
