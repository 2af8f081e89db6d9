"""Which lanes are in sight, and what is at a place on one of them."""

from collections.abc import Sequence
from typing import NamedTuple

from selcore.timeline.lanes import Lane, Lanes
from selcore.timeline.segments import MANY, SegmentKind
from selcore.timeline.track import Segment

FEW = 12
"""Lanes that are all shown; where there are more, those on which nothing happens are left out."""
TOLD_EVERY = 300_000_000
"""Nanoseconds between two words about a row that only grows, and a little more."""


class Found(NamedTuple):
    """A lane, and the segment at that point of it."""

    lane: Lane
    segment: Segment | None


def lanes_in_sight(lanes: Lanes, current: str, every: bool) -> list[Lane]:
    """The worker's, and those on which something happened; the others where they are few, and the current one."""
    others = [lane for lane in lanes if lane is not lanes.worker]
    others.sort(key=lambda lane: not lane.has_turns)  # who held the loop stands beside the calls
    if not every and len(others) > FEW:
        others = [lane for lane in others if lane.eventful or lane.name == current]
    return [lanes.worker, *others]


def place_of(lanes: Sequence[Lane], name: str) -> int:
    """Where the lane stands; -1 where it does not."""
    return next((place for place, lane in enumerate(lanes) if lane.name == name), -1)


def touch(lane: Lane, now: int, told: int) -> None:
    """What has not ended lasts until now; calls that are grouped no longer than they can be known to have gone on."""
    for track in lane.tracks:
        if track.open:
            kind = track[track.place].kind
            many = kind == SegmentKind.MANY or MANY <= kind < MANY + 4
            track.grow(min(now, told + TOLD_EVERY) if many else now)


def find_at(lane: Lane, at: int, reach: int) -> Segment | None:
    """What is there, or within ``reach`` ns: a mark rather than what was returned, that rather than a watch."""
    for track in (lane.marks, lane.main):
        found = track.between(at - reach, at + reach + 1)
        if found is not None:
            return track.between(at, at + 1) or found
    return lane.watch.between(at, at + 1)
