"""The private folders of those who died before they could remove them: found by their locks, taken, removed.

What is not surely ours, and surely left behind, stays: another's folder, one that looks alike, one whose owner lives, a
link.
"""

import os
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from .emptying import CAN, FOLDER, INSIDE, empty
from .private_folder import CONTENT, MARK, PREFIX, locks

NAME = re.compile(rf"{PREFIX}[a-z0-9_]{{8}}")
"""As ``tempfile.mkdtemp()`` names them."""


class LeftBehind:
    """One of them: ``path``. It is locked, so that nobody else takes it, until it is removed or closed."""

    def __init__(self, name: str, within: str | Path):
        """Raises OSError: it is none, its owner lives, or somebody else has taken it."""
        self.path = Path(within, name)
        with _opened(within, None) as parent:
            self._folder = _checked(os.open(name, FOLDER | INSIDE, dir_fd=parent), stat.S_IFDIR, 0o700)
        try:
            self._lock = _locked(self._folder)
        except OSError:
            os.close(self._folder)
            raise

    def remove(self) -> None:
        """Remove it with all that is in it. Raises OSError. All goes by descriptors: no name is looked up twice."""
        try:
            empty(self._folder, MARK)  # an end in the midst of it leaves something that is found again
            with _opened(self.path.parent, None) as parent:
                os.rmdir(self.path.name, dir_fd=parent)  # removes nothing but an empty folder, whatever stands there
        finally:
            self.close()

    def close(self) -> None:
        """Let it be; whoever looks finds it again. Idempotent."""
        folder, lock, self._folder, self._lock = self._folder, self._lock, -1, -1
        for fd in (folder, lock):
            if fd >= 0:
                os.close(fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def tidy_up() -> None:
    """``remove_leftovers`` on a thread of its own, which nobody waits for: the temporary folder may hold very much."""
    threading.Thread(target=remove_leftovers, name="leftovers", daemon=True).start()


def remove_leftovers(within: str | None = None) -> list[str]:
    """Remove the folders of owners that live no more, of this user, in the temporary folder or another. Their names.

    For any thread, beside others that do the same. What cannot be removed is left to the next time.
    """
    from tempfile import gettempdir

    removed: list[str] = []
    for one in left_behind(within or gettempdir()):
        with suppress(OSError):
            one.remove()
            removed.append(one.path.name)
    return removed


def left_behind(within: str | Path) -> Iterator[LeftBehind]:
    """Those in this folder, by their names, each locked as it is given; whoever gets one removes or closes it."""
    if locks() is None or not CAN:
        return
    try:
        with _opened(within, None) as folder:
            found = sorted(filter(NAME.fullmatch, os.listdir(folder)))  # noqa: PTH208 - it has no name, on purpose
    except OSError:
        return
    for name in found:
        with suppress(OSError):
            one = LeftBehind(name, within)
            yield one


@contextmanager
def _opened(folder: str | Path, inside: int | None) -> Iterator[int]:
    fd = os.open(folder, FOLDER, dir_fd=inside)
    try:
        yield fd
    finally:
        os.close(fd)


def _locked(folder: int) -> int:
    """The descriptor of its mark, which is locked now. Raises OSError, BlockingIOError while its owner lives."""
    lock = locks()
    mark = _checked(os.open(MARK, os.O_RDWR | INSIDE, dir_fd=folder), stat.S_IFREG, 0o600)
    try:
        if os.read(mark, len(CONTENT) + 1) != CONTENT:
            raise FileNotFoundError(MARK)
        lock.flock(mark, lock.LOCK_EX | lock.LOCK_NB)
    except OSError:
        os.close(mark)
        raise
    return mark


def _checked(fd: int, type: int, mode: int) -> int:
    """Raises PermissionError for what this program did not make as this user: then it is closed."""
    status = os.fstat(fd)
    me = getattr(os, "geteuid", lambda: status.st_uid)()
    if status.st_uid != me or stat.S_IFMT(status.st_mode) != type or status.st_mode & 0o777 != mode:
        os.close(fd)
        raise PermissionError("not a folder of this program")
    return fd
