"""A new recording's file: it takes its name, and that of an older recording, only when it is whole.

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

from ..doctor import package_version
from .rows import Rows
from .schema import APPLICATION_ID, FORMAT, TABLES, VERSION, VIEWS


def make(path: Path) -> None:
    """Make an empty recording there. Raises OSError and sqlite3.Error; then what stood there stands there still.

    What stands there must be a recording or empty: any other file is not ours to replace.
    """
    _may_be_replaced(path)
    new = path.with_name(f".{os.getpid()}-{monotonic_ns()}.sqlite")
    with new.open("xb"):  # the OS says why not; SQLite says no more than that it could not
        pass
    try:
        _fill(new)
        _may_be_replaced(path)
        Path(f"{path}-journal").unlink(missing_ok=True)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
        Path(f"{new}-journal").unlink(missing_ok=True)


def _fill(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={VERSION}")
        db.executescript("BEGIN;" + TABLES + VIEWS)
        Rows(db).meta(_about())
        Rows(db).settle()
        db.execute("COMMIT")


def _about() -> dict[str, object]:
    """What the file says of its origin, and what its times count from: one moment on both clocks."""
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
    try:
        found = path.stat()
    except FileNotFoundError:
        path.parent.stat()  # the folder must be there
        return
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    if found.st_size and not is_recording(path):
        raise OSError(errno.EEXIST, "there is a file that is no recording; it is not replaced")
    if found.st_size:
        _see_that_nobody_writes(path)


def _see_that_nobody_writes(path: Path) -> None:
    """A recording that is under way holds SQLite's lock nearly all the time, and its journal stands beside it."""
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
            db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise OSError(errno.EBUSY, "it is being written by somebody else") from error


def is_recording(path: Path) -> bool:
    """Whether the file's header says so. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(100)
    return head[:16] == b"SQLite format 3\0" and head[68:72] == APPLICATION_ID.to_bytes(4, "big")
