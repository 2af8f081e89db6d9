"""Segments in the order of time, as columns: appended at the end, forgotten at the front, never moved.

Sums run along the columns, so that what a pixel holds is a difference of two of them, however many segments it has.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
FIRST_ROOM = 16
FEW = 8
"""Segments up to which appending them one by one is faster, as after a call that returned thousands of objects."""
MANY, ALL = 65_536, 2_500_000
"""Segments from which on columns are made as long as they can ever become: what is not used yet takes no memory, and to
move what is there would take a frame."""


_NOTHING, _NO_KINDS, _NO_TIME = np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(1, np.int64)


class Strip(NamedTuple):
    """What a window of time holds, a value a pixel: bits of the kinds that touch it, how many segments, how much of
    it they cover (0 to 1), and the place of the segment where it is alone (-1 where there is none or several)."""

    kinds: npt.NDArray[np.uint32]
    many: Ints
    cover: npt.NDArray[np.float32]
    alone: Ints

    def runs(self) -> "Iterator[PixelSpan]":
        """Neighbouring pixels with the same content, joined; empty ones are left out."""
        crowded = self.many > 1
        change = (np.diff(self.kinds) != 0) | (np.diff(self.alone) != 0) | (np.diff(crowded) != 0)
        edges = [0, *(np.flatnonzero(change) + 1).tolist(), len(self.kinds)] if len(self.kinds) else []
        for left, right in zip(edges, edges[1:], strict=False):
            if self.many[left]:
                cover = float(self.cover[left:right].mean())
                yield PixelSpan(left, right, int(self.kinds[left]), int(self.alone[left]), cover)


class PixelSpan(NamedTuple):
    """The pixels ``left`` to ``right``, ``right`` excluded."""

    left: int
    right: int
    kinds: int
    alone: int
    cover: float


class Segment(NamedTuple):
    """One segment: monotonic ns, the serial number of its row in the history (-1 none), identical calls in it."""

    start: int
    end: int
    kind: int
    serial: int
    calls: int = 1


class Tally:
    """How many segments some tracks hold together: to ask each of them takes too long where they are thousands."""

    __slots__ = ("segments",)

    def __init__(self) -> None:
        self.segments = 0


class Track:
    """One row of segments. Each begins no earlier than the one before it ended, and lasts 1 ns at least.

    ``open``: the last one has not ended; it is as long as the latest query says it is. ``tally`` counts its segments
    with those of others.
    """

    __slots__ = (
        *("_base", "_counts", "_end", "_high", "_kind", "_low", "_seen", "_serial", "_start", "_tally", "_time"),
        "open",
    )

    def __init__(self, tally: Tally | None = None) -> None:
        self._tally = tally or Tally()
        self._low = self._high = 0
        self._base = 0
        self._start = self._end = self._serial = _NOTHING  # most of a hundred thousand stay so
        self._kind = _NO_KINDS
        # Of all segments before the one at a place: nanoseconds in all, and by kind how many there are.
        self._time = _NO_TIME
        self._seen: dict[int, npt.NDArray[np.int32]] = {}
        self._counts: dict[int, int] = {}
        self.open = False

    def __len__(self) -> int:
        return self._high - self._low

    @property
    def nbytes(self) -> int:
        """Bytes taken, those not yet used too."""
        columns: list[Any] = [*self._plain(), self._kind, self._time, *self._seen.values()]
        return sum(column.nbytes for column in columns)

    @property
    def first(self) -> int:
        """When the oldest segment began. Raises IndexError where there is none."""
        return self[self._base + self._low].start

    @property
    def last(self) -> int:
        """When the newest segment ended; 0 where there was none."""
        return int(self._end[self._high - 1]) if len(self) else 0

    @property
    def place(self) -> int:
        """The place of the newest segment; places stay what they are when older segments are forgotten."""
        return self._base + self._high - 1

    def __getitem__(self, place: int) -> Segment:
        """The segment at a place. Raises IndexError where it is gone or was never there."""
        n = place - self._base
        if not self._low <= n < self._high:
            raise IndexError(place)
        count = self._counts.get(place, 1)
        return Segment(int(self._start[n]), int(self._end[n]), int(self._kind[n]), int(self._serial[n]), count)

    # Appending.

    def add(self, start: int, end: int, kind: int, serial: int = -1) -> None:
        """Append a segment."""
        self._reserve(1, (kind,))
        n = self._high
        start = max(start, self.last)
        end = max(end, start + 1)
        self._start[n], self._end[n], self._kind[n], self._serial[n] = start, end, kind, serial
        self._time[n + 1] = self._time[n] + end - start
        for code, seen in self._seen.items():
            seen[n + 1] = seen[n] + (code == kind)
        self._high += 1
        self._tally.segments += 1
        self.open = False

    def extend(self, starts: Ints, ends: Ints, kinds: npt.NDArray[np.uint8], serials: Ints) -> None:
        """Append segments, which are in the order of time."""
        many = len(starts)
        if many < FEW:
            for one in zip(starts.tolist(), ends.tolist(), kinds.tolist(), serials.tolist(), strict=True):
                self.add(*one)
            return
        self._reserve(many, np.flatnonzero(np.bincount(kinds)).tolist())
        low, high = self._high, self._high + many
        both = np.empty(2 * many, np.int64)
        both[::2], both[1::2] = starts, ends
        both[0] = max(both[0], self.last)
        np.maximum.accumulate(both, out=both)
        self._start[low:high] = both[::2]
        self._end[low:high] = np.maximum(both[1::2], both[::2] + 1)
        self._kind[low:high], self._serial[low:high] = kinds, serials
        lengths = self._end[low:high] - self._start[low:high]
        self._time[low + 1 : high + 1] = self._time[low] + np.cumsum(lengths)
        for code, seen in self._seen.items():
            seen[low + 1 : high + 1] = seen[low] + np.cumsum(kinds == code)
        self._high, self.open = high, False
        self._tally.segments += many

    def begin(self, start: int, kind: int, serial: int = -1) -> None:
        """Append a segment whose end is not known yet."""
        self.add(start, start, kind, serial)
        self.open = True

    def grow(self, end: int, kind: int | None = None, count: int | None = None, serial: int | None = None) -> None:
        """The newest segment ends then, or is of another kind, or stands for so many calls, or has this row."""
        if not len(self):
            return
        n = self._high - 1
        self._end[n] = max(end, int(self._start[n]) + 1)
        self._time[n + 1] = self._time[n] + self._end[n] - self._start[n]
        if count is not None:
            self._counts[self.place] = count
        if serial is not None:
            self._serial[n] = serial
        if kind is not None and kind != self._kind[n]:
            self._reserve(0, (kind,))
            self._seen[int(self._kind[n])][n + 1] -= 1
            self._seen[kind][n + 1] += 1
            self._kind[n] = kind

    def close(self, end: int, kind: int | None = None) -> None:
        """End the open segment."""
        if self.open:
            self.grow(end, kind)
            self.open = False

    def drop(self) -> None:
        """Remove the newest segment."""
        if len(self):
            self._counts.pop(self.place, None)
            self._high -= 1
            self._tally.segments -= 1
            self.open = False

    def _plain(self) -> tuple[Ints, Ints, Ints]:
        return self._start, self._end, self._serial

    def _reserve(self, more: int, kinds: Any) -> None:
        room = len(self._start)
        if self._high + more > room and not self._shift(more):
            self._move(_room_for(len(self) + more))
            room = len(self._start)
        for kind in kinds:
            if kind not in self._seen:
                self._seen[kind] = np.empty(room + 1, np.int32)
                self._seen[kind][: self._high + 1] = 0

    def _shift(self, more: int) -> bool:
        """To the front of the same columns, over what was forgotten: fresh memory costs several times as much.

        False where that would not make room for long.
        """
        low, many = self._low, len(self)
        if low < many // 4 or many + more > len(self._start) - low // 2:
            return False
        for column in (*self._plain(), self._kind, self._time, *self._seen.values()):
            _down(column, low, many + 1)
        self._base += low
        self._low, self._high = 0, many
        return True

    def _move(self, room: int) -> None:
        """Move to new columns, without what was forgotten."""
        low, high, many = self._low, self._high, len(self)
        if not many:
            self._begin(room)
            return

        def moved(column: Any, extra: int = 0) -> Any:
            fresh = np.empty(room + extra, column.dtype)
            fresh[: many + extra] = column[low : high + extra]
            return fresh

        self._start, self._end, self._serial = (moved(column) for column in self._plain())
        self._kind, self._time = moved(self._kind), moved(self._time, 1)
        self._seen = {kind: moved(seen, 1) for kind, seen in self._seen.items()}
        self._base += low
        self._low, self._high = 0, many

    def _begin(self, room: int) -> None:
        """The same where nothing is to be moved: tracks are made by the thousand, and most get no second columns."""
        self._start, self._end, self._serial = (np.empty(room, np.int64) for _ in range(3))
        self._kind, self._time = np.empty(room, np.uint8), np.zeros(room + 1, np.int64)
        self._seen = {kind: np.zeros(room + 1, np.int32) for kind in self._seen}
        self._base += self._low
        self._low = self._high = 0

    def forget(self, before: int) -> int:
        """Forget the segments that had ended by then. Returns how many."""
        ended = int(np.searchsorted(self._end[self._low : self._high], before, side="right"))
        ended -= self.open and ended == len(self)
        self._low += ended
        self._tally.segments -= ended
        if ended:
            first = self._base + self._low
            self._counts = {place: count for place, count in self._counts.items() if place >= first}
        if len(self) * 4 < len(self._start) > FIRST_ROOM and len(self) < MANY:
            self._move(_room_for(len(self)))
        elif self._low > len(self) // 2 and len(self) >= MANY:
            self._shift(0)
        return ended

    def marks(self, every: int) -> Ints:
        """The end of each ``every``-th segment: enough to estimate their ages."""
        return self._end[self._low : self._high : every]

    # Asking.

    def within(self, since: int, until: int) -> range:
        """The places of the segments that touch ``since`` to before ``until``."""
        low, high = self._low, self._high
        first = low + int(self._end[low:high].searchsorted(since, side="right"))
        beyond = low + int(self._start[low:high].searchsorted(until, side="left"))
        return range(self._base + first, self._base + max(beyond, first))

    def visible(self, edges: Ints, covered: bool = True) -> Strip | None:
        """What each pixel holds, pixel k being ``edges[k]`` to before ``edges[k + 1]``: O(pixels * log n).

        None where nothing touches any of them. Without ``covered``, ``cover`` is 1 everywhere.
        """
        these = self.within(int(edges[0]), int(edges[-1]))
        if not these:
            return None
        low, high = these.start - self._base, these.stop - self._base
        first = self._end[low:high].searchsorted(edges[:-1], side="right")
        beyond = self._start[low:high].searchsorted(edges[1:], side="left")
        first += low
        beyond += low
        count = beyond - first
        alone = np.where(count == 1, first + self._base, -1)
        cover = self._cover(edges, first, beyond, count) if covered else np.ones(len(count), np.float32)
        return Strip(self._kinds_of(first, beyond, count, low, high), count, cover, alone)

    def _kinds_of(self, first: Ints, beyond: Ints, count: Ints, low: int, high: int) -> npt.NDArray[np.uint32]:
        present = [(kind, seen) for kind, seen in self._seen.items() if seen[high] > seen[low]]
        if len(present) == 1:
            return (count > 0).astype(np.uint32) << np.uint32(present[0][0])
        kinds = np.zeros(len(count), np.uint32)
        for kind, seen in present:
            kinds |= (seen[beyond] > seen[first]).astype(np.uint32) << np.uint32(kind)
        return kinds

    def _cover(self, edges: Ints, first: Ints, beyond: Ints, count: Ints) -> npt.NDArray[np.float32]:
        """The part of each pixel that segments cover: all those that touch it, but for what reaches out of it."""
        where = count.nonzero()[0]
        first, beyond, left, right = (each.take(where) for each in (first, beyond, edges, edges[1:]))
        covered = self._time.take(beyond) - self._time.take(first)
        covered -= np.maximum(left - self._start.take(first), 0)
        covered -= np.maximum(self._end.take(beyond - 1) - right, 0)
        cover = np.zeros(len(count), np.float32)
        cover[where] = np.minimum(covered / np.maximum(right - left, 1), 1)
        return cover

    def between(self, since: int, until: int) -> Segment | None:
        """The newest segment that touches ``since`` to before ``until``."""
        n = int(np.searchsorted(self._start[self._low : self._high], until, side="left")) - 1 + self._low
        if n < self._low or self._end[n] <= since:
            return None
        return self[self._base + n]

    def find(self, serial: int) -> Segment | None:
        """The oldest segment of that row of the history."""
        n = int(np.searchsorted(self._serial[self._low : self._high], serial, side="left")) + self._low
        return self[self._base + n] if n < self._high and self._serial[n] == serial else None

    def before(self, at: int) -> Segment | None:
        """The newest segment that began before then."""
        return self.between(-1, at)

    def after(self, at: int) -> Segment | None:
        """The oldest segment that began after then."""
        n = int(np.searchsorted(self._start[self._low : self._high], at, side="right")) + self._low
        return self[self._base + n] if n < self._high else None

    def spent(self, since: int, until: int) -> int:
        """Nanoseconds between ``since`` and ``until`` that segments cover."""
        strip = self.visible(np.array([since, max(until, since + 1)], np.int64))
        return round(float(strip.cover[0]) * (until - since)) if strip is not None else 0


def _room_for(many: int) -> int:
    """How long to make the columns for so many."""
    return max(FIRST_ROOM, many * 3 // 2) if many < MANY else many + ALL


def _down(column: Any, by: int, many: int) -> None:
    """Move so many values to the front, piece by piece, so that none is written before it was read."""
    for place in range(0, min(many, len(column) - by), by):
        piece = column[by + place : by + min(place + by, many)]
        column[place : place + len(piece)] = piece
