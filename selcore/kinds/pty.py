"""A pseudo-terminal: what is typed at the master the slave reads by the line, and sees echoed."""

import importlib
import os
from typing import Any

from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Kind, Opening, close_fds
from .file_object import FileObject
from .numbered import put

_openpty: Any = getattr(os, "openpty", None)
_ttyname: Any = getattr(os, "ttyname", None)


class Pty(Kind):
    id = "pty"
    title = text("Pseudo-terminal")
    about = text("the slave is readable when a whole line was typed at the master; raw: at each character")
    group = "terminal"
    short = "pty"
    icon = "terminal"
    asks = None
    suffixes = ("master", "slave")
    options = (Option(name="raw", type="bool", default=False, title=text("raw (no lines, no echo)"), asks="nothing"),)

    def missing(self) -> Text | None:
        return None if _openpty else text("this system has no pseudo-terminals (os.openpty)")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        low, fds = list(_openpty()), list[int]()
        try:
            path = _ttyname(low[1])
            if options["raw"]:
                _set_raw(low[1])
            while low:
                fds.append(put(opening, low.pop(0)))
        except BaseException:
            close_fds(low + fds)
            raise
        master, slave = self.names(name)
        return [
            FileObject(master, self.id, os.fdopen(fds[0], "r+b", 0), address=path, peer=slave),
            FileObject(slave, self.id, os.fdopen(fds[1], "r+b", 0), address=path, peer=master),
        ]

    def ends_until(self, name: str) -> Text | None:
        if name.endswith(".slave"):
            return None
        return text("no slave of this terminal is open, and a read raises EIO until one is")

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        master, slave = (py.variable(one) for one in self.names(name))
        raw = [f"tty.setraw({slave})"] if options["raw"] else []
        if not py.whole:
            return [f"{master}, {slave} = (open(fd, 'r+b', 0) for fd in os.openpty())", *raw]
        opened = f"{master}, {slave} = open({master}, 'r+b', buffering=0), open({slave}, 'r+b', buffering=0)"
        return [f"{master}, {slave} = os.openpty()", *raw, *py.calm(master, slave), opened]


def _set_raw(fd: int) -> None:
    tty: Any = importlib.import_module("tty")  # not on every system
    tty.setraw(fd)
