"""A regular text file. With no path it is a private temporary one with a little content."""

from pathlib import Path
from typing import Any

from ..values.needs import Need
from ..values.options import Option
from ..values.spelling import Spelling
from ..values.text import text
from .base import Kind, Opening, opens_file
from .file_object import FileObject, TextObject

CONTENT = "first line\nsecond line\nthird line\n"


class TextFile(Kind):
    id = "text-file"
    title = text("Text file")
    about = text("a regular file; epoll never takes one, select and poll always find it ready")
    group = "files"
    short = "file"
    asks = None
    makes = TextObject
    options = (
        Option(name="path", type="path", default="", title=text("path (empty: a temporary file)"), asks="path"),
        Option(
            name="mode",
            type="choice",
            default="r",
            title=text("mode"),
            asks="nothing",
            choices=("r", "r+", "w", "w+", "a", "a+", "x"),
        ),
    )
    at_path = "file"

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        path = options["path"]
        room = None if path else opening.room
        if not path:
            path = str(opening.folder() / f"{name}.txt")
            if options["mode"] != "x":
                Path(path).write_text(CONTENT, encoding="utf-8", newline="")
        obj = open(path, options["mode"], encoding="utf-8", newline="", opener=opening.open_path)  # noqa: PTH123
        made = TextObject(name, self.id, obj, address=path)
        made.room = room
        return [made]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, mode = py.variable(name), options["mode"]
        path = repr(options["path"]) if options["path"] else py.path(name, ".txt")
        opened = f'{it} = open({path}, {mode!r}, encoding="utf-8", newline="")'
        if options["path"] or mode == "x":
            return [opened]
        return [f'pathlib.Path({path}).write_text({CONTENT!r}, encoding="utf-8", newline="")', opened]

    def need(self, option: str, options: dict[str, Any]) -> Need:
        return opens_file(options["path"], writing=options["mode"] != "r")
