"""A connection to a stranger's database: what SQLite may do for it, how large things may be, how long it may take.

As https://sqlite.org/security.html advises; ``quick_check`` is left out, for it reads the whole file, however large:
damage is said where it is met.
"""

import sqlite3
from contextlib import suppress
from typing import Any

LARGEST = 16 << 20
"""Bytes of one cell or row."""
STEP = 100_000
"""Instructions of SQLite's virtual machine between two calls of the progress handler."""
PATIENCE = 500
"""Steps allowed for one reading: about a second, and many times what a recording needs."""

MEMORY = 96 << 20
"""Bytes that SQLite may allocate in this process: it holds the whole schema, which may be as large as the file."""

_LIMITS = {
    "LENGTH": LARGEST,
    "SQL_LENGTH": 100_000,
    "COLUMN": 200,
    "EXPR_DEPTH": 50,
    "COMPOUND_SELECT": 10,
    "VDBE_OP": 25_000,
    "FUNCTION_ARG": 8,
    "ATTACHED": 0,
    "LIKE_PATTERN_LENGTH": 50,
    "VARIABLE_NUMBER": 1000,
    "TRIGGER_DEPTH": 1,
    "WORKER_THREADS": 0,
}
_PRAGMAS = (f"hard_heap_limit={MEMORY}", "query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0")
_CONFIG = {"DEFENSIVE": True, "TRUSTED_SCHEMA": False, "ENABLE_TRIGGER": False, "ENABLE_VIEW": False}


class Patience:
    """Ends a query that takes too long. Call ``begin`` before each reading."""

    def __init__(self) -> None:
        self._steps = 0

    def begin(self) -> None:
        self._steps = 0

    @property
    def over(self) -> bool:
        """Whether this reading has used up its steps."""
        return self._steps > PATIENCE

    def step(self) -> int:
        """The progress handler: nonzero interrupts the query."""
        self._steps += 1
        return int(self.over)


def guard(db: sqlite3.Connection, tables: frozenset[str]) -> Patience:
    """Restrict the connection to reading these tables. Call it before anything else is done with the connection.

    Raises sqlite3.Error, and MemoryError where the schema alone takes more than may be.
    """
    for name, most in _LIMITS.items():
        db.setlimit(getattr(sqlite3, f"SQLITE_LIMIT_{name}"), most)
    configure: Any = getattr(db, "setconfig", None)  # Python 3.12
    for name, value in _CONFIG.items() if configure is not None else ():
        if (option := getattr(sqlite3, f"SQLITE_DBCONFIG_{name}", None)) is not None:
            with suppress(sqlite3.Error):  # an older library does not know it; what is asked is checked all the same
                configure(option, value)
    patience = Patience()
    db.set_progress_handler(patience.step, STEP)
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    db.execute("PRAGMA cache_size=-2000")  # KiB; with the first look at the file, which names another
    db.set_authorizer(_only_reading(tables | {"sqlite_master"}))
    return patience


def _only_reading(tables: frozenset[str]) -> Any:
    def allowed(action: int, one: Any, other: Any, database: Any, inner: Any) -> int:
        if action == sqlite3.SQLITE_READ:
            known = str(one).lower() in tables and inner is None  # nothing by way of a view
        elif action == sqlite3.SQLITE_FUNCTION:
            known = other in ("max", "substr")
        elif action == sqlite3.SQLITE_PRAGMA:
            known = one == "table_xinfo"
        else:
            known = action == sqlite3.SQLITE_SELECT
        return sqlite3.SQLITE_OK if known else sqlite3.SQLITE_DENY

    return allowed
