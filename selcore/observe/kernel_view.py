"""What the kernel watches, beside the selector's map: epoll's own set from /proc, for select and poll what each call is
given. The two are matched by the number and by the file itself, device and inode: a number may be another file's."""

import os
import re
from functools import cached_property, lru_cache
from pathlib import Path
from time import monotonic_ns
from typing import Any, NamedTuple

from msgspec import structs

from ..kinds.file_object import FileObject
from ..values.flags import flag_bit, flag_names
from ..values.masks import READ, WRITE
from ..values.observed import How, KernelView, Watched
from ..world.objects import Objects
from ..world.target import Target

MOST = 1000
"""Rows of a view. If there are more, the first are shown, those with a difference before all others."""
NAMED = 5
"""Objects that are named where a file is kept open; of more, the number is told."""
_TFD = re.compile(
    r"^tfd:\s*(\d+)\s+events:\s*([0-9a-f]+)\s+data:\s*[0-9a-f]+\s+pos:\S+\s+ino:([0-9a-f]+)\s+sdev:([0-9a-f]+)",
    re.MULTILINE,
)
_makedev: Any = getattr(os, "makedev", None)
File = tuple[int, int]
"""Device (as in ``os.stat``) and inode."""


class Member(NamedTuple):
    """A line of epoll's set: the number under which it was registered, the flags, the file."""

    fd: int
    events: int
    file: File


def kernel_view(objects: Objects, target: Target) -> KernelView:
    """What the kernel watches for a selector at this moment. Never raises OSError."""
    selector, backend = target.registry.selector, target.backend
    if selector.get_map() is None:
        return KernelView(monotonic_ns(), backend.id, backend.class_name, "closed", selector=target.name)
    own = (target.trace.wakeup.fileno(),) if target.trace.wakeup is not None else ()
    fd = _number(selector)
    members = members_of(fd) if backend.id == "epoll" else None
    if members is not None:
        source, rows = "set", _of_set(_ByFile(objects), target, members)
    elif backend.id in ("select", "poll"):
        source, rows = "passed", [_passed(objects, target, key) for key in target.registry.keys()]  # noqa: SIM118
    else:
        source, rows = "hidden", []
    rows.sort(key=lambda row: row.how == "same")
    keys, cut = len(target.registry), max(len(rows) - MOST, 0)
    # A link is read for each row that is shown, not for each of tens of thousands.
    shown = tuple(structs.replace(row, file=described(row.fd)) for row in sorted(rows[:MOST], key=lambda row: row.fd))
    named = (monotonic_ns(), backend.id, backend.class_name, source, fd, keys)
    return KernelView(*named, shown, own, cut, target.name)  # type: ignore[arg-type]


def members_of(fd: int) -> list[Member] | None:
    """The set of an epoll descriptor, read from ``/proc``; None on systems without it."""
    try:
        told = Path(f"/proc/self/fdinfo/{fd}").read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
    return [
        Member(int(number), int(events, 16), (_device(int(device, 16)), int(inode, 16)))
        for number, events, inode, device in _TFD.findall(told)
    ]


def _device(inside: int) -> int:
    """Convert a kernel-internal device number (12 bits of major, 20 of minor) to the one of ``os.stat``."""
    number: int = _makedev(inside >> 20, inside & 0xFFFFF)
    return number


def _number(selector: Any) -> int:
    try:
        return int(selector.fileno())
    except (AttributeError, ValueError, OSError):
        return -1


def file_of(fd: int) -> File | None:
    """Device and inode of the file that the number stands for now; None if it is closed."""
    try:
        status = os.fstat(fd)
    except (OSError, ValueError, OverflowError):
        return None
    return status.st_dev, status.st_ino


def described(fd: int) -> str:
    """The target of ``/proc/self/fd/FD`` (``socket:[123]``, ``pipe:[45]``, a path); empty if there is none."""
    try:
        return str(Path(f"/proc/self/fd/{fd}").readlink())
    except (OSError, ValueError):
        return ""


# epoll's own set.


