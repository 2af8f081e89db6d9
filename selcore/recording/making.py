"""Makes the file of a new recording. It takes its name, and replaces an older recording, only when it is complete.

One that cannot be begun leaves the older as it was: it is made under another name beside it, then renamed.
"""

import errno
import os
import platform
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic_ns, time_ns

from ..files import file_head
from ..files.regular_file import open_regular
from ..reference.doctor import package_version
from .connecting import JOURNAL_MAGIC, Unsafe, connect, journal_of, look_beside
from .rows import RowWriter
from .schema import FORMAT, TABLES, VERSION, VIEWS, WATCHED


def make(path: Path) -> None:
    """Make an empty recording. Raises OSError and sqlite3.Error; then an existing file is unchanged.

    What stands there must be a recording or empty: any other file is not ours to replace.
    """
    _may_be_replaced(path)
    new = path.with_name(f".{os.getpid()}-{monotonic_ns()}.sqlite")
    with new.open("xb"):  # the OS says why not; SQLite says no more than that it could not
        pass
    try:
        _fill(new)
        _may_be_replaced(path)
        journal_of(path).unlink(missing_ok=True)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
        journal_of(new).unlink(missing_ok=True)


def _fill(path: Path) -> None:
    with closing(connect(path, "rw")) as db:
        db.execute(f"PRAGMA application_id={file_head.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={VERSION}")
        db.executescript("BEGIN;" + TABLES + WATCHED + VIEWS)
        RowWriter(db).meta(_about())
        RowWriter(db).settle()
        db.execute("COMMIT")


def _about() -> dict[str, object]:
    """What the file says about its origin, and one moment on both clocks, from which its times count."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": f"selector-playground {package_version('selector-playground') or 'unknown'}",
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "sqlite": sqlite3.sqlite_version,
        "started": now(),
        "monotonic_ns": monotonic_ns(),
        "wall_ns": time_ns(),
        "ended": "",
        "ended_ns": "",
        "stopped": "",
    }


def now() -> str:
    """The time of day in UTC, in ISO 8601 and milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _may_be_replaced(path: Path) -> None:
    if not path.name:  # the root, or the folder one is in: nothing has a name beside it
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    _see_what_is_beside(path)
    try:
        found = path.stat()
    except FileNotFoundError:
        path.parent.stat()  # the folder must be there
        return
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    if found.st_size and not is_recording(path):
        raise OSError(errno.EEXIST, "a file that is not a recording is already there; it is not replaced")
    if found.st_size and _is_being_written(Path(os.path.realpath(path))):
        raise OSError(errno.EBUSY, "it is being written by somebody else")


def _see_what_is_beside(path: Path) -> None:
    """Refuse files beside ``path`` that are not a journal of ours to remove. Raises OSError."""
    # SQLite takes whatever has the right name for the new file's own journal or log.
    try:
        if look_beside(path):
            raise OSError(errno.EEXIST, f"{path.name}-wal stands beside it; it is not removed")
        with open_regular(journal_of(path)) as file:
            begin = file.read(len(JOURNAL_MAGIC))
    except FileNotFoundError:
        return
    except Unsafe as error:
        raise OSError(errno.EEXIST, str(error)) from error
    if begin not in (b"", bytes(len(JOURNAL_MAGIC)), JOURNAL_MAGIC):
        raise OSError(errno.EEXIST, f"{journal_of(path).name} stands beside it and is not a journal; it is not removed")


def _is_being_written(path: Path) -> bool:
    """Whether somebody holds SQLite's lock, as a recording in progress nearly always does."""
    try:
        if look_beside(path):
            return True
        with closing(connect(path, "ro", 0)) as db:
            db.execute("SELECT name FROM sqlite_master LIMIT 1").fetchone()
        # Now it is known that no journal waits to be rolled back: what follows touches nothing.
        with closing(connect(path, "rw", 0)) as db:
            db.execute("BEGIN EXCLUSIVE")
            db.execute("ROLLBACK")
    except Unsafe as error:
        raise OSError(errno.EEXIST, str(error)) from error
    except UnicodeError as error:  # what SQLite says quotes the file's own bytes
        raise OSError(errno.EEXIST, "there is a file that holds what no recording holds; it is not replaced") from error
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    return False


def is_recording(path: Path) -> bool:
    """Whether the file's header is that of a recording. Raises OSError."""
    with open_regular(path) as file:
        return file_head.is_recording(file.read(file_head.HEAD))
