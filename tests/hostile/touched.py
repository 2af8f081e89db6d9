"""Who was opened, read, changed or removed in a folder, by whatever library: the kernel's own word (inotify(7))."""

import ctypes
import os
import struct
from pathlib import Path

_READS = {0x1: "read", 0x20: "opened"}
_CHANGES = {
    0x2: "changed",
    0x4: "its mode or times changed",
    0x40: "moved away",
    0x80: "moved here",
    0x100: "made",
    0x200: "removed",
    0x400: "the folder itself was removed",
}
_IS_FOLDER = 0x40000000


class Touched:
    """Looks at these folders, not at what is beneath them; at nothing where the system has no inotify."""

    def __init__(self, *folders: Path):
        libc = ctypes.CDLL(None)
        begin = getattr(libc, "inotify_init1", None)
        self._fd = -1 if begin is None else begin(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd >= 0:
            mask = sum(_READS) | sum(_CHANGES)
            self._names = {libc.inotify_add_watch(self._fd, bytes(one), mask): one.name for one in folders}

    def take(self, reads: bool) -> list[tuple[str, str]]:
        """What happened since the last time, as (name, deed); without what only reads, where that is allowed."""
        found: dict[tuple[str, str], None] = {}
        for name, mask in self._events():
            # A folder is looked through by whoever makes a snapshot of it.
            known = _CHANGES if reads or mask & _IS_FOLDER else _CHANGES | _READS
            found |= {(name, words): None for bit, words in known.items() if mask & bit}
        return list(found)

    def _events(self) -> list[tuple[str, int]]:
        found = []
        while self._fd >= 0:
            try:
                data = os.read(self._fd, 1 << 16)
            except BlockingIOError:
                break
            while data:
                watch, mask, _, size = struct.unpack_from("iIII", data)
                name = data[16 : 16 + size].rstrip(b"\0").decode(errors="replace")
                found.append((f"{self._names.get(watch, '')}/{name}", mask))
                data = data[16 + size :]
        return found

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