class _ByFile:
    """The objects of a session by the files they have open, looked through once: all of them may be one file."""

    def __init__(self, objects: Objects):
        self._objects = objects
        self._alive: dict[File, tuple[str, ...]] = {}

    def named(self, name: str) -> FileObject | None:
        return self._objects.get(name)

    @cached_property
    def _by_file(self) -> dict[File, list[FileObject]]:
        found: dict[File, list[FileObject]] = {}
        for one in self._objects:
            if one.identity is not None:
                found.setdefault(one.identity[:2], []).append(one)
        return found

    @cached_property
    def _by_number(self) -> dict[tuple[int, File], str]:
        found: dict[tuple[int, File], str] = {}
        for file, objects in self._by_file.items():
            for one in objects:
                found.setdefault((one.fd, file), one.name)
        return found

    def alive(self, file: File) -> tuple[str, ...]:
        """Those that have it open, NAMED at most and how many more. Both ends of a pipe are one file to the kernel."""
        known = self._alive.get(file)
        if known is None:
            live = [one for one in self._by_file.get(file, ()) if not one.closed and file_of(one.fd) == file]
            named = [f"{one.name} (fd {one.fd})" for one in live[:NAMED]]
            more = [f"{len(live) - NAMED:,} more"] if len(live) > NAMED else []
            known = self._alive[file] = (*named, *more)
        return known

    def former(self, member: Member) -> str:
        """The object that had the number when it was registered, if that is known."""
        return self._by_number.get((member.fd, member.file), "")


def _of_set(opened: _ByFile, target: Target, members: list[Member]) -> list[Watched]:
    keys = {key.fd: key for key in target.registry.keys()}  # noqa: SIM118
    rows, seen = [], set()
    for member in members:
        key = keys.get(member.fd)
        this = opened.named(target.registry.names.get(member.fd, ""))
        mine = key is not None and _is_keys(this, member)
        if mine:
            seen.add(member.fd)
        rows.append(_member(opened, member, key if mine else None, this, key is not None))
    return rows + [_forgotten(target, key) for fd, key in keys.items() if fd not in seen]


def _is_keys(this: FileObject | None, member: Member) -> bool:
    """Whether the line belongs to the file that the key was made for. Without an identity, the number decides."""
    return this is None or this.identity is None or this.identity[:2] == member.file


def _member(opened: _ByFile, member: Member, key: Any, this: FileObject | None, taken: bool) -> Watched:
    flags = _names(member.events)
    now = file_of(member.fd)
    if key is None:
        # The number has a key, but that is of another file: what this one does is reported under that key.
        how: How = "stale" if taken else "keyless"
        return Watched(member.fd, opened.former(member), None, flags, how, alive=opened.alive(member.file))
    name, alive = this.name if this else "", tuple[str, ...]()
    if now != member.file:
        how, alive = "closed" if now is None else "reused", opened.alive(member.file)
    else:
        how = "same" if member.events & 0xFFFF == _asked(key.events, "EPOLL") | _UNASKED else "differs"
    return Watched(member.fd, name, key.events, flags, how, alive=alive)


def _forgotten(target: Target, key: Any) -> Watched:
    """A key without a line in epoll's set: the kernel removes a file when its last descriptor is closed."""
    now, name = file_of(key.fd), target.registry.names.get(key.fd, "")
    how: How = "unwatched" if now is None else "reused"
    return Watched(key.fd, name, key.events, None, how)


_UNASKED = flag_bit("ERR", "EPOLL") | flag_bit("HUP", "EPOLL")
"""Flags that epoll_ctl(2) adds by itself."""


@lru_cache(1024)
def _names(events: int) -> tuple[str, ...]:
    return tuple(flag_names(events, "EPOLL"))


def _asked(events: Any, prefix: str) -> int:
    """The poller's flags for the mask of a key."""
    return _flags_of(events if isinstance(events, int) else 0, prefix)


@lru_cache(64)
def _flags_of(mask: int, prefix: str) -> int:
    return (flag_bit("IN", prefix) if mask & READ else 0) | (flag_bit("OUT", prefix) if mask & WRITE else 0)


# What each call is given.


def _passed(objects: Objects, target: Target, key: Any) -> Watched:
    this = objects.get(target.registry.names.get(key.fd, ""))
    now = file_of(key.fd)
    asked = _flags_passed(target, key)
    how: How = "same"
    if now is None:
        how = "closed"
    elif this is not None and this.identity is not None and this.identity[:2] != now:
        how = "reused"
    return Watched(key.fd, this.name if this else "", key.events, asked, how)


def _flags_passed(target: Target, key: Any) -> tuple[str, ...]:
    """For select the lists that contain the descriptor, for poll the flags that it was registered with."""
    if target.backend.id == "poll":
        return tuple(flag_names(_asked(key.events, "POLL")))
    lists = (("readers", "_readers"), ("writers", "_writers"))
    selector = target.registry.selector
    return tuple(name for name, inside in lists if key.fd in getattr(selector, inside, ()))
