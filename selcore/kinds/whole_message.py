"""What a multiprocessing Queue receives, read without waiting for what never comes; only what ``put()`` makes of bytes
comes as far as being unpickled.

Whoever has the pipe too (a dup, a buffered reader) can take a part of a message: what is left then begins where its
sender chose, and to unpickle a stranger's bytes is to run them.
"""

import os
import re
import select
import struct
import sys
from typing import Any

from ..values.text import text

PATIENCE = 1.0
"""Seconds in which the rest of a message comes: the thread that writes it is in this program and does nothing else."""
AT_ONCE = 1 << 20
_BYTES = re.compile(rb"\x80.(?:\x95.{8})?(?:C(.)|B(.{4})|\x8e(.{8}))", re.DOTALL)
"""The opcodes before the bytes themselves (pickletools): protocol, frame, and how many there are."""


class OutOfStep(OSError):
    """What is in the pipe of a queue is not a message of it: somebody else has read from it."""

    by = "playground"


class Messages:
    """``recv_bytes()`` of a queue's reader; once out of step, it stays so. Raises OutOfStep, EOFError and OSError."""

    def __init__(self, reader: Any, dumps: Any):
        self._reader = reader
        self._dumps = dumps
        self._lost = False

    def __call__(self) -> bytes:
        if self._lost:
            raise _out_of_step()
        try:
            return self._ours(self._take(self._size()))
        except OutOfStep:
            self._lost = True
            raise

    def _size(self) -> int:
        size: int = struct.unpack("!i", self._take(4))[0]  # as multiprocessing.connection writes it
        return size if size != -1 else int(struct.unpack("!Q", self._take(8))[0])

    def _take(self, size: int) -> bytes:
        """So many bytes, however many at a time. Raises EOFError where not one is left to come."""
        fd, found = self._reader.fileno(), bytearray()
        while len(found) < size:
            if not _readable(fd, PATIENCE):
                raise _out_of_step()
            came = os.read(fd, min(size - len(found), AT_ONCE))
            if not came:
                raise EOFError if not found else _out_of_step()
            found += came
        return bytes(found)

    def _ours(self, message: bytes) -> bytes:
        """The message, where it is what ``put()`` sends of some bytes, to the last byte."""
        begin = _BYTES.match(message)
        if begin is None:
            raise _out_of_step()
        size = int.from_bytes(begin[begin.lastindex or 0], "little")
        if bytes(self._dumps(message[begin.end() : begin.end() + size])) != message:
            raise _out_of_step()
        return message


def _readable(fd: int, seconds: float) -> bool:
    """Whether there is something to read, or the end, within this time; a number above 1023 is one like any other."""
    if sys.platform == "win32":
        return True  # its pipes are no descriptors, and such queues are not opened there
    poller = select.poll()
    poller.register(fd, select.POLLIN)
    return bool(poller.poll(seconds * 1000))


def _out_of_step() -> OutOfStep:
    said = text("what is in the pipe is not a message of this queue: somebody else has read a part of it")
    return OutOfStep(str(said))
