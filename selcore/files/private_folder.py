"""A private temporary folder of this program, and the end of those whose program died before it could remove them.

Each holds a file that its owner has locked for as long as it lives; the kernel lets go of a lock when its process ends,
however it ends. What is not surely ours, and surely left behind, stays: another's folder, one that looks alike, one
whose owner lives, a link.
"""

import contextlib
import os
import re
import stat
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

PREFIX = "selector-playground-"
NAME = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
"""As ``tempfile.mkdtemp()`` names them."""
MARK = ".selector-playground"
"""The file that is locked: no name that is given in a session begins with a dot."""
CONTENT = b"The folder of a running Selector Playground: it is removed when that has ended.\n"
_INSIDE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Flags for what somebody else may have put there: no link is followed, no FIFO waited for."""


class PrivateFolder:
    """Made at once, with mode 0700, for nobody but this user: ``path``. Raises OSError.

    Where nothing can be locked it has no mark, and stays if this process is killed. It stands in the temporary folder,
    or ``within`` another one.
    """

    def __init__(self, within: str | None = None) -> None:
        from tempfile import mkdtemp

        self.path = Path(mkdtemp(prefix=PREFIX, dir=within))
        self._lock = _mark(self.path)

    def remove(self) -> None:
        """Remove it with all that is in it, as far as that can be done. Idempotent; never raises OSError."""
        from shutil import rmtree

        rmtree(self.path, ignore_errors=True)
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, type: type[BaseException] | None, value: object, traceback: TracebackType | None) -> None:
        self.remove()


def tidy_up() -> None:
    """``remove_leftovers`` on a thread of its own, which nobody waits for: the temporary folder may hold very much."""
    threading.Thread(target=remove_leftovers, name="leftovers", daemon=True).start()


def remove_leftovers(within: str | None = None) -> list[str]:
    """Remove the folders of owners that live no more, of this user, in the temporary folder or another. Their names.

    For any thread, beside others that do the same. What cannot be removed is left to the next time.
    """
    from shutil import rmtree
    from tempfile import gettempdir

    if _locks() is None or not rmtree.avoids_symlink_attacks:
        return []
    try:
        with _opened(within or gettempdir(), None) as temporary:
            found = filter(NAME.fullmatch, os.listdir(temporary))  # noqa: PTH208 - it has no name, on purpose
            return [name for name in sorted(found) if _removed(name, temporary)]
    except OSError:
        return []


def _locks() -> Any:
    """The module that locks files by ``flock()``; None where there is none (Windows)."""
    try:
        return import_module("fcntl")
    except ImportError:
        return None


def _mark(folder: Path) -> int | None:
    """The descriptor that holds the lock. The file has its name only once it is locked: until then nobody looks."""
    locks, new, held = _locks(), folder / f"{MARK}-new", -1
    if locks is None:
        return None
    try:
        held = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | _INSIDE, 0o600)
        locks.flock(held, locks.LOCK_EX | locks.LOCK_NB)  # some network file systems know no locks
        os.write(held, CONTENT)
        new.rename(folder / MARK)
    except OSError:
        if held >= 0:
            os.close(held)
        return None
    return held


def _removed(name: str, temporary: int) -> bool:
    """Whether it was a folder left behind, and is gone. All goes by descriptors: no name is looked up twice."""
    locks = _locks()
    try:
        with _opened(name, temporary) as folder, _mark_of(folder) as mark:
            locks.flock(mark, locks.LOCK_EX | locks.LOCK_NB)  # raises BlockingIOError while its owner lives
            _empty(folder)
            os.rmdir(name, dir_fd=temporary)  # removes nothing but an empty folder, whatever stands there by now
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _opened(name: str, inside: int | None) -> Iterator[int]:
    """A folder; one inside of another only where it is no link, this user's, and nobody else's to write."""
    follow = 0 if inside is None else _INSIDE
    fd = os.open(name, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | follow, dir_fd=inside)
    try:
        if inside is not None:
            _check(os.fstat(fd), stat.S_IFDIR, 0o700)
        yield fd
    finally:
        os.close(fd)


@contextlib.contextmanager
def _mark_of(folder: int) -> Iterator[int]:
    fd = os.open(MARK, os.O_RDWR | _INSIDE, dir_fd=folder)
    try:
        _check(os.fstat(fd), stat.S_IFREG, 0o600)
        if os.read(fd, len(CONTENT) + 1) != CONTENT:
            raise FileNotFoundError(MARK)
        yield fd
    finally:
        os.close(fd)


def _check(status: os.stat_result, type: int, mode: int) -> None:
    """Raises PermissionError for what this program did not make as this user."""
    me = getattr(os, "geteuid", lambda: status.st_uid)()
    if status.st_uid != me or stat.S_IFMT(status.st_mode) != type or status.st_mode & 0o777 != mode:
        raise PermissionError("not a folder of this program")


def _empty(folder: int) -> None:
    """Remove what is in it; the mark last, so that an end in the midst of it leaves something that is found again."""
    from shutil import rmtree

    for name in sorted(os.listdir(folder), key=lambda name: name == MARK):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            rmtree(name, dir_fd=folder)
        else:
            os.unlink(name, dir_fd=folder)
