"""A private folder of this program: made for nobody but this user, and removed when it is needed no more.

It holds a file that its owner has locked for as long as it lives; the kernel lets go of a lock when its process ends,
however it ends. By that ``left_behind`` knows the folders whose program could not remove them.
"""

import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from .emptying import CAN, INSIDE, remove_folder

PREFIX = "selector-playground-"
"""How its name begins; the rest is of ``tempfile.mkdtemp()``."""
MARK = ".selector-playground"
"""The file that is locked: no name that is given in a session begins with a dot."""
CONTENT = b"The folder of a Selector Playground, which has this file locked for as long as it runs.\n"


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
        if CAN:
            with suppress(OSError):
                remove_folder(self.path, MARK)
        else:
            from shutil import rmtree

            rmtree(self.path, ignore_errors=True)
        self.leave()

    @property
    def is_locked(self) -> bool:
        """Whether it can be told from outside that its owner lives."""
        return self._lock is not None

    def leave(self) -> None:
        """Let it stay, as if this process had ended: who looks finds it left behind. Idempotent."""
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, type: type[BaseException] | None, value: object, traceback: TracebackType | None) -> None:
        self.remove()


def locks() -> Any:
    """The module that locks files by ``flock()``; None where there is none (Windows)."""
    try:
        return import_module("fcntl")
    except ImportError:
        return None


def _mark(folder: Path) -> int | None:
    """The descriptor that holds the lock. The file has its name only once it is locked: until then nobody looks."""
    lock, new, held = locks(), folder / f"{MARK}-new", -1
    if lock is None:
        return None
    try:
        held = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | INSIDE, 0o600)
        lock.flock(held, lock.LOCK_EX | lock.LOCK_NB)  # some network file systems know no locks
        os.write(held, CONTENT)
        new.rename(folder / MARK)
    except OSError:
        if held >= 0:
            os.close(held)
        return None
    return held
