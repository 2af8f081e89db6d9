"""A recording while it is made: a thread of its own takes from the tape and writes, a transaction at least every half
second. Only that thread touches the file.

A rollback journal, not a write-ahead log: what is committed stands in one file, twice as much fits on a full disk, the
reason can still be noted there, and it was as fast (docs/recordings.md). Killed, it loses what was not yet committed:
the next who opens the file rolls that back.
"""

import errno
import os
import platform
import sqlite3
import stat
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, monotonic_ns, time_ns
from typing import Literal

from ..doctor import package_version
from ..facts import Fact, ObjectState
from ..text import Text, text
from .rows import Rows
from .schema import APPLICATION_ID, FORMAT, TABLES, VERSION, VIEWS
from .tape import CAPACITY, First, Piece, Tape

COMMIT = 0.4
"""Seconds, at most, that something written is not yet committed."""
BUSY = 1.0
"""Seconds for which a reader may hold off a commit before it is tried anew. What comes meanwhile waits, or is lost."""
State = Literal["beginning", "recording", "finishing", "finished", "stopped"]


class Unwritable(Exception):
    """The file cannot become a recording; ``str()`` tells why."""


class Recorder:
    """A file that is being written. The worker calls ``begin``, ``put`` and ``end``; whoever made it, the others.

    ``state`` tells how far it is; ``problem`` why it was stopped. ``calls``, ``results``, ``commands`` count what is
    written, ``size`` its bytes, ``lost_calls`` and ``lost_results`` what there was no time to write: more than
    ``capacity`` calls waited. ``lossless`` makes the worker wait instead.
    """

    def __init__(self, path: str | Path, *, lossless: bool = False, capacity: int = CAPACITY):
        self.path = Path(path)
        self.state: State = "beginning"
        self.problem: Text | None = None
        self.began = monotonic()
        self.calls = self.results = self.commands = self.size = 0
        self._tape = Tape(lossless, capacity)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._main, name="recording", daemon=True)

    @property
    def lost_calls(self) -> int:
        return self._tape.lost_calls

    @property
    def lost_results(self) -> int:
        return self._tape.lost_results

    @property
    def active(self) -> bool:
        """Whether there is still something to be written, or may be."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Make the file. Raises Unwritable; then nothing was touched."""
        try:
            make_room(self.path)
        except OSError as error:
            raise Unwritable(error.strerror or str(error)) from error
        self._thread.start()
        self._ready.wait()
        if self.problem is not None:
            self._thread.join()
            raise Unwritable(str(self.problem))

    # What the worker's thread calls.

    def begin(self, objects: Sequence[ObjectState], backend: str) -> None:
        """What there is when the recording begins."""
        self._tape.put(First(tuple(objects), backend))

    def put(self, fact: Fact | None, objects: Sequence[ObjectState] = (), gone: Sequence[str] = ()) -> None:
        """What happened, in order, and what is known of the objects by it."""
        self._tape.put(fact, objects, gone)

    def end(self) -> None:
        """Nothing more happens: write what waits and close the file."""
        self._tape.end()

    # And again whoever made it.

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all is written; whether it is."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    # On the thread that writes.

    def _main(self) -> None:
        try:
            db = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)
        except sqlite3.Error as error:
            self._stop(error)
            return
        try:
            rows = self._create(db)
            self.state = "recording"
            self._ready.set()
            self._record(db, rows)
        except (sqlite3.Error, OSError) as error:
            self._stop(error)
            self._say_why(db)
        except BaseException:
            self._stop(RuntimeError("a fault of this program"))
            raise
        finally:
            db.close()
            self.size = _size_of(self.path)
            if self.state != "stopped":
                self.state = "finished"

    def _create(self, db: sqlite3.Connection) -> Rows:
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA cache_size=-32768")  # KiB; what does not fit would be written before the commit
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={VERSION}")
        db.executescript("BEGIN;" + TABLES + VIEWS + "COMMIT;")
        rows = Rows(db)
        db.execute("BEGIN IMMEDIATE")
        rows.meta(about())
        self._commit(db, rows)
        self._begin(db)
        return rows

    def _begin(self, db: sqlite3.Connection) -> None:
        """At once, not when something comes: others may read meanwhile, and see that it is being written."""
        _insist(db, "BEGIN IMMEDIATE")

    def _record(self, db: sqlite3.Connection, rows: Rows) -> None:
        pieces, ended = list[Piece](), False
        while pieces or not ended:
            if not pieces:
                pieces, ended = self._tape.take(None)
            due = monotonic() + COMMIT
            pieces, ended = self._until(due, rows, pieces, ended)
            if ended and not pieces:
                self.state = "finishing"
                rows.meta({"ended": _now(), "ended_ns": monotonic_ns()})
            self._commit(db, rows)
            self._begin(db)

    def _until(self, due: float, rows: Rows, pieces: list[Piece], ended: bool) -> tuple[list[Piece], bool]:
        """Write what there is and what comes until then, however much it is: what is not committed can be lost.

        What is left, and whether nothing more will come.
        """
        while True:
            for number, piece in enumerate(pieces):
                if number and monotonic() >= due:
                    return pieces[number:], ended
                rows.write(piece)
                self._tape.written(piece)
            left = due - monotonic()
            if ended or left <= 0:
                return [], ended
            pieces, ended = self._tape.take(left)

    def _commit(self, db: sqlite3.Connection, rows: Rows) -> None:
        rows.settle((self.lost_calls, self.lost_results))
        _insist(db, "COMMIT")
        self.calls, self.results, self.commands = rows.calls, rows.results, rows.commands
        self.size = _size_of(self.path)

    def _stop(self, error: Exception) -> None:
        self.problem = _words(error)
        self.state = "stopped"
        self._tape.tear()
        self._ready.set()

    def _say_why(self, db: sqlite3.Connection) -> None:
        """Into the file, if that still goes: a row of a table with room for it takes no new page."""
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
            db.execute("UPDATE meta SET value = ? WHERE key = 'stopped'", (str(self.problem)[:100],))
        except sqlite3.Error:
            pass


