"""The only way SQLite may open a file. What lies beside it is checked first, since SQLite would act on it.

SQLite believes what it finds beside a database: a hot ``-journal`` is rolled back into it, and if that names a
"super-journal", the file of that name is removed, whichever it is (pager.c, ``pager_delsuper``); a ``-wal`` is read as
a part of it, with a ``-shm`` made for it; one that is a FIFO is waited for. Opened with ``mode=ro`` SQLite rolls
nothing back and removes nothing.
"""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from ..files.private_folder import PrivateFolder
from ..files.regular_file import copy_regular
from .guarding import guard

JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""What a rollback journal begins with (https://sqlite.org/fileformat.html#the_rollback_journal)."""
Mode = Literal["ro", "rw", "immutable"]


class Unsafe(Exception):
    """A file beside it makes it unsafe to open with SQLite; ``str()`` is the reason."""


def connect(path: Path, mode: Mode, timeout: float = 2.0, *, any_thread: bool = False) -> sqlite3.Connection:
    """A connection to the file of exactly this name, special characters included. Raises sqlite3.Error.

    ``immutable`` looks at nothing but the file and takes no lock: for a file that nobody writes. ``any_thread``: not
    only this one may use it, but one at a time.
    """
    # As a URI with each odd byte escaped: a name may hold ?, # or %, begin with file: or be :memory:.
    name = quote(os.fsencode(os.path.abspath(path)).lstrip(b"/"))  # noqa: PTH100 - Path cannot have bytes
    query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    return sqlite3.connect(
        f"file:///{name}?{query}", uri=True, timeout=timeout, isolation_level=None, check_same_thread=not any_thread
    )


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of this file, which is no symbolic link."""
    return path.with_name(f"{path.name}-journal")


def look_beside(path: Path) -> bool:
    """Whether a write-ahead log, an empty one, stands beside the file. Raises Unsafe and OSError.

    A journal that is there is an ordinary file then; SQLite may be let near with ``mode=ro`` if no log is there.
    """
    for name in ("-journal", "-wal"):
        beside = path.with_name(path.name + name)
        try:
            found = beside.lstat()
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(found.st_mode):
            raise Unsafe(f"{beside.name} stands beside it and is not a regular file")
        if name == "-wal" and found.st_size:
            raise Unsafe(f"a part of it is in {beside.name}: the program that writes it must close it first")
    return path.with_name(f"{path.name}-wal").exists()


def is_hot(error: sqlite3.Error) -> bool:
    """Whether SQLite refused because a journal must be rolled back first: the writer was killed."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_READONLY_ROLLBACK"


def rolled_back(path: Path, *, any_thread: bool = False) -> tuple[sqlite3.Connection, PrivateFolder]:
    """A connection to a private copy of the file with its journal rolled back, and the folder of the copy.

    Neither the file nor its journal is changed. Raises sqlite3.Error and OSError; Unsafe where there is no room.
    """
    folder = PrivateFolder()
    try:
        copy = folder.path / "recording"
        _copy(path, copy)
        with closing(connect(copy, "rw")) as db:
            guard(db, frozenset())
            db.execute("SELECT name FROM sqlite_master LIMIT 1").fetchone()  # the first look rolls back
        found = connect(copy, "immutable", any_thread=any_thread)
    except BaseException:
        folder.remove()
        raise
    folder.remove()  # where an open file can lose its name, nothing is left however this program ends
    return found, folder


def _copy(path: Path, copy: Path) -> None:
    journal = journal_of(path)
    needed, free = path.stat().st_size + journal.stat().st_size, shutil.disk_usage(copy.parent).free
    if needed > free:
        where = copy.parent.parent
        raise Unsafe(f"what was half written is undone in a copy of {needed:,} bytes; {where} has room for {free:,}")
    copy_regular(path, copy)
    copy_regular(journal, journal_of(copy))
    with journal_of(copy).open("ab") as file:
        # The name of a super-journal is looked for before the magic number that ends the file: so no file is named.
        file.write(bytes(len(JOURNAL_MAGIC)))
