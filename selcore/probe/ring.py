"""The shared file, as the watched process writes it: made at the first record, one a process, never smaller again.

Several threads write: a record's number is drawn from a counter, which the interpreter's lock makes safe, and its slot
is that number's. Whoever forks has its own file from then on; until that is made nothing is written anywhere.
"""

import os
from itertools import count
from time import monotonic_ns
from typing import Any

from . import layout, private
from .layout import HEAD, MAGIC, NAMES_USED, SIZE, SLOTS, WORDS

_FLAGS: int = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_fallocate: Any = getattr(os, "posix_fallocate", None)
AWAY = 600
"""Below this number no descriptor is kept: those are the program's."""


class SharedRing:
    """``slots`` is the ring itself, ``next()`` the number of the next record, ``words`` those of the threads.

    Where there is no file (a full disk, no permission, a fork that has written nothing yet) ``words`` is a list that
    nobody reads, and ``slots`` is None.
    """

    def __init__(self, folder: str):
        self.folder = folder
        self.parent = 0
        self.names = 0
        self._off()

    def _off(self) -> None:
        self.view: Any = None
        self.slots: Any = None
        self.used: Any = None
        self.words: Any = [0] * (layout.WORDS_EACH * layout.THREADS)
        self.next = count(1).__next__
        self.failed = False

    def forked(self) -> None:
        """In the child, which is alone: what it has mapped is its parent's."""
        self.parent = int.from_bytes(self.view[12:16], "little") if self.view is not None else os.getppid()
        self.names = 0
        self._off()

    def ready(self) -> bool:
        """Whether there is a file, made now if there was none yet."""
        if self.view is None and not self.failed:
            self.failed = True  # also for whoever comes while it is being made
            try:
                self._open()
                self.failed = False
            except Exception:
                return False
            except BaseException:  # the program's own, from a signal handler: the next one tries again
                self.failed = False
                raise
        return self.view is not None

    def _open(self) -> None:
        number, fd = 0, -1
        while fd < 0:
            path = f"{self.folder}/{os.getpid()}.{number}.ring"
            try:
                fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
            except FileExistsError:
                number += 1  # what ran under this number before has been replaced by exec()
        try:
            # A hole that the full disk cannot fill would kill the program when it is written to.
            _fallocate(fd, 0, SIZE)
            view = memoryview(mapped(fd))
        finally:
            os.close(fd)
        words = view[WORDS : WORDS + 8 * layout.WORDS_EACH * layout.THREADS].cast("Q")
        head = (layout.VERSION, os.getpid(), monotonic_ns(), self.parent, layout.NAMES_SIZE, SLOTS, private.VERSION, 0)
        HEAD.pack_into(view, 0, b"", *head)
        view[0:8] = MAGIC  # last: whoever reads waits for it
        self.used, self.slots = view[NAMES_USED : NAMES_USED + 8].cast("Q"), view[layout.RING :]
        self.view, self.words = view, words


def mapped(fd: int) -> Any:
    """The file, mapped. Before Python 3.13 that keeps a descriptor, which would take the program's next number."""
    mmap = private.module("mmap").mmap
    try:
        return mmap(fd, SIZE, trackfd=False)
    except TypeError:
        pass
    held: list[int] = []
    try:
        while not held or held[-1] < AWAY:
            held.append(os.dup(fd))
    except OSError:
        pass  # the limit is lower than that
    try:
        if held:
            os.close(held.pop())
        return mmap(fd, SIZE)
    finally:
        for one in held:
            os.close(one)
