"""Paints lanes as pixels with numpy: a frame costs as much as its pixels, however many segments there are."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from selcore.timeline.lanes import Lane
from selcore.timeline.segments import SegmentKind
from selcore.timeline.track import Strip, Track

from ..kit import theme
from .geometry import Geometry
from .span import Span
from .style import LEVELS, LOOKS, MARKS, PERIOD, WATCHES, Paints, hatches, rgb

Pixels = npt.NDArray[np.uint32]


FEW = 64


def top_kind(kinds: npt.NDArray[np.uint32], among: Iterable[int] = LOOKS) -> npt.NDArray[np.int64]:
    """Of the kinds that share a pixel the one that is seen; -1 where there is none. A higher number comes first."""
    present = int(np.bitwise_or.reduce(kinds)) if len(kinds) else 0
    there = [kind for kind in sorted(among) if present >> kind & 1]
    if len(there) == 1:
        return np.where(kinds != 0, there[0], -1)
    found = np.full(len(kinds), -1, np.int64)
    for kind in there:
        found[(kinds >> np.uint32(kind)) & np.uint32(1) == 1] = kind
    return found


class Raster:
    """Paints lanes into one picture of 32-bit pixels, ``ratio`` of them to one of the widget.

    ``strips`` are what each lane held when it was last painted: what was returned, and marks.
    """

    def __init__(self, paints: Paints, ratio: int, sizes: Geometry):
        self.paints, self.ratio, self.sizes = paints, ratio, sizes
        self._hatches = hatches(sizes.box * ratio, ratio)
        self._pixels: Pixels = np.zeros((0, 0), np.uint32)
        self._marks = {kind: rgb(theme.colour(meaning)) for kind, (meaning, _) in MARKS.items()}
        self.strips: list[tuple[Strip | None, Strip | None]] = []

    def paint(self, lanes: Sequence[Lane], span: Span, height: int, current: int, ticks: Sequence[int]) -> Pixels:
        """The picture, ``height`` high; the lane at the place ``current`` is tinted. ``ticks`` are where lines go."""
        ratio, paints = self.ratio, self.paints
        edges = span.edges(ratio)
        shape = height * ratio, len(edges) - 1
        if self._pixels.shape != shape:
            self._pixels = np.zeros(shape, np.uint32)
        pixels = self._pixels
        pixels[:] = rgb(paints.base)
        grid = [x * ratio for x in ticks if 0 <= x < span.width]
        phase = span.phase(ratio, PERIOD * ratio)
        self.strips = []
        for place, lane in enumerate(lanes):
            top = place * self.sizes.lane * ratio
            if top >= shape[0]:
                break
            row = pixels[top : top + self.sizes.lane * ratio]
            if place == current:
                row[:] = rgb(paints.current)
            elif place % 2:
                row[:] = rgb(paints.band)
            row[-1] = rgb(paints.grid)
            row[:, grid] = rgb(paints.grid)
            self._paint_watch(row, lane.watch, edges)
            main, marks = lane.main.visible(edges), lane.marks.visible(edges, covered=False)
            if main is not None:
                self._paint_box(row, main, phase)
            if marks is not None:
                self._paint_marks(row, marks)
            self.strips.append((main, marks))
        return pixels

    def _paint_marks(self, row: Pixels, strip: Strip) -> None:
        """A line each; that of a command is short, for there are many."""
        ratio, where = self.ratio, strip.many.nonzero()[0]
        kinds = strip.kinds[where]
        present = int(np.bitwise_or.reduce(kinds))
        for kind, colour in self._marks.items():
            if present >> kind & 1:
                top = (self.sizes.box_top + self.sizes.box - 3 if kind == SegmentKind.COMMAND else 1) * ratio
                row[top : (self.sizes.lane - 2) * ratio, where[(kinds >> np.uint32(kind)) & 1 == 1]] = colour

    def _paint_box(self, row: Pixels, strip: Strip, phase: int) -> None:
        ratio, paints = self.ratio, self.paints
        where = strip.many.nonzero()[0]
        seen = top_kind(strip.kinds[where])
        shade = seen * LEVELS + (strip.cover.take(where) * (LEVELS - 1)).astype(np.int64)
        ground, line = paints.ground.take(shade), paints.line.take(shade)
        column = paints.hatch.take(seen) * (PERIOD * ratio) + (where + phase) % (PERIOD * ratio)
        box = np.where(self._hatches.take(column, axis=1), line, ground)
        edge = paints.edge.take(seen)
        box[:ratio] = box[-ratio:] = edge
        sides = sides_of(strip.alone)[where].nonzero()[0]
        box[:, sides] = edge[sides]
        top = self.sizes.box_top * ratio
        height = min(len(box), len(row) - top)
        if height > 0:
            all_of_it = len(where) == len(strip.many)
            row[top : top + height, slice(None) if all_of_it else where] = box[:height]

    def _paint_watch(self, row: Pixels, track: Track, edges: npt.NDArray[np.int64]) -> None:
        """A thin line for each event. There are few of them: one by one, unless something changes them all the time."""
        within = track.within(int(edges[0]), int(edges[-1]))
        if len(within) > FEW:
            strip = track.visible(edges, covered=False)
            assert strip is not None
            for kind in WATCHES:
                self._line(row, kind, ((strip.kinds >> np.uint32(kind)) & 1).nonzero()[0])
            return
        for place in within:
            segment = track[place]
            left = max(int(edges.searchsorted(segment.start, side="right")) - 1, 0)
            self._line(row, segment.kind, slice(left, int(edges.searchsorted(segment.end, side="left"))))

    def _line(self, row: Pixels, kind: int, where: slice | npt.NDArray[np.int64]) -> None:
        top = self.sizes.watch * self.ratio
        for colour in self.paints.watch[SegmentKind(kind)]:
            row[top : top + self.ratio, where] = colour
            top += 2 * self.ratio


def sides_of(alone: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Where a segment begins or ends; one that has a pixel of its own is nothing but a side."""
    sides = np.ones(len(alone), bool)
    inner = alone[1:-1]
    sides[1:-1] = (inner != alone[:-2]) | (inner != alone[2:])
    return np.asarray(sides & (alone >= 0))
