"""Reads the shared file of one watched process while that writes, and after it has died, however it died.

Nothing in it is believed: numbers are bounded, and what is half written or from another lap is not taken. What was
written over before it was read is counted. It is read and not mapped: the program may cut its file short at any moment,
which ends whoever reads it mapped (SIGBUS).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from time import monotonic_ns
from typing import Any, NamedTuple

import numpy as np

from ..files.regular_file import open_regular
from ..probe import layout
from ..probe.layout import HEAD, NAMES, NAMES_SIZE, RING, SIZE, SLOT, SLOTS
from ..values.watched import Function
from .alike_records import RawRecord, tuples

PATIENCE = 3
"""Readings for which a slot may stay half written while later ones are whole; then its writer will not end it."""
MOST = 16_384
"""Records of one reading."""
MOST_PID = 1 << 22
"""Linux has no process of a larger number."""
LONGEST = 1000
"""Characters of a name, and of a file's path."""
FRESH = 4
"""Newest slots that are read twice."""
AT_ONCE = 1024
"""Slots that are read in one go. As many in a row are never half written: a thread writes one at a time."""
_SLOT = np.dtype({"names": ["number", "last"], "formats": ["<u8", "<u8"], "offsets": [0, SLOT - 8], "itemsize": SLOT})

MOST_AHEAD, LAST = 1 << 48, 1 << 62
_FIELDS = np.dtype(
    {
        "names": ["head", "start", "end", "fd"],
        "formats": ["=u4", "=u8", "=u8", "=i4"],
        "offsets": [8, 24, 32, 48],
        "itemsize": SLOT,
    }
)
"""Of ``layout.RECORD``."""
_TIMED = (layout.CALL, layout.FAILED, layout.HANDLE)
_OF_KEYS = (layout.REGISTERED, layout.UNREGISTERED)
_os: Any = os
_WORDS = Struct("=4Q")


class ThreadWord(NamedTuple):
    """What a thread does: since when it runs a handle of asyncio (ns), which by its name's number (0: none), the
    thread's number in the system, and when its last call returned (ns; 0 while it is in one)."""

    handle_since: int
    handle: int
    tid: int
    turn_since: int = 0


class NotARing(Exception):
    """The file is none of ours, or not yet one."""


