"""Child processes of ours: how one is started, what is kept of what it complains, and why it ended, in words.

Each is in a session of its own, so that Ctrl-C in the terminal is for the parent, which ends it.
"""

import signal
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from typing import IO

from .text import Text, text

SAID = 40
"""Lines of stderr that are kept, the last ones."""


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """It reads nothing and tells through two pipes. Raises OSError."""
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, start_new_session=True)


class Complaints:
    """The end of what a child says on stderr, which is read to its end on a thread of its own."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=SAID)

    def __str__(self) -> str:
        return "\n".join(self._lines)

    def listen(self, stream: IO[bytes], name: str) -> threading.Thread:
        """Read and close it. The thread, which ends when the child has no stderr any more."""
        thread = threading.Thread(target=self._read, args=(stream,), name=name, daemon=True)
        thread.start()
        return thread

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(1 << 16):
                self._lines.append(line.decode(errors="replace").rstrip()[:2000])

    def why(self, status: int) -> Text:
        """What ended it, by its exit status (negative: a signal) and what it said last."""
        if status < 0:
            return text("its process was ended by {signal}", signal=_signal_name(-status))
        last = self._lines[-1] if self._lines else ""
        return text("its process ended with status {status}: {last}", status=status, last=last)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
