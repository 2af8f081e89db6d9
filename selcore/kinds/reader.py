"""A buffered reader: what it has read ahead is in the program, where select() does not look."""

import os
from typing import Any

from ..system.descriptors import lift
from ..system.nonblocking import WouldBlock
from ..values.options import Option
from ..values.spelling import Spelling, Style
from ..values.text import text
from .base import Kind, Opening, close_fds
from .file_object import FileObject, unsupported
from .numbered import put
from .read_ahead import ReadAhead, read_ahead

READER = Style("{name}.write({data})", "{name}.read({size})")
LINES = b"one\ntwo\nthree\n"


class ReaderObject(FileObject):
    """Read through its buffer. ``read()`` answers None where nothing is there, which no bytes can say."""

    style = READER

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.ahead: ReadAhead = read_ahead(self.obj)

    def write(self, data: bytes) -> int:
        sent: int = self.obj.write(data)
        return sent

    def read(self, size: int) -> bytes:
        try:
            got = self.obj.read(size)
        except Exception:
            self.ahead.lost()
            raise
        if got is None:
            raise WouldBlock("read() answers None: there is nothing to read now")
        data: bytes = got.encode("utf-8", "surrogatepass") if isinstance(got, str) else got
        self.ahead.took(data)
        return data

    def of_python(self) -> dict[str, Any]:
        return super().of_python() | {"unsupported": unsupported(self.obj)}

    def read_line(self) -> bytes | None:
        try:
            line = super().read_line()
        except Exception:
            self.ahead.lost()
            raise
        self.ahead.took(line or b"")
        return line


class BufferedReader(Kind):
    id = "buffered-reader"
    title = text("Buffered reader")
    about = text("reads ahead: what is in its buffer select() does not see; alone it reads a pipe with three lines")
    group = "files"
    short = "reader"
    icon = "file"
    asks = None
    makes = ReaderObject
    options = (
        Option(
            name="of",
            type="name",
            default="",
            title=text("of (empty: a pipe of its own with three lines)"),
            asks="name",
        ),
        Option(name="mode", type="choice", default="rb", title=text("mode"), asks="nothing", choices=("rb", "r")),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        coding = "utf-8" if options["mode"] == "r" else None
        if options["of"]:
            return [self._over(name, opening.find(options["of"]), options["mode"], coding, opening)]
        fd, writer = _own_pipe(opening)
        made = ReaderObject(name, self.id, open(fd, options["mode"], encoding=coding))  # noqa: PTH123
        made.before_close = lambda: os.close(writer)
        return [made]

    def _over(self, name: str, found: FileObject, mode: Any, coding: str | None, opening: Opening) -> ReaderObject:
        """``makefile()`` of a socket; over anything else a reader that does not own its descriptor."""
        fd = opening.fileno(found)
        if hasattr(found.obj, "makefile"):
            obj = found.obj.makefile(mode, encoding=coding)
            found.read_by(obj)
        else:
            obj = open(fd, mode, encoding=coding, closefd=False)  # noqa: PTH123
        made = ReaderObject(name, self.id, obj)
        made.peer = found.name
        return made

    def lifts(self, options: dict[str, Any]) -> bool:
        return not options["of"]

    def lifts_beside(self, options: dict[str, Any]) -> tuple[str, ...]:
        return () if options["of"] else ("w",)

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        it, mode = py.variable(name), repr(options["mode"])
        if not options["of"]:
            r, w = py.beside(name, "r"), py.beside(name, "w")
            pipe = [f"{r}, {w} = os.pipe()", f"os.write({w}, {LINES!r})", *py.calm(r)]
            return [*pipe, f"{it} = open({r}, {mode})"]
        of = py.variable(options["of"])
        plain = f"open({py.number(options['of'])}, {mode}, closefd=False)"
        return [f"{it} = {of}.makefile({mode}) if hasattr({of}, 'makefile') else {plain}"]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        writer = [] if options["of"] else [f"os.close({py.beside(name, 'w')})"]
        return [*writer, f"{py.variable(name)}.close()"]


def _own_pipe(opening: Opening) -> tuple[int, int]:
    """The read end in its place, with three lines in it, and the write end, which keeps it from its end."""
    low, fds = list(os.pipe()), list[int]()
    try:
        os.write(low[1], LINES)
        fds.append(put(opening, low.pop(0)))
        fds.append(lift(low.pop(0)))
    except BaseException:
        close_fds(low + fds)
        raise
    return fds[0], fds[1]
