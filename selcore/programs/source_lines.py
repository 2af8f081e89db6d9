"""The line of source beside a function of a program that runs: read once, while the file is still what was started.

It belongs to the thread that follows the program; a window only asks what is known. A recording has none of it:
what lies there under the same name may be anybody's.
"""

from pathlib import Path

from ..files.regular_file import NotRegular, open_regular
from ..values.watched import Function

MOST = 2 << 20
"""Bytes of a file that is read."""
LONGEST = 200
"""Characters of a line."""
KEPT = 1000
"""Functions whose line is known."""
DECORATORS = 50
"""Lines between the first decorator, where Python says that a function begins, and its ``def``."""
_BEGINS = ("def ", "async def ", "lambda", "class ")


class SourceLines:
    """``folder`` is the program's, ``began`` when it was started (ns since the epoch)."""

    def __init__(self, folder: str, began: int):
        self._folder, self._began = Path(folder), began
        self._known: dict[Function, str] = {}

    def line(self, function: Function) -> str:
        """What is known; empty where nothing is."""
        return self._known.get(function, "")

    def learn(self, function: Function) -> None:
        """Read the line, unless it is known, or that it cannot be had."""
        if function not in self._known and function.file and len(self._known) < KEPT:
            self._known[function] = self._read(function)

    def _read(self, function: Function) -> str:
        try:
            path = self._folder / function.file
            before = path.stat()
            if max(before.st_mtime_ns, before.st_ctime_ns) > self._began or before.st_size > MOST:
                return ""
            with open_regular(path) as file:
                lines = file.read(MOST).split(b"\n")
            after = path.stat()
        except (OSError, ValueError, NotRegular):
            return ""
        unchanged = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
        return _def_of(lines, function.line) if unchanged else ""


def _def_of(lines: list[bytes], number: int) -> str:
    """The line of that number, counted from 1; of one with decorators that of its ``def``."""
    some = [line.decode("utf-8", "replace").strip() for line in lines[max(number - 1, 0) : number + DECORATORS]]
    if not some or number < 1:
        return ""
    if some[0].startswith("@"):
        some[0] = next((line for line in some if line.startswith(_BEGINS)), some[0])
    return some[0][:LONGEST]
