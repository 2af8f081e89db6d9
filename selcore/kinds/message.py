"""multiprocessing: what goes over a Connection or a Queue are whole messages, not bytes of a stream."""

import errno
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from typing import Any

from ..system.descriptors import lift
from ..system.nonblocking import ready
from ..values.options import Option
from ..values.spelling import Spelling, Style
from ..values.text import Text, text
from .base import Kind, Opening, unblock
from .file_object import FileObject
from .memory import Held
from .part_message import refuse_part
from .whole_message import Messages

MESSAGES = Style("{name}.send_bytes({data})", "{name}.recv_bytes()", ends=False, counts=False)
QUEUE = Style("{queue}.put({data})", "{queue}.get_nowait()", ends=False, counts=False)
_AT_ONCE = 16384
"""Bytes that a Connection writes together with their length: a longer message may be cut where there is no room."""

PATIENCE = 0.2
"""Seconds for a queue's thread to end: it needs none, unless somebody else keeps it waiting."""


class ConnectionObject(FileObject):
    """An end of ``multiprocessing.Pipe()``. Its end of the stream is an EOFError, an empty message is none."""

    style = MESSAGES
    chunk = _AT_ONCE
    apart = True
    torn = False

    def write(self, data: bytes) -> int:
        some = ready(self.fd, True)
        try:
            self.obj.send_bytes(data)
        except BlockingIOError:
            self.torn = self.torn or some  # a part of it was sent, and what is sent next is taken for the rest
            raise
        return len(data)

    def receive(self, size: int, oob: bool = False) -> bytes:
        refuse_part(self.obj)
        return super().receive(size, oob)

    def read(self, size: int) -> bytes:
        some = ready(self.fd, False)
        try:
            data: bytes = self.obj.recv_bytes()
        except EOFError:
            self.state = "eof"
            raise
        except BlockingIOError:
            self.torn = self.torn or some  # a part of a message was taken, and is lost
            raise
        return data

    def of_python(self) -> dict[str, Any]:
        return super().of_python() | {"torn": self.torn}


class MpPipe(Kind):
    id = "mp-pipe"
    title = text("multiprocessing Pipe")
    about = text("two Connections; a send is one message, the end of the stream an EOFError")
    group = "pairs"
    short = "conn"
    icon = "pair"
    asks = None
    makes = ConnectionObject
    suffixes = ("a", "b")

    def missing(self) -> Text | None:
        return _missing()

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        import multiprocessing

        names = self.names(name)
        ends = multiprocessing.Pipe()
        try:
            for end in ends:
                _lift(end, opening, blocking=False)
        except BaseException:
            _close_all(*ends)
            raise
        return [
            ConnectionObject(one, self.id, end, state="connected", peer=peer)
            for one, end, peer in zip(names, ends, names[::-1], strict=True)
        ]

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        ends = [py.variable(one) for one in self.names(name)]
        return [f"{ends[0]}, {ends[1]} = multiprocessing.Pipe()", *py.calm(*(f"{end}.fileno()" for end in ends))]


class MpQueueObject(FileObject):
    """A Queue's ``_reader``, or the Queue itself. A thread of its own writes: what was put comes a little later."""

    style = QUEUE
    apart = True
    blocks = (*FileObject.blocks, "Empty", "NoRoom")
    waits_by_design = True
    queue: Any

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.held = Held(self)

    def write(self, data: bytes) -> int:
        self.held.take(len(data))
        self.queue.put(data)
        return len(data)

    def read(self, size: int) -> bytes:
        data: bytes = self.queue.get_nowait()
        self.held.give_back(len(data))
        return data

    def _calmly(self, action: Callable[..., Any], *given: Any) -> Any:
        return action(*given)  # its mode stays: Messages waits for the rest of a message only, and not for long

    def _end(self) -> None:
        number = self._take_reader()
        try:
            if number is not None:
                os.close(number)
        finally:
            self._end_thread()

    def _abandon(self) -> None:
        self._take_reader()
        self._end_thread()

    def _take_reader(self) -> int | None:
        # Whatever ends the thread makes it close the reader too: it must know of none by then, or it closes the number
        # a second time, fails there, and is never heard of again.
        self.queue._closed = True
        number: int | None = self.queue._reader._handle
        self.queue._reader._handle = None
        return number

    def _end_thread(self) -> None:
        """Without a reader it waits for room no longer, unless somebody else has one (a dup): it ends with that."""
        thread = self.queue._thread
        self.queue._sem.acquire(False)  # it gives one back when it fails at its end, where it took none
        self.queue.cancel_join_thread()
        self.queue.close()
        if thread is not None:
            thread.join(PATIENCE)
        if thread is None or not thread.is_alive():
            try:
                self.queue._writer.close()
            except OSError:
                pass  # closed behind its back


