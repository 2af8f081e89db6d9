"""Reads the shared file of one watched process while that writes, and after it has died, however it died.

Nothing in it is believed: numbers are bounded, and what is half written or from another lap is not taken. What was
written over before it was read is counted.
"""

import mmap
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from struct import Struct
from typing import Any, NamedTuple

import numpy as np

from ..probe import layout
from ..probe.layout import HEAD, NAMES, NAMES_SIZE, RECORD, RING, SIZE, SLOT, SLOTS

PATIENCE = 3
"""Readings for which a slot may stay half written while later ones are whole; then its writer will not end it."""
MOST = 16_384
"""Records of one reading."""
LONGEST = 1000
"""Characters of a name, and of a file's path."""
_SLOT = np.dtype({"names": ["number", "last"], "formats": ["<u8", "<u8"], "offsets": [0, SLOT - 8], "itemsize": SLOT})

_WORDS = Struct("=4Q")

RawRecord = tuple[Any, ...]
"""As ``layout.RECORD`` or, of MORE, ``layout.REST`` has it."""


class Function(NamedTuple):
    """What the program called it, and where it begins; ``file`` is empty of what is not Python."""

    name: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.name} {PurePath(self.file).name}:{self.line}" if self.file else self.name


class ThreadWord(NamedTuple):
    """What a thread does: since when it runs a handle of asyncio (ns), which by its name's number (0: none), and the
    thread's number in the system."""

    handle_since: int
    handle: int
    tid: int


class NotARing(Exception):
    """The file is none of ours, or not yet one."""


class RingReader:
    """``records()`` gives what is new; ``lost`` counts what never will be given."""

    def __init__(self, path: Path):
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != SIZE:
                raise NotARing("it has another size")
            self._map = mmap.mmap(file.fileno(), SIZE, access=mmap.ACCESS_READ)
        magic, version, pid, began, parent, size, slots, python, _ = HEAD.unpack_from(self._map)
        if (magic, version, size, slots) != (layout.MAGIC, layout.VERSION, NAMES_SIZE, SLOTS):
            self._map.close()
            raise NotARing("it is not, or not yet, one of this program's")
        self.pid, self.began, self.parent = int(pid), int(began), int(parent)
        self.python = f"{python >> 24}.{python >> 16 & 0xFF}.{python >> 8 & 0xFF}"
        self.lost = 0
        self._next, self._waited = 1, 0
        self._names: list[Function] = [Function("")]
        self._used = 0

    def close(self) -> None:
        """Nothing of it is asked for any more."""
        self._map.close()

    def function(self, number: int) -> Function | None:
        """What has this number; None where it has no name."""
        if number >= len(self._names):
            self._read_names()
        return self._names[number] if 0 < number < len(self._names) else None

    def _read_names(self) -> None:
        used = min(int.from_bytes(self._map[layout.NAMES_USED : layout.NAMES_USED + 8], "little"), NAMES_SIZE)
        while self._used + 2 <= used:
            begin = NAMES + self._used + 2
            size = int.from_bytes(self._map[begin - 2 : begin], "little")
            if self._used + 2 + size > used:
                break
            self._names.append(_function(self._map[begin : begin + size]))
            self._used += 2 + size

    def words(self) -> Iterator[tuple[int, ThreadWord]]:
        """What each thread is doing now, by its number."""
        for number in range(layout.THREADS):
            word = ThreadWord(*_WORDS.unpack_from(self._map, layout.WORDS + _WORDS.size * number)[:3])
            if word.tid == 0:
                break
            yield number, word

    def records(self, over: bool = False) -> list[RawRecord]:
        """What has been written since the last reading, MOST at a time; ``over``: nobody writes any more."""
        found: list[RawRecord] = []
        while len(found) < MOST:
            some = self._some(MOST - len(found))
            found += some
            if not some and not self._pass_over(over):
                break
        return found

    def _some(self, most: int) -> list[RawRecord]:
        """Whole records from the next one on."""
        place = self._next % SLOTS
        count = min(most, SLOTS - place)
        chunk = self._map[RING + place * SLOT : RING + (place + count) * SLOT]
        slots = np.frombuffer(chunk, _SLOT)
        expected = np.arange(self._next, self._next + count, dtype=np.uint64)
        whole = (slots["number"] == expected) & (slots["last"] == expected)
        count = count if whole.all() else int(whole.argmin())
        self._next += count
        self._waited = self._waited if not count else 0
        found: list[RawRecord] = list(RECORD.iter_unpack(chunk[: count * SLOT]))
        for at in [at for at, one in enumerate(found) if one[1] & 0xFF == layout.MORE]:
            found[at] = layout.REST.unpack_from(chunk, at * SLOT)
        return found

    def _pass_over(self, over: bool) -> bool:
        """Whether to go on behind what cannot be read: the writer is a lap ahead, or will not end what it began."""
        numbers = np.frombuffer(self._map, _SLOT, SLOTS, RING)["number"].copy()
        newest = int(numbers.max())
        if newest < self._next or newest - self._next > 1 << 48:
            return False
        behind = newest - SLOTS + 1
        if behind > self._next or int(numbers[self._next % SLOTS]) > self._next:
            after = max(behind + (0 if over else SLOTS // 4), self._next + 1)
            self.lost += after - self._next
            self._next = after
            return True
        self._waited += 1
        if self._waited <= PATIENCE and not over:
            return False
        self.lost, self._next, self._waited = self.lost + 1, self._next + 1, 0
        return True


def _function(data: bytes) -> Function:
    name, _, rest = data.decode("utf-8", "replace").partition(layout.SEPARATOR)
    file, _, line = rest.partition(layout.SEPARATOR)
    number = int(line) if line.isascii() and line.isdecimal() and len(line) < 10 else 0
    return Function(_printable(name), _printable(file), number)


def _printable(words: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in words[:LONGEST])
