"""What is called a file or a queue and cannot be watched: the operating system has never heard of it."""

import io
import queue
from collections.abc import Callable
from typing import Any

from ..values.options import Option
from ..values.spelling import Spelling, Style
from ..values.text import text
from .base import Kind, Opening
from .file_object import FileObject, TextObject
from .memory import Held

CONTENT = "first line\nsecond line\n"
ITEMS = Style("{name}.put_nowait({data})", "{name}.get_nowait()", ends=False, counts=False)


class BytesObject(FileObject):
    """Bytes in memory."""

    style = Style("{name}.write({data})", "{name}.read({size})")
    blocks = (*FileObject.blocks, "NoRoom")

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.held = Held(self)

    def write(self, data: bytes) -> int:
        self.held.take(len(data))
        sent: int = self.obj.write(data)
        return sent

    def read(self, size: int) -> bytes:
        data: bytes = self.obj.read(size)
        return data


class StringObject(TextObject):
    """Characters in memory."""

    blocks = (*FileObject.blocks, "NoRoom")

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.held = Held(self)

    def write(self, data: bytes) -> int:
        self.held.take(len(data))
        return super().write(data)


class QueueObject(FileObject):
    """A queue between threads or tasks: items, not bytes, and nothing to close."""

    style = ITEMS
    blocks = (*FileObject.blocks, "Empty", "QueueEmpty", "NoRoom")

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.held = Held(self)

    def write(self, data: bytes) -> int:
        self.held.take(len(data))
        self.obj.put_nowait(data)
        return len(data)

    def read(self, size: int) -> bytes:
        item: bytes = self.obj.get_nowait()
        self.held.give_back(len(item))
        return item

    def _end(self) -> None:
        pass


class _Never(Kind):
    group = "never"
    icon = "never"

    def lifts(self, options: dict[str, Any]) -> bool:
        return False


class Bytesio(_Never):
    id = "bytesio"
    title = text("BytesIO")
    about = text("a binary file in memory: it has a fileno() that refuses")
    short = "bytes"
    asks = None
    makes = BytesObject

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        return [BytesObject(name, self.id, io.BytesIO(CONTENT.encode()))]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return [f"{py.variable(name)} = io.BytesIO({CONTENT.encode()!r})"]


class Stringio(_Never):
    id = "stringio"
    title = text("StringIO")
    about = text("a text file in memory; what stands in for stdin in many editors and test runners")
    short = "string"
    asks = None
    makes = StringObject

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        return [StringObject(name, self.id, io.StringIO(CONTENT))]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return [f"{py.variable(name)} = io.StringIO({CONTENT!r})"]


def _asyncio_queue() -> Any:
    import asyncio  # a tenth of the time that the program takes to start, for what few ever open

    return asyncio.Queue()


_QUEUES: dict[str, Callable[[], Any]] = {
    "queue.Queue": queue.Queue,
    "queue.SimpleQueue": queue.SimpleQueue,
    "asyncio.Queue": _asyncio_queue,
}


class Queue(_Never):
    id = "queue"
    title = text("Queue")
    about = text("between threads: no descriptor, on no system; a pipe or a socket pair beside it can be watched")
    short = "q"
    asks = None
    makes = QueueObject
    options = (
        Option(
            name="class",
            type="choice",
            default="queue.Queue",
            title=text("class"),
            asks="nothing",
            choices=tuple(_QUEUES),
        ),
    )

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        return [QueueObject(name, self.id, _QUEUES[options["class"]]())]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return [f"{py.variable(name)} = {options['class']}()"]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        return []
