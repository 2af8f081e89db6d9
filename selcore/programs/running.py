"""A watched program while it runs: started in a process group of its own, asked to end, then ended; never orphaned.

``poll`` is called again and again by its owner, on one thread. A guard process kills the group if this program is gone.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, monotonic_ns
from typing import Any, NamedTuple

from ..files.left_behind import remove_leftovers
from ..files.private_folder import PrivateFolder
from ..system.process_guard import PROCESS_GUARD
from ..system.signal_names import signal_name
from ..values.text import Text, text
from ..watching.facts import NotSeen, WatchedFact
from ..watching.thread_state import look
from ..watching.watcher import Watcher
from .environment import watched
from .program import CannotRun, Prepared
from .terminal_loan import TerminalLoan
from .unseen import is_python, not_seen

SHARED = "/dev/shm"
GRACE = 3.0
"""Seconds that the program has after each step of being asked to end."""
UNSEEN_AFTER = 1.0
"""Seconds after which it is asked why nothing is seen."""
LOOKS_FOR_PYTHON = 10.0
"""Seconds for which a script may look for the interpreter that it stands for."""
_WAYS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGKILL") if hasattr(signal, name))
_os: Any = os
_signal: Any = signal
_waitid: Any = getattr(os, "waitid", None)


class Streams(NamedTuple):
    """What the program gets for its standard streams, as ``subprocess`` takes them: None is our own."""

    stdin: Any = None
    stdout: Any = None
    stderr: Any = None


OURS = Streams()


class RunningProgram:
    """Started at once. Raises CannotRun. ``status`` is its exit status as ``subprocess`` has it, None while it runs."""

    def __init__(self, prepared: Prepared, streams: Streams = OURS, say: Callable[[Text], object] = lambda _: None):
        self._say = say
        try:
            self._folder = _folder()
        except OSError as error:
            why = error.strerror or str(error)
            raise CannotRun(text("no temporary folder can be made: {error}", error=why)) from None
        self.watcher = Watcher(self._folder.path)
        self.status: int | None = None
        self.stopped = False
        self.asked = self.asked_at = 0
        self._due = 0.0
        self._terminal = TerminalLoan()
        self._looked = False
        environment = watched(prepared.environment, self._folder.path)
        try:
            self.process = subprocess.Popen(
                prepared.command,
                cwd=prepared.folder,
                env=environment,
                stdin=streams.stdin,
                stdout=streams.stdout,
                stderr=streams.stderr,
                process_group=0,
            )
        except OSError as error:
            self._folder.remove()
            why = error.strerror or str(error)
            raise CannotRun(text("{python}: {error}", python=prepared.python, error=why)) from None
        except ValueError as error:
            self._folder.remove()
            raise CannotRun(text("{error}", error=str(error))) from None
        self.began = self._python_since = monotonic()
        trouble = PROCESS_GUARD.guard(self.process.pid)
        if trouble is not None:
            say(trouble)
        if streams.stdin is None:
            self._terminal.lend(self.pid)

    @property
    def pid(self) -> int:
        return self.process.pid

    def peek(self) -> int | None:
        """How it has ended, as soon as it has: what it wrote may not have been read, and ``status`` not be set yet."""
        if self.status is not None or _waitid is None:
            return self.status
        try:
            found = _waitid(_os.P_PID, self.pid, _os.WEXITED | _os.WNOHANG | _os.WNOWAIT)
        except OSError:
            return None
        if found is None:
            return None
        return int(found.si_status) if found.si_code == _os.CLD_EXITED else -int(found.si_status)

    def poll(self) -> Iterator[WatchedFact]:
        """What is new; ``status`` is set once it has ended. Then ``close`` gives the rest."""
        self._notice_stops()
        status = self.process.poll()
        if status is not None:
            self._ended(status)
        yield from self.watcher.poll()
        if status is not None:
            return
        if self.asked and monotonic() >= self._due:
            self.stop()
        if not self._looked and self._is_time_to_look():
            self._looked = True
            yield from self._unseen()

    def _is_time_to_look(self) -> bool:
        """Whether Python has had its time: what is called python may be a script that looks for one first."""
        now = monotonic()
        if now - self.began < LOOKS_FOR_PYTHON and not is_python(self.pid):
            self._python_since = now
        since = now - self._python_since
        return since >= UNSEEN_AFTER and since - self._queued() >= UNSEEN_AFTER

    def _queued(self) -> float:
        """Seconds for which it had no processor: on a busy machine Python takes long to start."""
        moment = look(self.pid, self.pid, 0)
        return 0.0 if moment is None else moment.queued / 1e9

    def _unseen(self) -> Iterator[NotSeen]:
        here = self.pid in self.watcher.here
        message = not_seen(self.pid, here, self.watcher.records, self.watcher.full)
        if message is not None:
            yield NotSeen(self.pid, str(message))

    def stop(self) -> None:
        """Ask it to end; each time more firmly. It is said what is done."""
        if self.status is not None:
            return
        number = _WAYS[min(self.asked, len(_WAYS) - 1)]
        self.asked += 1
        self.asked_at = self.asked_at or monotonic_ns()
        self._due = monotonic() + GRACE
        self._say(text("{signal} is sent to the program", signal=signal_name(number)))
        self._signal(number)
        if self.stopped and number != _WAYS[-1]:
            self._signal(_signal.SIGCONT)  # who is stopped would not hear the other

    def kill(self) -> None:
        """End it now, and everything in its group."""
        self.asked = len(_WAYS)
        self._signal(_WAYS[-1])
        self._ended(self.process.wait())

    def close(self) -> Iterator[WatchedFact]:
        """What is left to be read. If it still runs it is killed; if it was asked to end so are its children."""
        if self.status is None:
            self.kill()
        elif self.asked:
            self._signal(_WAYS[-1])
        yield from self.watcher.close()
        if not self._looked and (self.watcher.full or self.pid not in self.watcher.here):
            yield from self._unseen()
        self._folder.remove()

    def _signal(self, number: int) -> None:
        try:
            _os.killpg(self.pid, number)
        except OSError:
            pass  # nobody is left, or it is somebody else's by now

    def _ended(self, status: int) -> None:
        if self.status is None:
            self.status = status
            PROCESS_GUARD.release(self.pid)
            self._terminal.take_back()

    def _notice_stops(self) -> None:
        """Ctrl-Z stops the program; then we stop too, and both go on together."""
        if _waitid is None:
            return
        try:
            found = _waitid(_os.P_PID, self.pid, _os.WSTOPPED | _os.WCONTINUED | _os.WNOHANG)
        except OSError:
            return
        if found is not None:
            self.stopped = found.si_code == _os.CLD_STOPPED
            if self.stopped and self._terminal.after_stop(found.si_status):
                self._signal(_signal.SIGCONT)


def _folder() -> PrivateFolder:
    """In memory where there is such a folder: a disk would be written to all the time."""
    if sys.platform.startswith("linux") and Path(SHARED).is_dir() and os.access(SHARED, os.W_OK | os.X_OK):
        try:
            remove_leftovers(SHARED)
            return PrivateFolder(SHARED)
        except OSError:
            pass
    return PrivateFolder()