class MpQueue(Kind):
    id = "mp-queue"
    title = text("multiprocessing Queue")
    about = text("its _reader can be watched, the Queue itself has no descriptor")
    group = "pairs"
    short = "mpq"
    icon = "pipe"
    asks = None
    makes = MpQueueObject
    options = (
        Option(
            name="part",
            type="choice",
            default="_reader",
            title=text("which part"),
            asks="nothing",
            choices=("_reader", "queue"),
        ),
    )

    def missing(self) -> Text | None:
        return _missing() or _no_semaphore()

    def open(self, name: str, options: dict[str, Any], opening: Opening) -> list[FileObject]:
        import multiprocessing
        from multiprocessing.reduction import ForkingPickler

        queue: Any = multiprocessing.get_context("fork").Queue()
        queue._recv_bytes = Messages(queue._reader, ForkingPickler.dumps)
        queue._on_queue_feeder_error = _ends(queue)  # the thread is given it when it starts
        try:
            _lift(queue._reader, opening, blocking=True)
            _lift(queue._writer, None, blocking=True)
        except BaseException:
            _close_all(queue._reader, queue._writer)
            raise
        made = MpQueueObject(name, self.id, queue._reader if options["part"] == "_reader" else queue)
        made.queue = queue
        return [made]

    def lifts(self, options: dict[str, Any]) -> bool:
        return bool(options["part"] == "_reader")

    def code(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        queue, part = py.beside(name, "queue"), "._reader" if options["part"] == "_reader" else ""
        made = "multiprocessing.get_context('fork').Queue()" if py.whole else "multiprocessing.Queue()"
        return [f"{queue} = {made}", f"{py.variable(name)} = {queue}{part}"]

    def closing(self, name: str, options: dict[str, Any], py: Spelling) -> list[str]:
        queue = py.beside(name, "queue")
        return [f"{queue}.close()", f"{py.part('end_queue')}({queue})"]  # its writer too: who has a dup sees the end


def _missing() -> Text | None:
    if sys.platform == "win32":
        return text("on Windows these are not sockets, and select() there takes nothing else")
    built = importlib.util.find_spec("_multiprocessing") is not None
    return None if built else text("this Python was built without multiprocessing")


def _no_semaphore() -> Text | None:
    """A queue has locks, on Linux files in /dev/shm: where no tmpfs is mounted there, not everybody may make one."""
    try:
        # A lock of multiprocessing itself takes a hundred times as long to import.
        lock: Any = importlib.import_module("_multiprocessing").SemLock
        lock(0, 1, 1, f"/selcore-{os.urandom(8).hex()}", True)
    except (AttributeError, ImportError) as error:
        return text("its locks are semaphores, which this Python lacks: {error}", error=str(error))
    except OSError as error:
        if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
            return text("its locks are semaphores, and none can be made here: {error}", error=str(error))
    return None


def _lift(end: Any, opening: Opening | None, blocking: bool) -> None:
    """Give a Connection another descriptor: nothing public does."""
    fd, end._handle = end._handle, None
    end._handle = lift(fd) if opening is None else opening.lift(fd)
    if not blocking:
        unblock(end._handle)


def _ends(queue: Any) -> Callable[[Exception, Any], None]:
    """After an error its thread says so and goes on; when the queue was closed it has to end."""
    say = queue._on_queue_feeder_error

    def failed(error: Exception, message: Any) -> None:
        if queue._closed:
            queue._finalize_close(queue._buffer, queue._notempty)
        else:
            say(error, message)

    return failed


def _close_all(*ends: Any) -> None:
    for end in ends:
        if not end.closed:
            end.close()