def about() -> dict[str, object]:
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
        "started": _now(),
        "monotonic_ns": monotonic_ns(),
        "wall_ns": time_ns(),
        "ended": "",
        "ended_ns": "",
        "stopped": "",
    }


def make_room(path: Path) -> None:
    """See to it that a new file can be made there. Raises OSError.

    What stands there must be a recording or empty: any other file is not ours to replace.
    """
    path.parent.stat()  # the folder must be there
    try:
        found = path.stat()
    except FileNotFoundError:
        _try_to_make(path)
        return
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    if found.st_size and not is_recording(path):
        raise OSError(errno.EEXIST, "there is a file that is no recording; it is not replaced")
    _see_that_nobody_writes(path)
    path.unlink()
    Path(f"{path}-journal").unlink(missing_ok=True)


def _see_that_nobody_writes(path: Path) -> None:
    """A recording that is under way holds SQLite's lock nearly all the time, and its journal stands beside it."""
    if not path.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
            db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise OSError(errno.EBUSY, "it is being written by somebody else") from error


def _try_to_make(path: Path) -> None:
    """Only then is it known why not: SQLite says no more than that it could not."""
    with path.open("xb"):
        pass


def is_recording(path: Path) -> bool:
    """Whether the file's header says so. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(100)
    return head[:16] == b"SQLite format 3\0" and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def _words(error: Exception) -> Text:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
        return text("the disk is full: what was written before is kept")
    return text("{type}: {error}", type=type(error).__name__, error=str(error))


def _insist(db: sqlite3.Connection, statement: str) -> None:
    """Again and again while another program holds the file; a transaction that could not be committed is still open."""
    while True:
        try:
            db.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise


def _size_of(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
