"""Ends the processes that a user has started together with this program, however it ends, by a guard process.

It is there only while there is something to keep. A parent-death signal would not do: it follows the thread that
started the child, and a worker may be replaced. What leaves the group of what was started (``setsid``) escapes.
"""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from ..values.text import Text, text
from .guard_process import FORM

PROGRAM = Path(__file__).with_name("guard_process.py")
_send_fds: Any = getattr(socket, "send_fds", None)
_pidfd_open: Any = getattr(os, "pidfd_open", None)


class ProcessGuard:
    """``guard`` a process that leads a group of its own, ``release`` when it has been ended. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._guarded: set[int] = set()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def guard(self, pid: int) -> Text | None:
        """Guard the process. Returns why it would outlive this program if that were killed; None: it will not."""
        if _send_fds is None or not hasattr(os, "killpg"):
            return text("it would go on if this program were killed: this Python has no os.killpg or socket.send_fds")
        with self._lock:
            self._guarded.add(pid)
            try:
                if self._channel is None or not self._tell(b"+", pid):
                    self._begin()
            except OSError as error:
                return text("it would go on if this program were killed: {error}", error=str(error))
        return None

    def release(self, pid: int) -> None:
        """Note that the process was reaped: its number may be reused from now on."""
        with self._lock:
            if pid not in self._guarded:
                return
            self._guarded.remove(pid)
            if self._guarded:
                self._tell(b"-", pid)
            else:
                self._end()

    def _begin(self) -> None:
        """Start the guard process, in place of one that was killed, and register all processes."""
        self._end()
        here, there = socket.socketpair()
        with there:
            self._channel = here
            nothing = subprocess.DEVNULL
            command = [sys.executable, "-I", "-S", str(PROGRAM)]
            try:
                self._process = subprocess.Popen(
                    command, stdin=there.fileno(), stdout=nothing, stderr=nothing, cwd="/", start_new_session=True
                )
            except BaseException:
                self._end()
                raise
        for pid in self._guarded:
            self._tell(b"+", pid)

    def _tell(self, sign: bytes, pid: int) -> bool:
        """Send a message. Returns False if the guard process is gone."""
        pidfds = _pidfds(pid) if sign == b"+" else []
        try:
            _send_fds(self._channel, [FORM.pack(sign, pid)], pidfds)
        except OSError:
            return False  # somebody has killed it
        finally:
            for pidfd in pidfds:
                os.close(pidfd)
        return True

    def _end(self) -> None:
        line, self._channel = self._channel, None
        beside, self._process = self._process, None
        if beside is not None:
            beside.kill()  # before it notices that the line is closed: what it keeps was let go
            beside.wait()
        if line is not None:
            line.close()


def _pidfds(pid: int) -> list[int]:
    """A pidfd of the process, by which the guard detects a reused number; empty if the system has none."""
    try:
        return [] if _pidfd_open is None else [_pidfd_open(pid)]
    except OSError:
        return []


PROCESS_GUARD = ProcessGuard()
"""The guard of this program."""
