"""A device, or whatever is at the path: opened as it is, never waited for, made, or taken for our own terminal."""

import os
from pathlib import Path
from typing import Any

from ..values.needs import Act, Need
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening, opens
from .file_object import FileObject

DEFAULT = "/dev/zero" if Path("/dev/zero").exists() else os.devnull
_FLAGS = {"rb": "O_RDONLY", "r+b": "O_RDWR", "wb": "O_WRONLY"}


class Device(Kind):
    id = "device"
    title = text("Device")
    about = text("a terminal waits to be read; null, zero and urandom are always ready and epoll never takes them")
    group = "files"
    short = "dev"
    icon = "device"
    repeats = False
    asks = None
    options = (
        Option(name="path", type="path", default=DEFAULT, title=text("path"), asks="path"),
        Option(name="mode", type="choice", default="rb", title=text("mode"), asks="nothing", choices=tuple(_FLAGS)),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        flags: int = getattr(os, _FLAGS[options["mode"]])

        def opener(path: str, _: int) -> int:
            return opening.open_path(path, flags)  # wb would make a file where no device is, and empty one that is

        obj = open(options["path"], options["mode"], buffering=0, opener=opener)  # noqa: PTH123
        return [FileObject(name, self.id, obj, address=options["path"])]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        path, mode = options["path"], options["mode"]
        flags = f"os.{_FLAGS[mode]} | os.O_NONBLOCK | os.O_NOCTTY"
        opened = f"open({path!r}, {mode!r}, buffering=0, opener=lambda path, _: os.open(path, {flags}))"
        return [f"{py.variable(name)} = {opened}"]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        if options["mode"] == "rb":
            return opens(options["path"])
        return Need(Act.WRITE, text("opens {path} for writing", path=options["path"]))
