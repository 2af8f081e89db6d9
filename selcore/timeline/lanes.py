"""What happened when, as lanes: one for the worker, one for each file object. The newest segments are kept.

``feed`` fills them from the worker's facts; whoever draws asks a lane's tracks for the content of a window of time.
Times are monotonic nanoseconds.
"""

from collections.abc import Iterator

import numpy as np

from .track import Segment, Tally, Track

CAPACITY = 1_000_000
"""Segments kept in all lanes together; 45 to 70 bytes each."""
MOST_LANES = 4000
"""Lanes that are kept; a server may have had any number of connections."""
CROWDED = 20_001
"""Lanes beyond which none is made for a name that was only heard of: a session has no more objects, and a call that a
stranger recorded may have returned any number of names."""
WORKER = ""
"""The name of the worker's lane; no file object can have it."""
TURNS = "\0turns"
"""How the names of the lanes with a program's long turns begin, one a thread. No descriptor is called so."""
SAMPLE = 64


class Lane:
    """``watch``: what it is registered for (empty for the worker). ``main``: what was returned and how long until it
    was served; for the worker its calls and callbacks. ``marks``: instants."""

    __slots__ = ("eventful", "main", "marks", "name", "order", "over", "watch")

    def __init__(self, name: str, order: int, tally: Tally):
        self.name = name
        self.order = order
        self.watch, self.main, self.marks = Track(tally), Track(tally), Track(tally)
        self.eventful = False
        self.over = False

    @property
    def has_turns(self) -> bool:
        """Whether it is one of long turns."""
        return self.name.startswith(TURNS)

    @property
    def tracks(self) -> tuple[Track, Track, Track]:
        return self.watch, self.main, self.marks

    def __len__(self) -> int:
        return len(self.watch) + len(self.main) + len(self.marks)

    @property
    def last(self) -> int:
        return max(track.last for track in self.tracks)

    def find(self, serial: int) -> Segment | None:
        """The segment of that row of the history. ``main`` comes before ``marks``, and ``marks`` before ``watch``."""
        return self.main.find(serial) or self.marks.find(serial) or self.watch.find(serial)

    def edge(self, at: int, forward: bool) -> int | None:
        """The nearest time (ns) after ``at``, or before it, at which a segment of this lane begins or ends."""
        found = set[int]()
        for track in self.tracks:
            for segment in (track.before(at), track.between(at - 1, at + 1), track.after(at)):
                if segment is not None:
                    found.update((segment.start, segment.end))
        if forward:
            return min((time for time in found if time > at), default=None)
        return max((time for time in found if time < at), default=None)


class Sums:
    """Totals of the worker: calls, results, and ns spent in ``select()`` and in callbacks."""

    def __init__(self) -> None:
        self.calls = self.results = self.blocked = self.callbacks = 0


class Lanes:
    """All lanes, the worker's first. ``evicted`` counts segments that are no longer kept, ``lost`` whole lanes.

    ``began`` is the time of the first thing that happened, ``since`` that of the oldest that is kept, ``now`` that of
    the last; ``waiting`` when the call began that has not returned, 0 where none is known to be blocked. ``version``
    changes when anything does; ``watches`` counts changes of what is watched for.
    """

    def __init__(self, capacity: int = CAPACITY):
        self.capacity = capacity
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self._made = 0
        self._lanes: dict[int, Lane] = {}
        self._by_name: dict[str, Lane] = {}
        self._tally = Tally()
        self.sums = Sums()
        self.began = self.since = self.now = self.waiting = 0
        self.evicted = self.lost = self.version = self.watches = 0
        self.worker = self.lane(WORKER)

    def lane(self, name: str) -> Lane:
        """The lane of that name; made if there is none."""
        found = self._by_name.get(name)
        if found is None:
            found = self._by_name[name] = self._lanes[self._made] = Lane(name, self._made, self._tally)
            self._made += 1
        return found

    def has_room(self, name: str) -> bool:
        """Whether there is a lane of that name, or may be."""
        return name in self._by_name or len(self._lanes) < CROWDED

    def get(self, name: str) -> Lane | None:
        return self._by_name.get(name)

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def __len__(self) -> int:
        return len(self._lanes)

    @property
    def shape(self) -> tuple[int, ...]:
        """Changes when there are other lanes, or other masks are watched."""
        return self._made, len(self._lanes), self.watches

    def segments(self) -> int:
        """The number of segments kept."""
        return self._tally.segments

    def rename(self, names: dict[str, str]) -> None:
        """Rename lanes, old names to new ones; each keeps its place. It costs the same however many lanes there are."""
        for old, new in names.items():
            lane = self._by_name.pop(old, None)
            if lane is None:
                continue
            if new in self._by_name:  # one that is long closed
                self._remove(self._by_name[new])
            lane.name, self._by_name[new] = new, lane

    def _remove(self, lane: Lane) -> None:
        self._tally.segments -= len(lane)
        del self._by_name[lane.name], self._lanes[lane.order]

    def at(self, time: int) -> None:
        """Note that something happened at ``time`` (ns)."""
        self.began, self.since = self.began or time, self.since or time
        self.now = max(self.now, time)

    def trim(self) -> None:
        """Forget the oldest segments if there are too many; a twentieth more than needed, so that it is done rarely."""
        if len(self._lanes) > MOST_LANES:
            self._lose(len(self._lanes) - MOST_LANES + MOST_LANES // 20)
        over = self.segments() - self.capacity
        if over > 0:
            self._forget(over + self.capacity // 20)

    def _lose(self, many: int) -> None:
        over = sorted((lane for lane in self if lane.over), key=lambda lane: lane.last)[:many]
        for lane in over:
            self.evicted += len(lane)
            self.lost += 1
            self._remove(lane)

    def _forget(self, many: int) -> None:
        """About so many. A sample of each track is looked at, or a frame would be spent on it."""
        every = max(1, min(SAMPLE, self.capacity // 1000))
        times = np.concatenate([track.marks(every) for lane in self for track in lane.tracks])
        cut = min(max(many // every, 1), len(times)) - 1
        before = int(np.partition(times, cut)[cut])
        for lane in list(self):
            self.evicted += sum(track.forget(before) for track in lane.tracks)
            if not len(lane) and lane.over:
                self._remove(lane)
        self.since = min((lane.main.first for lane in self if len(lane.main)), default=before)
