"""The standard streams of a program that is run in a window: what it prints is read as it comes, and what it is told is
kept until it takes it. Nothing here waits.

Its stdout is a terminal, as where one runs it by hand: to a pipe Python would print by the thousand bytes.
"""

import os
import sys
import threading
from time import monotonic_ns
from typing import Any

from ..values.text import text
from .output_lines import OutputLines
from .program import CannotRun
from .running import Streams

AT_ONCE = 1 << 20
"""Bytes that are read of a stream in one look."""
WAITING = 1 << 20
"""Bytes that may wait for the program to read them."""
_os: Any = os


class OwnStreams:
    """Three streams. One thread opens, looks and closes; any may ``send``."""

    def __init__(self, lines: OutputLines):
        self.lines = lines
        self._reads: dict[int, bool] = {}
        self._write = -1
        self._theirs: list[int] = []
        self._lock = threading.Lock()
        self._waits = bytearray()
        self._ends = False

    def open(self) -> Streams:
        """Make them; the ends that are the program's. Raises CannotRun; what there is by then, ``close`` closes."""
        try:
            return self._open()
        except OSError as error:
            why = error.strerror or str(error)
            raise CannotRun(text("no streams can be made for the program: {error}", error=why)) from None

    def _open(self) -> Streams:
        stdin, self._write = os.pipe()
        self._theirs = [stdin]
        out, stdout = _terminal()
        self._reads[out] = False
        self._theirs.append(stdout)
        err, stderr = os.pipe()
        self._reads[err] = True
        self._theirs.append(stderr)
        for one in (self._write, *self._reads):
            _os.set_blocking(one, False)
        return Streams(stdin, stdout, stderr)

    def begun(self) -> None:
        """The program has its ends, or will never have them."""
        for one in self._theirs:
            os.close(one)
        self._theirs = []

    def look(self) -> bool:
        """Read what is there, write what is taken; whether something was read."""
        self._send()
        read = [self._read(one, error) for one, error in list(self._reads.items())]
        return any(read)

    def close(self) -> None:
        """The program has ended: read what it left, and let go."""
        self.look()
        self.begun()
        for one in list(self._reads):
            self._drop(one)
        self._close_input()
        self.lines.end(monotonic_ns())

    @property
    def takes_input(self) -> bool:
        """Whether something can be sent still."""
        return self._write >= 0 and not self._ends

    def send(self, words: str) -> bool:
        """A line for its stdin; False where too much waits there, or none is taken any more."""
        data = words.encode("utf-8", "surrogateescape") + b"\n"
        with self._lock:
            if not self.takes_input or len(self._waits) + len(data) > WAITING:
                return False
            self._waits += data
        return True

    def end_input(self) -> None:
        """Once it has read what waits, its stdin ends."""
        self._ends = True

    def _read(self, fd: int, error: bool) -> bool:
        got = 0
        while got < AT_ONCE:
            try:
                data = os.read(fd, 65536)
            except BlockingIOError:
                break
            except OSError:  # EIO: nobody has the other end of the terminal any more
                data = b""
            if not data:
                self._drop(fd)
                break
            got += len(data)
            self.lines.add(data, error, monotonic_ns())
        return got > 0

    def _drop(self, fd: int) -> None:
        if self._reads.pop(fd, None) is not None:
            os.close(fd)

    def _send(self) -> None:
        if self._write < 0:
            return
        with self._lock:
            try:
                while self._waits:
                    del self._waits[: os.write(self._write, self._waits[:65536])]
            except BlockingIOError:
                pass
            except OSError:  # nobody reads any more
                self._waits.clear()
                self._ends = True
            if self._ends and not self._waits:
                self._close_input()

    def _close_input(self) -> None:
        if self._write >= 0:
            os.close(self._write)
            self._write = -1


def _terminal() -> tuple[int, int]:
    """A terminal that changes nothing of what is written; a pipe where there is none."""
    if sys.platform == "win32":
        return os.pipe()
    import termios

    try:
        here, there = _os.openpty()
    except OSError:
        return os.pipe()
    modes = termios.tcgetattr(there)
    modes[1] &= ~termios.OPOST
    modes[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(there, termios.TCSANOW, modes)
    return here, there
