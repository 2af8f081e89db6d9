"""Child processes of this program: starting one, keeping the end of its stderr, and telling why it ended.

Each is in a session of its own, so that Ctrl-C in the terminal is for the parent, which ends it. If the parent cannot,
since it was killed, the child ends itself.
"""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from typing import IO

from ..values.text import Text, text
from .signal_names import signal_name

SAID = 40
"""The last lines of stderr that are kept."""


WATCH = """
import os, signal, threading, time

def _watch(parent):
    os.read(parent, 1)  # nothing is written there: the parent is no more
    os.kill(os.getpid(), signal.SIGTERM)  # close what is open
    time.sleep(3)
    os._exit(1)

threading.Thread(target=_watch, args=[os.dup(0)], daemon=True).start()
_nothing = os.open(os.devnull, os.O_RDONLY)
os.dup2(_nothing, 0)
os.close(_nothing)
"""
"""The child's first lines. Its stdin is a pipe that closes with the parent; afterwards stdin is /dev/null."""


def start(flags: Sequence[str], program: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start Python with a program's text and its arguments. It reads nothing and writes to two pipes.

    Whoever has reaped it closes its stdin. Raises OSError.
    """
    pipe, command = subprocess.PIPE, [sys.executable, *flags, "-c", WATCH + program, *words]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)


class Complaints:
    """The last lines of a child's stderr, which is read to its end on a thread of its own."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=SAID)

    def __str__(self) -> str:
        return "\n".join(self._lines)

    def listen(self, stream: IO[bytes], name: str) -> threading.Thread:
        """Read the stream to its end, then close it. Returns the reading thread."""
        thread = threading.Thread(target=self._read, args=(stream,), name=name, daemon=True)
        thread.start()
        return thread

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(1 << 16):
                self._lines.append(line.decode(errors="replace").rstrip()[:2000])

    def why(self, status: int) -> Text:
        """Why the child ended, from its exit status (negative: a signal) and its last line."""
        if status < 0:
            return text("its process was ended by {signal}", signal=signal_name(-status))
        last = self._lines[-1] if self._lines else ""
        return text("its process ended with status {status}: {last}", status=status, last=last)
