"""A recording while it is made: a thread of its own takes from the tape and writes, a transaction at least every half
second. Only that thread touches the file.

A rollback journal, not a write-ahead log: what is committed stands in one file, twice as much fits on a full disk, the
reason can still be noted there, and it was as fast (docs/recordings.md). Killed, it loses what was not yet committed:
the next who opens the file rolls that back.
"""

import errno
import os
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, monotonic_ns
from typing import Literal

from ..values.facts import Fact, ObjectState
from ..values.text import Text, text
from .connecting import connect
from .making import make, now
from .rows import RowWriter
from .tape import CAPACITY, First, Piece, Tape

COMMIT = 0.4
"""Seconds after which what was written is committed."""
BUSY = 1.0
"""Seconds that a reader may delay a commit before it is retried. Meanwhile facts wait, or calls are lost."""
SETTINGS = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;"
"""Of the connection. The cache in KiB: what does not fit would be written before the commit."""
State = Literal["beginning", "recording", "finishing", "finished", "stopped"]


class Unwritable(Exception):
    """The file cannot become a recording; ``str()`` is the reason."""


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
        """Whether something is still to be written, or may come."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Create the file. Raises Unwritable; then an existing file was not touched."""
        try:
            make(self.path)
        except sqlite3.Error as error:
            raise Unwritable("the disk is full" if _is_full(error) else str(error)) from error
        except OSError as error:
            raise Unwritable(error.strerror or str(error)) from error
        except ValueError as error:  # a NUL in its name
            raise Unwritable(str(error)) from error
        self._thread.start()
        self._ready.wait()
        if self.problem is not None:
            self._thread.join()
            raise Unwritable(str(self.problem))

    # What the worker's thread calls.

    def begin(self, objects: Sequence[ObjectState], backend: str, watched: str = "") -> None:
        """Record what exists when the recording begins, and which program is watched."""
        self._tape.put(First(tuple(objects), backend, watched))

    def put(self, fact: Fact | None, objects: Sequence[ObjectState] = (), gone: Sequence[str] = ()) -> None:
        """Record a fact, and the states of objects that changed by it."""
        self._tape.put(fact, objects, gone)

    def end(self) -> None:
        """Write what is waiting and close the file, on the recording thread."""
        self._tape.end()

    # And again whoever made it.

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until everything is written. Returns whether it is."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        return not self._thread.is_alive()

    # On the thread that writes.

    def _main(self) -> None:
        try:
            db = connect(self.path, "rw", BUSY)
        except sqlite3.Error as error:
            self._stop(error)
            return
        try:
            db.executescript(SETTINGS)
            self._begin(db)
            self.state = "recording"
            self._ready.set()
            self._record(db, RowWriter(db))
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

    def _begin(self, db: sqlite3.Connection) -> None:
        """At once, not when something comes: others may read meanwhile, and see that it is being written."""
        _insist(db, "BEGIN IMMEDIATE")

    def _record(self, db: sqlite3.Connection, rows: RowWriter) -> None:
        pieces, ended = list[Piece](), False
        while pieces or not ended:
            if not pieces:
                pieces, ended = self._tape.take(None)
            due = monotonic() + COMMIT
            pieces, ended = self._until(due, rows, pieces, ended)
            if ended and not pieces:
                self.state = "finishing"
                rows.meta({"ended": now(), "ended_ns": monotonic_ns()})
            self._commit(db, rows)
            self._begin(db)

    def _until(self, due: float, rows: RowWriter, pieces: list[Piece], ended: bool) -> tuple[list[Piece], bool]:
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

    def _commit(self, db: sqlite3.Connection, rows: RowWriter) -> None:
        rows.settle((self.lost_calls, self.lost_results))
        _insist(db, "COMMIT")
        self.calls, self.results, self.commands = rows.calls, rows.results, rows.commands
        self.size = _size_of(self.path)

    def _stop(self, error: Exception) -> None:
        self.problem = self._words(error)
        self.state = "stopped"
        self._tape.tear()
        self._ready.set()

    def _words(self, error: Exception) -> Text:
        if not _is_full(error):
            return text("{type}: {error}", type=type(error).__name__, error=str(error))
        if self.calls or self.commands:
            return text("the disk is full: what was written before is kept")
        return text("the disk is full: nothing that happened could be written")

    def _say_why(self, db: sqlite3.Connection) -> None:
        """Into the file, if that still goes: a row of a table with room for it takes no new page."""
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
            db.execute("UPDATE meta SET value = ? WHERE key = 'stopped'", (str(self.problem)[:100],))
        except sqlite3.Error:
            pass


def _is_full(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC


def _insist(db: sqlite3.Connection, statement: str) -> None:
    """Retry while another program locks the file: a transaction that could not be committed is still open."""
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
