"""A pipe: a read end and a write end, each raw and non-blocking."""

import os
from typing import Any

from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening, close_fds, unblock
from .file_object import FileObject


class Pipe(Kind):
    id = "pipe"
    title = text("Pipe")
    about = text("a read end and a write end, inside this program")
    group = "pairs"
    short = "pipe"
    icon = "pipe"
    asks = None
    suffixes = ("r", "w")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        low = list(os.pipe())
        fds: list[int] = []
        try:
            while low:
                fds.append(opening.lift(low.pop(0)))
                unblock(fds[-1])
        except BaseException:
            close_fds(low + fds)
            raise
        names = self.names(name)
        reader = FileObject(names[0], self.id, os.fdopen(fds[0], "rb", 0), peer=names[1])
        writer = FileObject(names[1], self.id, os.fdopen(fds[1], "wb", 0), peer=names[0])
        return [reader, writer]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        r, w = (py.variable(one) for one in self.names(name))
        if not py.whole:
            made = "os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)" if hasattr(os, "pipe2") else "os.pipe()"
            return [f"{r}, {w} = (open(fd, mode, 0) for fd, mode in zip({made}, ('rb', 'wb')))"]
        opened = f"{r}, {w} = open({r}, 'rb', buffering=0), open({w}, 'wb', buffering=0)"
        return [f"{r}, {w} = os.pipe()", *py.calm(r, w), opened]
