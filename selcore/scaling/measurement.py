"""Runs a measurement: starts the process that measures, takes its lines, ends and reaps it.

What the user's loop does at the same time would be counted: therefore another process, and therefore it is told.
"""

import json
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from ..backends import find_backend
from ..system.child_process import Complaints, start
from ..system.descriptors import AT_START
from ..values.text import Text, text
from .limits import MOST, SECONDS, backends_here
from .values import Line

PROGRAM = Path(__file__).with_name("measure.py")
_RUN = """
import sys
with open(sys.argv.pop(1), "rb") as _file:
    _text = _file.read()
exec(compile(_text, "measure.py", "exec"))
"""
LINES = 10_000
"""Lines that are read of a child; it tells some two hundred."""


class Measurement:
    """One measurement. Call ``start`` once; ``notify`` is called on another thread when there are lines to ``take``."""

    def __init__(
        self,
        backends: Sequence[str] = (),
        most: int = MOST,
        seconds: float = SECONDS,
        notify: Callable[[], None] = lambda: None,
    ):
        found = [find_backend(id) for id in backends or backends_here()]
        classes = {backend.id: backend.class_name for backend in found if backend is not None}
        soft = None if AT_START is None else AT_START[0]
        self._asked = json.dumps({"classes": classes, "most": most, "seconds": seconds, "soft": soft})
        self._notify = notify
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: list[Line] = []
        self._complaints = Complaints()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="scaling", daemon=True)
        self.cancelled = False
        self.trouble: Text | None = None
        """Why it failed, after it has ended; None if it finished or was cancelled."""

    @property
    def said(self) -> str:
        """The last lines of the child's stderr."""
        return str(self._complaints)

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def start(self) -> None:
        """Start the child. Raises OSError."""
        # -I -S: it needs nothing but the standard library, whatever the user has around.
        self._process = start(["-I", "-S"], _RUN, [str(PROGRAM), self._asked])
        self._thread.start()

    def take(self) -> list[Line]:
        """The lines since the last time."""
        with self._lock:
            lines, self._lines = self._lines, []
        return lines

    def wait(self, timeout: float | None = None) -> bool:
        """Wait ``seconds`` for the end. Returns whether it has ended."""
        return self._ended.wait(timeout)

    def cancel(self) -> None:
        """Kill and reap the child; idempotent. Earlier lines can still be taken."""
        if self._process is None:
            return
        if not self.ended:
            self.cancelled = True
            self._process.kill()
        if self._thread.ident is None:  # a signal came between its start and the thread's
            self._thread.start()
        self._thread.join()

    def _follow(self) -> None:
        process: Any = self._process
        listener = self._complaints.listen(process.stderr, "scaling stderr")
        try:
            with process.stdout as stream:
                fault = self._read(stream)
        finally:
            status = process.wait()
            process.stdin.close()
            listener.join()
        if not self.cancelled:
            self.trouble = fault or (None if status == 0 else self._complaints.why(status))
        self._ended.set()
        self._notify()

    def _read(self, stream: IO[bytes]) -> Text | None:
        for number, data in enumerate(iter(lambda: stream.readline(1 << 16), b"")):
            line = _parsed(data)
            if line is None or number > LINES:
                self._process.kill()  # type: ignore[union-attr]
                return text("its process printed something that is not a measurement")
            with self._lock:
                self._lines.append(line)
            self._notify()
        return None


def _parsed(data: bytes) -> Line | None:
    try:
        line = json.loads(data)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None