class RingReader:
    """``records()`` gives what is new; ``lost`` counts what never will be given."""

    def __init__(self, path: Path):
        self.path = path
        with open_regular(path) as file:
            if os.fstat(file.fileno()).st_size != SIZE:
                raise NotARing("it has another size")
            self._fd = os.dup(file.fileno())
        magic, version, pid, began, parent, size, slots, python, _ = HEAD.unpack(self._read(0, HEAD.size))
        ours = (magic, version, size, slots) == (layout.MAGIC, layout.VERSION, NAMES_SIZE, SLOTS)
        if not ours or not 0 < pid <= MOST_PID or parent > MOST_PID:
            self.close()
            raise NotARing("it is not, or not yet, one of this program's")
        self.pid, self.began, self.parent = int(pid), int(began), int(parent)
        self.python = f"{python >> 24}.{python >> 16 & 0xFF}.{python >> 8 & 0xFF}"
        self.lost = 0
        self._next, self._waited = 1, 0
        self._names: list[Function] = [Function("")]
        self._used = 0
        self._names_asked = False

    def close(self) -> None:
        """Nothing of it is asked for any more."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _read(self, place: int, size: int) -> bytes:
        """What stands there; zeros where the file has been cut short."""
        data: bytes = _os.pread(self._fd, size, place)
        return data.ljust(size, b"\0")

    def function(self, number: int) -> Function | None:
        """What has this number; None where it has no name."""
        if number >= len(self._names) and not self._names_asked:
            self._read_names()
        return self._names[number] if 0 < number < len(self._names) else None

    def _read_names(self) -> None:
        """Once a reading: a record is written after its names."""
        self._names_asked = True
        used = min(int.from_bytes(self._read(layout.NAMES_USED, 8), "little"), NAMES_SIZE)
        new, begin = self._read(NAMES + self._used, max(used - self._used, 0)), 2
        while begin <= len(new):
            end = begin + int.from_bytes(new[begin - 2 : begin], "little")
            if end > len(new):
                break
            self._names.append(_function(new[begin:end]))
            self._used += 2 + end - begin
            begin = end + 2

    def words(self) -> Iterator[tuple[int, ThreadWord]]:
        """What each thread is doing now, by its number."""
        self._names_asked = False
        words = self._read(layout.WORDS, _WORDS.size * layout.THREADS)
        for number, values in enumerate(_WORDS.iter_unpack(words)):
            word = ThreadWord(*values)
            if word.tid == 0:
                break
            yield number, word

    def records(self, over: bool = False) -> list[RawRecord]:
        """All of ``chunks`` as records."""
        return [record for chunk in self.chunks(over) for record in tuples(chunk)]

    def chunks(self, over: bool = False) -> Iterator[bytes]:
        """The slots that have been written since the last reading, AT_ONCE together and MOST in all; ``over``: all the
        rest of a process that has ended, whoever may still write there."""
        self._names_asked = False
        if over:
            yield self._rest()
            return
        left = MOST
        while left > 0:
            before = self._next
            chunk = self._some(left)
            left -= len(chunk) // SLOT
            if chunk:
                yield chunk
            if self._next == before and not self._pass_over():
                return

    def _some(self, most: int) -> bytes:
        """Whole slots from the next one on."""
        place = self._next % SLOTS
        count = min(most, SLOTS - place, AT_ONCE)
        chunk = self._read(RING + place * SLOT, count * SLOT)
        slots = np.frombuffer(chunk, _SLOT)
        expected = np.arange(self._next, self._next + count, dtype=np.uint64)
        whole = (slots["number"] == expected) & (slots["last"] == expected)
        count = count if whole.all() else int(whole.argmin())
        chunk = self._settled(chunk[: count * SLOT], place)
        self._next += count
        self._waited = self._waited if not count else 0
        return self._possible(chunk)

    def _settled(self, chunk: bytes, place: int) -> bytes:
        """Whole slots, the newest of them read again. Both numbers of one can be there and what is between them not
        yet: the slot was written while it was read, and the processor has fetched its middle before its end."""
        sure = max(len(chunk) - FRESH * SLOT, 0)
        again = self._read(RING + place * SLOT + sure, len(chunk) - sure)
        numbers = np.frombuffer(chunk[sure:], _SLOT)["number"]
        return chunk[:sure] + again if (np.frombuffer(again, _SLOT)["number"] == numbers).all() else chunk

    def _rest(self) -> bytes:
        """All that is whole, in one look: a ring that somebody goes on writing has no end."""
        chunk = self._read(RING, SLOTS * SLOT)
        slots = np.frombuffer(chunk, _SLOT)
        numbers = self._believed(slots["number"], 0)
        newest = int(numbers.max())
        if newest < self._next:
            return b""
        oldest = max(self._next, newest - SLOTS + 1)
        whole = np.flatnonzero((numbers >= oldest) & (slots["last"] == numbers))
        whole = whole[np.argsort(numbers[whole])]
        self.lost += newest + 1 - self._next - len(whole)
        self._next = newest + 1
        return self._possible(np.frombuffer(chunk, f"V{SLOT}")[whole].tobytes())

    def _possible(self, chunk: bytes) -> bytes:
        """Without the slots that no call can have made, which are counted."""
        wrong = _impossible(np.frombuffer(chunk, _FIELDS))
        self.lost += len(wrong)
        return np.delete(np.frombuffer(chunk, f"V{SLOT}"), wrong).tobytes() if wrong else chunk

    def _pass_over(self) -> bool:
        """Whether to go on behind what cannot be read: the writer is a lap ahead, or will not end what it began."""
        if not self._is_something_ahead():
            return False
        numbers = self._numbers(0, SLOTS)
        newest = int(numbers.max())
        if newest < self._next:
            return False
        behind = newest - SLOTS + 1
        if behind > self._next or int(numbers[self._next % SLOTS]) > self._next:
            after = max(behind + SLOTS // 4, self._next + 1)
            self.lost += after - self._next
            self._next = after
            return True
        self._waited += 1
        if self._waited <= PATIENCE:
            return False
        self.lost, self._next, self._waited = self.lost + 1, self._next + 1, 0
        return True

    def _is_something_ahead(self) -> bool:
        """Whether one of the next slots has been written: what all of them hold is long to be read."""
        place = self._next % SLOTS
        here = min(AT_ONCE, SLOTS - place)
        ahead = np.concatenate([self._numbers(place, here), self._numbers(0, AT_ONCE - here)])
        return bool((ahead >= self._next).any())

    def _numbers(self, place: int, count: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
        """The numbers in these slots; 0 for what no record there can have."""
        numbers = np.frombuffer(self._read(RING + place * SLOT, count * SLOT), _SLOT)["number"]
        return self._believed(numbers, place)

    def _believed(
        self, numbers: np.ndarray[Any, np.dtype[np.uint64]], place: int
    ) -> np.ndarray[Any, np.dtype[np.uint64]]:
        """The same, with 0 for those that cannot stand in the slots from ``place`` on."""
        possible = numbers % SLOTS == np.arange(place, place + len(numbers), dtype=np.uint64)
        found: np.ndarray[Any, np.dtype[np.uint64]] = np.where(
            possible & (numbers < min(self._next + MOST_AHEAD, LAST)), numbers, 0
        )
        return found


def _impossible(slots: np.ndarray[Any, np.dtype[Any]]) -> list[int]:
    """Which of them no call can have made: it ended before it began, or after now; a key of no descriptor."""
    kinds, counts, now = slots["head"] & 0xFF, slots["head"] >> 16, monotonic_ns()
    ends = np.where(np.isin(kinds, _TIMED), slots["end"], slots["start"])
    timeless = (slots["start"] > ends) | (ends > now)
    fdless = (slots["fd"] < 0) & (np.isin(kinds, _OF_KEYS) | ((kinds == layout.CALL) & (counts > 0)))
    return [int(at) for at in np.flatnonzero((timeless | fdless) & (kinds != layout.MORE))]


def _function(data: bytes) -> Function:
    name, _, rest = data.decode("utf-8", "replace").partition(layout.SEPARATOR)
    file, _, line = rest.partition(layout.SEPARATOR)
    number = int(line) if line.isascii() and line.isdecimal() and len(line) < 10 else 0
    return Function(_printable(name), _printable(file), number)


def _printable(words: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in words[:LONGEST])
