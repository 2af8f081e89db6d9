"""A disk that takes a file only when it is told to: the thread that writes stands in the kernel, at a pipe."""

import os
import threading
from pathlib import Path

from selcore.files import atomic_file


class SlowDisk:
    """In the place of ``write_whole``. ``hangs`` are the names that it keeps waiting; None: all of them."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.hangs: set[str] | None = None
        self._asked = threading.Semaphore(0)
        self._write = atomic_file.write_whole
        self._reader, self._writer = os.pipe()

    def __call__(self, path: Path, data: bytes) -> None:
        self._asked.release()
        if self.hangs is None or path.name in self.hangs:
            assert os.read(self._reader, 1) == b""  # until nobody can write to it any more
        self.written.append(data)
        self._write(path, data)

    def is_asked(self, times: int) -> None:
        """Wait until so many more files are to be written."""
        for _ in range(times):
            assert self._asked.acquire(timeout=40)

    def goes_on(self) -> None:
        """From now on it takes everything."""
        if self._writer >= 0:
            os.close(self._writer)
            self._writer = -1

    def close(self) -> None:
        self.goes_on()
        for thread in threading.enumerate():
            if thread.name == "saving":
                thread.join(40)
        os.close(self._reader)
