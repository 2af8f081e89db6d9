"""A regular file, unbuffered. With no path it is a private temporary one with a little content."""

from pathlib import Path
from typing import Any

from ..values.needs import Need
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening, opens_file
from .file_object import FileObject

CONTENT = bytes(range(32))


class BinaryFile(Kind):
    id = "binary-file"
    title = text("Binary file")
    about = text("a regular file without a buffer; epoll never takes one, select and poll always find it ready")
    group = "files"
    short = "bin"
    icon = "file"
    asks = None
    options = (
        Option(name="path", type="path", default="", title=text("path (empty: a temporary file)"), asks="path"),
        Option(
            name="mode",
            type="choice",
            default="rb",
            title=text("mode"),
            asks="nothing",
            choices=("rb", "r+b", "wb", "w+b", "ab", "a+b", "xb"),
        ),
    )
    at_path = "file"

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        path, mode = options["path"], options["mode"]
        room = None if path else opening.room
        if not path:
            path = str(opening.folder() / f"{name}.bin")
            if mode != "xb":
                Path(path).write_bytes(CONTENT)
        obj = open(path, mode, buffering=0, opener=opening.open_path)  # noqa: PTH123 - Path.open knows no opener
        made = FileObject(name, self.id, obj, address=path)
        made.room = room
        return [made]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, mode = py.variable(name), options["mode"]
        path = repr(options["path"]) if options["path"] else py.path(name, ".bin")
        opened = f"{it} = open({path}, {mode!r}, buffering=0)"
        if options["path"] or mode == "xb":
            return [opened]
        return [f"pathlib.Path({path}).write_bytes(bytes(range(32)))", opened]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return opens_file(options["path"], writing=options["mode"] != "rb")
