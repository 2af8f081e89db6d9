"""Names that a person knows for the descriptors of another process: addresses, paths, kinds.

Asked of a duplicate that lives for microseconds (pidfd_getfd), where this user may have one, else of /proc. Nothing is
read from it, no option is set, and SO_ERROR is left alone.
"""

import ctypes
import os
import socket
import sys
from typing import Any

PIDFD_GETFD = 438
"""The number of the system call, the same on all architectures of Linux."""
MOST = 4096
STANDARD = {0: "stdin", 1: "stdout", 2: "stderr"}
_open: Any = getattr(os, "pidfd_open", None)


class DescriptorNames:
    """The names of one process's descriptors, kept until they are forgotten one by one."""

    def __init__(self, pid: int):
        self.pid = pid
        self._names: dict[int, str] = {}
        self._listening: set[str] = set()
        self.pidfd = -1
        try:
            self.pidfd = _open(pid) if _open is not None else -1
        except OSError:
            pass

    def close(self) -> None:
        """The process has ended."""
        if self.pidfd >= 0:
            os.close(self.pidfd)
            self.pidfd = -1

    def forget(self, fd: int) -> None:
        """The number may be another file's now."""
        self._names.pop(fd, None)

    def name(self, fd: int) -> str:
        """The name of a descriptor; ``fd 7`` where nothing is told."""
        found = self._names.get(fd)
        if found is None:
            if len(self._names) >= MOST:
                self._names.clear()
            found = self._names[fd] = self._ask(fd)
        return found

    def listens(self, name: str) -> bool:
        """Whether a socket of that name was seen to listen."""
        return name in self._listening

    def _ask(self, fd: int) -> str:
        link = self.link(fd)
        if link.startswith("socket:"):
            return self._of_socket(fd) or f"socket fd {fd}"
        if fd in STANDARD:
            return STANDARD[fd]
        if link.startswith("/"):
            return printable(link)
        kind = link.partition(":")[2].strip("[]") if link.startswith("anon_inode:") else link.partition(":")[0]
        return f"{kind} fd {fd}" if kind else f"fd {fd}"

    def link(self, fd: int) -> str:
        """What /proc has for it, ``socket:[1234]`` or a path; empty where it is closed or not to be seen."""
        try:
            return os.readlink(f"/proc/{self.pid}/fd/{fd}")  # noqa: PTH115 - half the time
        except OSError:
            return ""

    def link_is_told(self) -> bool:
        """Whether this user may see which descriptors it has."""
        return os.access(f"/proc/{self.pid}/fd", os.R_OK | os.X_OK)

    def _of_socket(self, fd: int) -> str:
        with_it = self.duplicate(fd)
        if with_it is None:
            return ""
        with with_it as one:
            here, there = _address(one.getsockname), _address(one.getpeername)
            if _option(one, "SO_ACCEPTCONN"):
                self._listening.add(here)
                return here
        if there and here:
            return there if self._is_ours(here) else f"{here} → {there}"
        return there or here

    def _is_ours(self, here: str) -> bool:
        """Whether a listener of this process has accepted it."""
        host, _, port = here.rpartition(":")
        return any(one == here or one in (f"0.0.0.0:{port}", f"[::]:{port}") for one in self._listening)

    def duplicate(self, fd: int) -> "socket.socket | None":
        """Another descriptor for the same socket, to be closed at once; None where that cannot be had."""
        got = get_descriptor(self.pidfd, fd)
        if got < 0:
            return None
        try:
            return socket.socket(fileno=got)
        except OSError:
            os.close(got)
            return None


def get_descriptor(pidfd: int, fd: int) -> int:
    """A duplicate of the other process's descriptor; -1 where that cannot be had."""
    if pidfd < 0 or not sys.platform.startswith("linux"):
        return -1
    return int(_libc().syscall(PIDFD_GETFD, pidfd, fd, 0))


def _libc() -> Any:
    return ctypes.CDLL(None)


def _address(ask: Any) -> str:
    try:
        found = ask()
    except OSError:
        return ""
    if isinstance(found, tuple) and len(found) >= 2:
        host = f"[{found[0]}]" if ":" in str(found[0]) else found[0]
        return printable(f"{host}:{found[1]}")
    if isinstance(found, bytes):
        found = "@" + found[1:].decode("utf-8", "replace")
    return printable(str(found)) if found else ""


def _option(one: socket.socket, name: str) -> int:
    number = getattr(socket, name, None)
    try:
        return one.getsockopt(socket.SOL_SOCKET, number) if number is not None else 0
    except OSError:
        return 0


def printable(words: str) -> str:
    """A stranger's words: bounded, and nothing that moves a cursor."""
    return "".join(one if one.isprintable() else "?" for one in words[:200])
