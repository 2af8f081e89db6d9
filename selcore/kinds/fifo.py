"""A named pipe, both ends of it: read end first, for a write end without a reader is refused (ENXIO)."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..fileobjects import FileObject
from ..options import Option
from ..text import Text, text
from .base import CALMLY, Kind, Opening, close_fds
from .made import remover

_mkfifo: Any = getattr(os, "mkfifo", None)


class Fifo(Kind):
    id = "fifo"
    title = text("FIFO")
    about = text("a pipe that has a path; other programs can open it too")
    group = "machine"
    short = "fifo"
    icon = "pipe"
    suffixes = ("r", "w")
    options = (
        Option(name="path", type="path", default="", title=text("path (made if nothing is there; empty: temporary)")),
    )
    at_path = "named pipe"

    def missing(self) -> Text | None:
        return None if _mkfifo else text("this system has no FIFOs (os.mkfifo)")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        path = options["path"] or str(opening.folder() / f"{name}.fifo")
        made, fds = None, list[int]()
        with opening.place() as reading, opening.place() as writing:
            try:
                made = _make(path)
                fds.append(reading.put(os.open(path, os.O_RDONLY | CALMLY)))
                fds.append(writing.put(os.open(path, os.O_WRONLY | CALMLY)))
            except BaseException:
                _undo(made, fds)
                raise
        return self._ends(name, path, fds, made)

    def _ends(self, name: str, path: str, fds: list[int], made: Callable[[], None] | None) -> list[FileObject]:
        names = self.names(name)
        reader = FileObject(names[0], self.id, os.fdopen(fds[0], "rb", 0), address=path, peer=names[1])
        writer = FileObject(names[1], self.id, os.fdopen(fds[1], "wb", 0), address=path, peer=names[0])
        reader.before_close = writer.before_close = made
        return [reader, writer]

    def line(self, name: str, options: dict[str, Any]) -> str:
        path = repr(options["path"] or f"{name}.fifo")
        ends = "((os.O_RDONLY, 'rb'), (os.O_WRONLY, 'wb'))"
        opened = f"(open(os.open({path}, flags | os.O_NONBLOCK), mode, 0) for flags, mode in {ends})"
        return f"os.path.exists({path}) or os.mkfifo({path}, 0o600); {name}_r, {name}_w = {opened}"

    def needs_trust(self, options: dict[str, Any]) -> Text | None:
        return text("opens the FIFO {path} for writing", path=options["path"]) if options["path"] else None


def _make(path: str) -> Callable[[], None] | None:
    """Make it; how to remove it again, None where one was there. Raises FileExistsError where something else was."""
    try:
        _mkfifo(path, 0o600)
    except FileExistsError:
        if not stat.S_ISFIFO(Path(path).stat().st_mode):
            raise
        return None
    return remover(path, users=2)


def _undo(made: Callable[[], None] | None, fds: list[int]) -> None:
    if made is not None:
        made()
        made()
    close_fds(fds)
