"""A child process: its three pipes, and a descriptor of the process itself, readable when it has ended.

The child inherits nothing of the session, and has the soft descriptor limit that this program was started with. When
the last of its four is closed it is killed, with what it started, and reaped; so it is when this program is killed.
"""

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from ..system.descriptors import ReservedDescriptor, as_at_start
from ..system.process_guard import PROCESS_GUARD
from ..values.needs import Act, Need
from ..values.options import Option
from ..values.spelling import Spelling, variable
from ..values.text import text
from .base import Kind, Opening, close_all, unblock
from .file_object import FileObject

ECHO = "import os\nwhile data := os.read(0, 65536): os.write(1, data)"
"""What the child does that nobody has named: it writes what it reads, and ends when there is no more."""
_pidfd_open: Any = getattr(os, "pidfd_open", None)
_killpg: Any = getattr(os, "killpg", None)
_SIGKILL: int = getattr(signal, "SIGKILL", 9)


class ProcessObject(FileObject):
    """One of the four. ``.pid`` is a number, or where there are no pidfds the ``Popen``, which nobody can watch."""

    def _end(self) -> None:
        if isinstance(self.obj, int):
            if not getattr(self, "_ended", False):
                self._ended = True
                os.close(self.obj)
        elif not isinstance(self.obj, subprocess.Popen):
            self.obj.close()


class Process(Kind):
    id = "process"
    title = text("Process")
    about = text("a child with its pipes and its pidfd; killed when the last of them is closed")
    group = "terminal"
    short = "child"
    icon = "process"
    repeats = False
    asks = None
    makes = ProcessObject
    of_process = True
    suffixes = ("stdin", "stdout", "stderr", "pid")
    options = (
        Option(
            name="argv", type="words", default="", title=text("command (empty: repeats what it reads)"), asks="command"
        ),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        argv = arguments(options["argv"])
        with ExitStack() as on_failure:
            places = [on_failure.enter_context(opening.place()) for _ in range(4 if _pidfd_open else 3)]
            child = _start(argv)
            alone = PROCESS_GUARD.guard(child.pid)
            end = _ender(child, users=len(self.suffixes))
            on_failure.callback(_end, child)
            made = self._objects(name, child, places, on_failure)
            on_failure.pop_all()
        for one in made:
            one.process, one.before_close = child, end
            one.address = f"pid {child.pid}"
        if alone is not None and not made[-1].warning:
            made[-1].warning = str(alone)
        return made

    def _objects(
        self, name: str, child: Any, places: list[ReservedDescriptor], on_failure: ExitStack
    ) -> list[FileObject]:
        made: list[FileObject] = []
        on_failure.callback(close_all, made)
        for one, place, stream in zip(self.names(name), places, ("stdin", "stdout", "stderr"), strict=False):
            with getattr(child, stream) as low:
                fd = place.put(os.dup(low.fileno()))
            setattr(child, stream, os.fdopen(fd, "wb" if stream == "stdin" else "rb", 0))
            made.append(ProcessObject(one, self.id, getattr(child, stream)))
            unblock(fd)
        made.append(ProcessObject(self.names(name)[3], self.id, _pidfd(child, places)))
        if _pidfd_open is None:
            made[-1].warning = str(text("this Python has no os.pidfd_open: the process has no descriptor here"))
        return made

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        pipes = "stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0"
        it, ends = py.variable(name), [py.variable(one) for one in self.names(name)]
        pid = f"os.pidfd_open({it}.pid)" if _pidfd_open else it
        return [
            f"{it} = subprocess.Popen({_spelled(options['argv'])}, {pipes}, start_new_session=True)",
            f"{', '.join(ends)} = {it}.stdin, {it}.stdout, {it}.stderr, {pid}",
            *py.calm(*(f"{end}.fileno()" for end in ends[:3])),
        ]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it = py.variable(name)
        return [f"os.close({it})" if name.endswith(".pid") and _pidfd_open else f"{it}.close()"]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        argv = shlex.join(_shown(options["argv"]))
        if options["count"] == 1:
            return Need(Act.PROCESS, text("starts a process: {argv}", argv=argv))
        return Need(Act.PROCESS, text("starts {count} processes: {argv}", count=options["count"], argv=argv))

    def close_line(self, name: str, ended: dict[str, Any]) -> str:
        number, process = name.endswith(".pid") and _pidfd_open, variable(name.partition(".")[0])
        line = f"os.close({variable(name)})" if number else super().close_line(name, {})
        return f"{line}; os.killpg({process}.pid, signal.SIGKILL); {process}.wait()" if "killed" in ended else line


def arguments(given: Any) -> list[str]:
    """A list as it is; a line in words, as a shell splits it. Raises ValueError for a quotation without an end."""
    words = shlex.split(given) if isinstance(given, str) else list(given)
    return words or [sys.executable, "-I", "-S", "-c", ECHO]


def _spelled(given: Any) -> str:
    """The arguments as Python has them; what cannot be split is left to ``shlex`` to refuse."""
    try:
        return repr(arguments(given))
    except ValueError:
        return f"shlex.split({given!r})"


def _shown(given: Any) -> list[str]:
    try:
        words = arguments(given)
    except ValueError:
        return [str(given)]
    return ["python"] if words[-1] is ECHO else words


def _start(argv: list[str]) -> Any:
    # A session of its own: Ctrl-C in the terminal is for us, and what it starts can be killed with it.
    pipe = subprocess.PIPE
    with as_at_start():
        return subprocess.Popen(argv, bufsize=0, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)


def _pidfd(child: Any, places: list[ReservedDescriptor]) -> Any:
    if _pidfd_open is None:
        return child
    fd = places[3].put(_pidfd_open(child.pid))
    unblock(fd)
    return fd


def _ender(child: Any, users: int) -> Callable[[], dict[str, Any] | None]:
    left = [None] * users

    def closed() -> dict[str, Any] | None:
        left.pop()
        if left:
            return None
        lives = child.returncode is None
        _end(child)
        return {"killed": child.pid} if lives else None

    return closed


def _end(child: Any) -> None:
    """Kill it and what it started in its own group, and reap it. One reaped already has given its number away."""
    try:
        _kill(child)
    finally:
        PROCESS_GUARD.release(child.pid)


def _kill(child: Any) -> None:
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            stream.close()
    if child.returncode is None:
        try:
            if _killpg is None:
                child.kill()
            else:
                _killpg(child.pid, _SIGKILL)
        except ProcessLookupError:
            pass  # it has ended, and nobody of its group is left
        except PermissionError:
            # A setuid program runs as somebody else: it may not be killed, and waiting for it could be for ever.
            threading.Thread(target=child.wait, name=f"reaper {child.pid}", daemon=True).start()
            return
        child.wait()
