"""A directory: it has a descriptor, and hardly anything can be done with it."""

import os
from typing import Any

from ..values.needs import Need
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import Text, text
from .base import Kind, Opening, opens
from .file_object import FileObject

_FLAGS = {"r": "O_RDONLY", "w": "O_WRONLY", "r+": "O_RDWR"}
"""The kernel opens no directory for writing: EISDIR."""


class Descriptor:
    """A bare descriptor as a file object: ``open()`` wraps no directory. Closing twice is allowed, as Python does."""

    def __init__(self, fd: int):
        self._fd = fd

    def fileno(self) -> int:
        """The number; -1 once it is closed, as of a socket."""
        return self._fd

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


class Directory(Kind):
    id = "directory"
    title = text("Directory")
    about = text("can be opened but not read; epoll never takes one, select and poll always find it ready")
    group = "files"
    short = "dir"
    icon = "folder"
    asks = None
    options = (
        Option(name="path", type="folder", default="", title=text("path (empty: the temporary folder)"), asks="path"),
        Option(name="mode", type="choice", default="r", title=text("mode"), asks="nothing", choices=tuple(_FLAGS)),
    )

    def missing(self) -> Text | None:
        return None if hasattr(os, "O_DIRECTORY") else text("this system opens no directories (os.O_DIRECTORY)")

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        path = options["path"] or str(opening.folder())
        fd = opening.open_path(path, getattr(os, _FLAGS[options["mode"]]) | getattr(os, "O_DIRECTORY", 0))
        return [FileObject(name, self.id, Descriptor(fd), address=path)]

    def lifts(self, options: dict[str, Any]) -> bool:
        return False

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, fd = py.variable(name), py.beside(name, "fd")
        path = repr(options["path"]) if options["path"] else py.temporary_folder()
        opened = f"{fd} = os.open({path}, os.{_FLAGS[options['mode']]} | os.O_DIRECTORY)"
        if py.whole:
            return [opened, *py.lifted(fd), f"{it} = {py.part('BareDescriptor')}({fd})"]
        methods = f"'fileno': lambda self: {fd}, 'close': lambda self: os.close({fd})"
        return [opened, f"{it} = type('Directory', (), {{{methods}}})()"]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return opens(options["path"])
