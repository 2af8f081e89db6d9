"""What a stranger's file must leave alone: another's files, a FIFO, a socket and a descriptor with bytes in them.

Its folders: ``mail`` holds what came from a stranger, ``canary`` is somebody's who was not asked, ``temp`` and
``storage`` are the program's own. ``harmed()`` tells what is not as it was; whoever was opened, even by a C library,
the kernel tells (inotify).
"""

import fcntl
import os
import socket
import struct
import termios
from pathlib import Path
from typing import Self

from .touched import Touched

SECRET = b"nobody but its owner reads this"


class World:
    """Made in an empty folder. A context manager: what it holds open is closed at the end."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.mail, self.canary, self.temp, self.storage = (
            folder / name for name in ("mail", "canary", "temp", "storage")
        )
        for one in (self.mail, self.canary, self.temp, self.storage):
            one.mkdir()
        (self.canary / "sub").mkdir()
        (self.canary / "sub" / "deep.txt").write_bytes(SECRET)
        self.victim = self.canary / "victim.txt"
        self.victim.write_bytes(SECRET)
        self.fifo, self.socket = self.canary / "fifo", self.canary / "socket"
        os.mkfifo(self.fifo)
        self._fifo = os.open(self.fifo, os.O_RDWR | os.O_NONBLOCK)
        os.write(self._fifo, SECRET)
        self.fd, self._writes = os.pipe()
        os.write(self._writes, SECRET)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(_short(self.socket))
        self._listener.listen()
        self._listener.setblocking(False)
        self.allowed = (self.mail, self.temp, self.storage)
        self._before = self._look()
        self._touched = Touched(self.canary, self.canary / "sub")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._touched.close()
        self._listener.close()
        for fd in (self._fifo, self.fd, self._writes):
            os.close(fd)

    def harmed(self, reads: bool = False) -> list[str]:
        """What is not as it was; ``reads``: to have opened and read a file is no harm."""
        touched = self._touched.take(reads)
        found = [f"{name}: {what}" for name, what in touched]
        now = self._look()
        found += [
            f"{name} is not as it was"
            for name in sorted(self._before.keys() | now.keys())
            if self._before.get(name) != now.get(name)
        ]
        found += [
            f"{name} was read"
            for name, fd in (("the FIFO", self._fifo), ("the descriptor", self.fd))
            if waiting(fd) != len(SECRET)
        ]
        try:
            self._listener.accept()[0].close()
            found.append("somebody connected to the socket")
        except BlockingIOError:
            pass
        return found

    def _look(self) -> dict[str, tuple[int, int, bytes]]:
        found = {}
        for folder, folders, files in os.walk(self.canary):
            for name in folders + files:
                path = Path(folder, name)
                status = path.lstat()
                content = path.read_bytes() if path.suffix == ".txt" else b""
                found[str(path.relative_to(self.canary))] = (status.st_mode, status.st_mtime_ns, content)
        return found


def _short(path: Path) -> str:
    """The address of a Unix socket has 107 bytes at most: through a descriptor of its folder any path is short."""
    return os.path.relpath(path)


def waiting(fd: int) -> int:
    """Bytes that wait to be read there."""
    return int(struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, bytes(4)))[0])
