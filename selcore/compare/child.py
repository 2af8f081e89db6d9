"""One backend's player: ``run --json`` in a process of its own, whose lines are read as they come.

It is started by the same interpreter from the same files, be that a checkout or an installed wheel, and with the soft
descriptor limit that this program was started with.
"""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from ..system.child_process import SAID as SAID
from ..system.child_process import Complaints, start
from ..system.descriptors import AT_START
from ..values.text import Text, text
from .values import Line

ROOT = Path(__file__).resolve().parents[2]
"""Where the packages lie side by side."""
GRACE = 3.0
"""Seconds that a child has to close everything after it was asked to end."""
LONGEST_LINE = 8 << 20
MOST = 1 << 30
"""Bytes that a child may write; what is kept of them is bounded by ``table``."""
_STARTS = ('{"step":', '{"in_step":', '{"lint":')

# -P: the folder that the user is in is no place to import from, as it would be with -m.
_PROGRAM = """
import sys
root, soft = sys.argv[1:3]
del sys.argv[1:3]
sys.path.insert(0, root)
if int(soft) >= 0:
    import resource
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(soft), resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
from playground.__main__ import main
sys.exit(main())
"""


class Child:
    """Plays an experiment's file on one backend. ``play`` is called once, on a thread of its own.

    ``why``: its lines explain each result too, not only what was not returned.
    """

    def __init__(self, backend: str, experiment: Path, max_wait: float, trust: bool, why: bool = False):
        reasons = "--why" if why else "--why-not"
        self._words = ["run", "--json", "--progress", reasons, "--backend", backend, "--max-wait", str(max_wait)]
        self._words += ["--trust"] * trust + ["--", str(experiment)]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._complaints = Complaints()

    @property
    def said(self) -> str:
        """The last lines that the child wrote to stderr."""
        return str(self._complaints)

    def play(self, take: Callable[[Line], None]) -> Text | None:
        """Pass on each line until the child ends and is reaped. Returns why it failed, or None. Raises OSError."""
        with self._lock:
            if self._ended:
                return text("ended before it was started")
            self._process = process = self._start()
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        listener = self._complaints.listen(process.stderr, "compare stderr")
        try:
            trouble = _tell(process.stdout, take)
            if trouble is not None:
                self.end()
            status = self._reap(process)
        finally:
            self._reap(process)
            listener.join()
            process.stdin.close()
            process.stdout.close()
        return trouble or (None if status == 0 else self._complaints.why(status))

    def _start(self) -> "subprocess.Popen[bytes]":
        soft = -1 if AT_START is None else AT_START[0]
        return start(["-P"], _PROGRAM, [str(ROOT), str(soft), *self._words])

    def _reap(self, process: "subprocess.Popen[bytes]") -> int:
        try:
            return process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.kill()
            return process.wait()

    def end(self) -> None:
        """Ask the child to close everything and end. Thread-safe."""
        self._signal(lambda process: process.terminate())

    def kill(self) -> None:
        """Kill the child and what it has started. Thread-safe."""
        self._signal(_kill)

    def _signal(self, how: Callable[["subprocess.Popen[bytes]"], None]) -> None:
        with self._lock:
            self._ended = True
            if self._process is not None and self._process.returncode is None:
                how(self._process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    killpg: Any = getattr(os, "killpg", None)
    if killpg is None:
        process.kill()
        return
    try:
        killpg(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    except (ProcessLookupError, PermissionError):
        process.kill()


def _tell(stream: IO[bytes], take: Callable[[Line], None]) -> Text | None:
    told = 0
    while data := stream.readline(LONGEST_LINE):
        told += len(data)
        if told > MOST or len(data) == LONGEST_LINE:
            return text("it told more than {most} MiB", most=MOST >> 20)
        for line in _parsed(data):
            take(line)
    return None


def _parsed(data: bytes) -> Iterator[Line]:
    """The JSON object in a line. An experiment that writes to its own stdout may have written before it, or in its
    place."""
    words = data.decode(errors="replace")
    places = [place for start in _STARTS if (place := words.find(start)) >= 0]
    try:
        line = json.loads(words[min(places) :]) if places else None
    except ValueError:
        return
    if isinstance(line, dict):
        yield line
