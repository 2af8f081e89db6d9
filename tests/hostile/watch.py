"""What a program does to the machine, as Python's own audit events tell it (PEP 578): standard library only.

While a watch is kept, a deed that nobody asked for is written down and does not happen: the hook raises. One hook is
added to a process, for good; it looks at nothing while no watch is kept.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NEVER = (
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
    "os.kill",
    "os.killpg",
    "signal.pthread_kill",
    "pickle.find_class",
    "webbrowser.open",
    "urllib.Request",
    "sqlite3.enable_load_extension",
    "sqlite3.load_extension",
    "os.chroot",
    "os.setxattr",
    "ctypes.dlopen",
)
CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.chown",
    "os.utime",
    "sqlite3.connect",
    "shutil.rmtree",
)
SENDS = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
)
HARMLESS = re.compile(r"/dev/(null|zero|full|random|urandom|shm/.*)\Z")
FOREIGN = re.compile(r"/dev/|/proc/[^/]*/fd/|/proc/[^/]*/task/[^/]*/fd/")
LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+\Z|::1\Z|localhost\Z|\Z")
_AT = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "shutil.rmtree")
"""Their last values are descriptors of folders, or -1."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Unasked(PermissionError):
    """What is raised in place of the deed."""


class Watch:
    """``deeds`` are those that nobody asked for. Files may be made and changed below ``allowed`` only."""

    def __init__(self, allowed: tuple[Path, ...]):
        self._allowed = tuple(os.path.realpath(one) for one in allowed)
        self.deeds: list[str] = []

    def see(self, event: str, given: tuple[Any, ...]) -> None:
        """An audit event. Raises Unasked."""
        found = _LOOKS[event](self, event, given)
        if found:
            self.deeds.append(f"{event}: {found[:500]}")
            raise Unasked(f"{event}: {found[:100]}")

    def _never(self, event: str, given: tuple[Any, ...]) -> str:
        return repr(given)

    def _change(self, event: str, given: tuple[Any, ...]) -> str:
        if event == "sqlite3.connect":
            return "" if self._own(given[0]) else str(given[0])
        paths = given[:2] if event in ("os.rename", "os.link") else given[1:2] if event == "os.symlink" else given[:1]
        folders = [one for one in given[-2:] if isinstance(one, int) and one >= 0] if event in _AT else []
        found = [_itself(_below(folders, one)) for one in paths]
        return "; ".join(str(one) for one in found if not self._own(one, follow=False))

    def _open(self, event: str, given: tuple[Any, ...]) -> str:
        path, mode, flags = given
        if not isinstance(path, str | bytes) or not path:
            return ""  # a descriptor that is open already, or the name of nothing
        words = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - dots go, links stay
        for one in (words, os.path.realpath(words)):
            if FOREIGN.match(one) and not HARMLESS.match(one):
                return words
        if isinstance(flags, int) and flags & getattr(os, "O_DIRECTORY", 0):
            return ""  # no directory can be opened for writing
        writes = isinstance(flags, int) and flags & _WRITES or any(one in (mode or "r") for one in "wax+")
        return words if writes and not self._own(path) and not HARMLESS.match(words) else ""

    def _own(self, path: Any, follow: bool = True) -> bool:
        if not isinstance(path, str | bytes):
            return True  # by a descriptor, or in memory
        where = os.fsdecode(path)
        if "\0" in where:
            return False  # an address in the abstract namespace, which every process sees
        words = os.path.realpath(where) if follow else where
        # What was compiled is kept beside its source, or where the environment says.
        return (
            where == ":memory:"
            or ".pyc" in where
            or "__pycache__" in where
            or words.startswith(self._allowed)
            or (where.startswith("file:") and _of_uri(where).startswith(self._allowed))
        )

    def _send(self, event: str, given: tuple[Any, ...]) -> str:
        to = given[0] if event.startswith("socket.get") else given[-1]
        host = to[0] if isinstance(to, tuple) else to
        if isinstance(host, bytes):
            host = os.fsdecode(host)
        if not isinstance(host, str) or LOOPBACK.match(host):
            return ""
        if not isinstance(to, tuple) and event.startswith(("socket.connect", "socket.bind", "socket.sendto")):
            return "" if self._own(host) or HARMLESS.match(host) else host  # a Unix socket
        return str(host)


def _below(folders: list[int], path: Any) -> Any:
    """The whole path of what is named from a folder that is open."""
    if not folders or not isinstance(path, str | bytes) or os.fsdecode(path).startswith("/"):
        return path
    return str(Path(f"/proc/self/fd/{folders[0]}").readlink() / os.fsdecode(path))


def _itself(path: Any) -> Any:
    """A link is renamed and removed itself, not what it names."""
    if not isinstance(path, str | bytes) or "\0" in os.fsdecode(path):
        return path
    whole = Path(os.fsdecode(path))
    return str(Path(os.path.realpath(whole.parent)) / whole.name)


def _of_uri(uri: str) -> str:
    from urllib.parse import unquote, urlsplit

    return os.path.realpath(unquote(urlsplit(uri).path))


_LOOKS: dict[str, Callable[[Watch, str, tuple[Any, ...]], str]] = {
    "open": Watch._open,
    **dict.fromkeys(NEVER, Watch._never),
    **dict.fromkeys(CHANGES, Watch._change),
    **dict.fromkeys(SENDS, Watch._send),
}
_kept: list[Watch] = []
_hooked: list[bool] = []


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if _kept and event in _LOOKS:
        _kept[-1].see(event, given)


@contextmanager
def watching(*allowed: Path) -> Iterator[Watch]:
    """Keep a watch on all threads of this process."""
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    watch = Watch(allowed)
    _kept.append(watch)
    try:
        yield watch
    finally:
        _kept.remove(watch)
