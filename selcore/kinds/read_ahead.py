"""What Python's own buffer holds: counted beneath it, at the raw file, for the buffer itself tells nobody.

``peek()`` would tell, and reads from the descriptor where nothing is held.
"""

import io
from typing import Any

_MOST = 32 << 20
"""Bytes that one read may bring on its way through the buffer; of more nothing is counted any more."""


class ReadAhead:
    """Counts what the raw file beneath a reader gave to its buffer, and what the reader has handed on of that.

    The reader stays what ``open()`` or ``makefile()`` made: only ``readinto`` of its raw file is looked at.
    ``decodes``: what it hands on is not, byte for byte, what the kernel has: text, or what TLS carries.
    """

    _text = False

    def __init__(self, reader: Any):
        self._known = True
        self._held = bytearray()
        raw = _raw_of(reader)
        if raw is None:
            self._known = False
        else:
            raw.readinto = self._counted(raw.readinto)
        self.decodes = self._text or hasattr(getattr(raw, "_sock", None), "do_handshake")

    def _counted(self, readinto: Any) -> Any:
        def count(buffer: Any) -> Any:
            size = readinto(buffer)
            if size:
                self._came(bytes(memoryview(buffer)[:size]))
            return size

        return count

    def _came(self, data: bytes) -> None:
        self._held += data
        # A text reader makes \n of \r\n: what it hands on is not as long as what it has read.
        self._known = self._known and len(self._held) <= _MOST and not (self._text and b"\r" in data)

    def took(self, data: bytes) -> None:
        """Note that the reader handed on ``data``."""
        self._known = self._known and self._held.startswith(data)
        if self._known:
            del self._held[: len(data)]
        else:
            self._held.clear()

    def lost(self) -> None:
        """Note that a read has failed: what became of the bytes in the buffer is not known, if there were any."""
        self._known = self._known and not self._held
        self._held.clear()

    @property
    def held(self) -> int | None:
        """Bytes in the buffer; None where they cannot be counted any more."""
        return len(self._held) if self._known else None

    @property
    def line(self) -> int | None:
        """Bytes of the first line among them; None where no whole line is."""
        end = self._held.find(b"\n") if self._known else -1
        return None if end < 0 else end + 1


class TextReadAhead(ReadAhead):
    """The same beneath a text reader."""

    _text = True


def read_ahead(reader: Any) -> ReadAhead:
    """Begin to count for a reader that has read nothing yet."""
    return (TextReadAhead if isinstance(reader, io.TextIOBase) else ReadAhead)(reader)


def _raw_of(reader: Any) -> Any:
    return getattr(getattr(reader, "buffer", reader), "raw", None)
