"""A named pipe, both ends of it or one: read end first, for a write end without a reader is refused (ENXIO)."""

import os
import stat
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ..files.private_folder import PREFIX
from ..values.needs import Act, Need
from ..values.options import Option
from ..values.spelling import Spelling, variable
from ..values.text import Text, text
from .base import CALMLY, Kind, Opening, close_fds
from .file_object import FileObject
from .made import remover

_mkfifo: Any = getattr(os, "mkfifo", None)
_ENDS = {"both": ("r", "w"), "rb": ("r",), "wb": ("w",)}
_OPENED = {"r": (os.O_RDONLY, "rb"), "w": (os.O_WRONLY, "wb")}


class Fifo(Kind):
    id = "fifo"
    title = text("FIFO")
    about = text("a pipe that has a path; other programs can open it too")
    group = "machine"
    short = "fifo"
    icon = "pipe"
    asks = None
    suffixes = ("r", "w")
    options = (
        Option(
            name="path",
            type="path",
            default="",
            title=text("path (made if nothing is there; empty: temporary)"),
            asks="path",
        ),
        Option(
            name="mode",
            type="choice",
            default="both",
            title=text("ends, by their modes"),
            asks="nothing",
            choices=tuple(_ENDS),
        ),
    )
    at_path = "named pipe"

    def missing(self) -> Text | None:
        return None if _mkfifo else text("this system has no FIFOs (os.mkfifo)")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        path = options["path"] or str(opening.folder() / f"{name}.fifo")
        made, fds, ends = None, list[int](), _ENDS[options["mode"]]
        with ExitStack() as stack:
            places = [stack.enter_context(opening.place()) for _ in ends]
            try:
                made = _make(path, len(ends))
                for end, place in zip(ends, places, strict=True):
                    fds.append(place.put(os.open(path, _OPENED[end][0] | CALMLY)))
            except BaseException:
                _undo(made, len(ends), fds)
                raise
        return self._objects(name, path, dict(zip(ends, fds, strict=True)), made)

    def _objects(
        self, name: str, path: str, fds: dict[str, int], made: Callable[[], dict[str, Any] | None] | None
    ) -> list[FileObject]:
        found = []
        for end, fd in fds.items():
            peer = "".join(f"{name}.{other}" for other in fds if other != end)
            one = FileObject(f"{name}.{end}", self.id, os.fdopen(fd, _OPENED[end][1], 0), address=path, peer=peer)
            one.before_close = made
            found.append(one)
        return found

    def ends_until(self, name: str) -> Text | None:
        return text("no writer has it open, and a read gives nothing (b'') until another comes")

    def opens(self, name: str, options: dict[str, Any]) -> list[str]:
        return [f"{name}.{end}" for end in _ENDS[options["mode"]]]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        path = repr(options["path"]) if options["path"] else py.path(name, ".fifo")
        made = f"os.path.exists({path}) or os.mkfifo({path}, 0o600)"
        if options["mode"] != "both":
            flags, end = "os.O_RDONLY" if options["mode"] == "rb" else "os.O_WRONLY", _ENDS[options["mode"]][0]
            opened = f"open(os.open({path}, {flags} | os.O_NONBLOCK), {options['mode']!r}, 0)"
            return [made, f"{py.variable(f'{name}.{end}')} = {opened}"]
        return [
            made,
            f"{py.variable(f'{name}.r')} = open(os.open({path}, os.O_RDONLY | os.O_NONBLOCK), 'rb', 0)",
            f"{py.variable(f'{name}.w')} = open(os.open({path}, os.O_WRONLY | os.O_NONBLOCK), 'wb', 0)",
        ]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        if options["mode"] == "rb":
            words = text("opens the FIFO {path} and takes its bytes, or makes it", path=options["path"])
        else:
            words = text("opens the FIFO {path} for writing, or makes it", path=options["path"])
        return Need(Act.WRITE, words)

    def made_at(self, name: str, path: str) -> str:
        short = f"{variable(name.partition('.')[0])}.fifo"  # as the line calls one in the temporary folder
        return repr(short if Path(path).parent.name.startswith(PREFIX) else path)


def _make(path: str, users: int) -> Callable[[], dict[str, Any] | None] | None:
    """Make it; how to remove it again, None where one was there. Raises FileExistsError where something else was."""
    try:
        _mkfifo(path, 0o600)
    except FileExistsError:
        if not stat.S_ISFIFO(Path(path).stat().st_mode):
            raise
        return None
    return remover(path, users)


def _undo(made: Callable[[], dict[str, Any] | None] | None, users: int, fds: list[int]) -> None:
    for _ in range(users if made is not None else 0):
        made()  # type: ignore[misc]
    close_fds(fds)
