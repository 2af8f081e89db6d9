"""What a program prints, as lines of plain text: bounded, without what is meant for a terminal."""

import codecs
import re
import threading
from collections import deque
from typing import NamedTuple

MOST = 5000
"""Lines that are kept."""
LONGEST = 4000
"""Characters of a line; what is longer is broken."""
MOST_WORDS = 1 << 20
"""Characters that are kept, in lines of whatever length."""
A_LINE = 64
"""What a line costs to be shown beside its characters, in these."""
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class OutputLine(NamedTuple):
    """A line; ``at`` is monotonic ns, ``error``: of stderr. ``said`` by us, about the program."""

    at: int
    words: str
    error: bool = False
    said: bool = False


def plain(words: str) -> str:
    """A line as it would be seen: of what was written over, the last; no codes of a terminal."""
    words = _ESCAPES.sub("", words)
    written = [part for part in words.rstrip("\r").split("\r") if part]
    return _ODD.sub("\ufffd", written[-1] if written else "")


class OutputLines:
    """One thread adds, others read. ``removed`` counts the oldest, which went; ``ended`` lines ever: a serial."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: deque[OutputLine] = deque()
        self._words = 0
        self._open = ["", ""]
        self._decoders = [codecs.getincrementaldecoder("utf-8")("replace") for _ in range(2)]
        self.count = 0
        self.changes = 0

    @property
    def removed(self) -> int:
        return self.count - len(self._lines)

    def add(self, data: bytes, error: bool, at: int) -> None:
        """What came of one of the streams."""
        *whole, rest = (self._open[error] + self._decoders[error].decode(data)).split("\n")
        while len(rest) > LONGEST:
            whole.append(rest[:LONGEST])
            rest = rest[LONGEST:]
        with self._lock:
            for line in whole:
                for begin in range(0, max(len(line), 1), LONGEST):
                    self._add(OutputLine(at, plain(line[begin : begin + LONGEST]), error))
            self._open[error] = rest
            self.changes += 1

    def say(self, words: str, at: int) -> None:
        """Something of ours, about the program."""
        with self._lock:
            self._add(OutputLine(at, plain(words), said=True))
            self.changes += 1

    def end(self, at: int) -> None:
        """Nothing more comes: a line that was not ended is one too."""
        with self._lock:
            for error in (False, True):
                if self._open[error]:
                    self._add(OutputLine(at, plain(self._open[error]), error))
                    self._open[error] = ""
            self.changes += 1

    def since(self, serial: int, most: int = 1 << 40) -> tuple[int, list[OutputLine]]:
        """The lines from that one on, as far as they are kept, and no more than take ``most`` characters to show; and
        the serial of the next one."""
        found = []
        with self._lock:
            place = first = max(serial - self.removed, 0)
            while place < len(self._lines) and (most > 0 or place == first):
                found.append(self._lines[place])
                most -= len(found[-1].words) + A_LINE
                place += 1
            return self.removed + place, found

    def unended(self) -> list[OutputLine]:
        """What was begun in a line, by its stream: a prompt."""
        return [OutputLine(0, plain(words), bool(n)) for n, words in enumerate(self._open) if words]

    def _add(self, line: OutputLine) -> None:
        self._lines.append(line)
        self.count += 1
        self._words += len(line.words)
        while len(self._lines) > MOST or self._words > MOST_WORDS:
            self._words -= len(self._lines.popleft().words)
