"""Lanes as pixels, made by numpy: the cost of a frame is that of its pixels, however many segments there are."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from selcore.lane_kinds import Kind
from selcore.lane_track import Strip
from selcore.lanes import Lane

from . import theme
from .timeline_span import Span
from .timeline_style import LEVELS, LOOKS, MARKS, PERIOD, WATCHES, Paints, hatches, rgb

Pixels = npt.NDArray[np.uint32]


class Geometry:
    """Of a lane, in pixels of the widget: the box of what was returned, the line of what is watched beneath it."""

    lane = 24
    box_top = 3
    box = 15
    watch = 20


def top_kind(kinds: npt.NDArray[np.uint32], among: Iterable[int] = LOOKS) -> npt.NDArray[np.int64]:
    """Of the kinds that share a pixel the one that is seen; -1 where there is none. A higher number comes first."""
    found = np.full(len(kinds), -1, np.int64)
    present = int(np.bitwise_or.reduce(kinds)) if len(kinds) else 0
    for kind in sorted(among):
        if present >> kind & 1:
            found[(kinds >> np.uint32(kind)) & np.uint32(1) == 1] = kind
    return found


class Raster:
    """Paints lanes into one picture of 32-bit pixels, ``ratio`` of them to one of the widget.

    ``strips`` are what each lane held when it was last painted: what was returned, and marks.
    """

    def __init__(self, paints: Paints, ratio: int):
        self.paints, self.ratio = paints, ratio
        self._hatches = hatches(Geometry.box * ratio, ratio)
        self._pixels: Pixels = np.zeros((0, 0), np.uint32)
        self._marks = {kind: rgb(theme.colour(meaning)) for kind, (meaning, _) in MARKS.items()}
        self.strips: list[tuple[Strip, Strip]] = []

    def paint(self, lanes: Sequence[Lane], span: Span, height: int, current: int) -> Pixels:
        """The picture, ``height`` high; the lane at the place ``current`` is tinted."""
        ratio, paints = self.ratio, self.paints
        edges = span.edges(ratio)
        shape = height * ratio, len(edges) - 1
        if self._pixels.shape != shape:
            self._pixels = np.zeros(shape, np.uint32)
        pixels = self._pixels
        pixels[:] = rgb(paints.base)
        phase = span.phase(ratio, PERIOD * ratio)
        self.strips = []
        for place, lane in enumerate(lanes):
            top = place * Geometry.lane * ratio
            if top >= shape[0]:
                break
            row = pixels[top : top + Geometry.lane * ratio]
            if place == current:
                row[:] = rgb(paints.current)
            elif place % 2:
                row[:] = rgb(paints.band)
            row[-1] = rgb(paints.grid)
            self._paint_watch(row, lane.watch.visible(edges))
            main, marks = lane.main.visible(edges), lane.marks.visible(edges)
            self._paint_box(row, main, phase)
            self._paint_marks(row, marks)
            self.strips.append((main, marks))
        return pixels

    def _paint_marks(self, row: Pixels, strip: Strip) -> None:
        """A line each; that of a command is short, for there are many."""
        ratio = self.ratio
        for kind, colour in self._marks.items():
            where = np.flatnonzero((strip.kinds >> np.uint32(kind)) & np.uint32(1))
            top = (Geometry.box_top + Geometry.box - 3 if kind == Kind.COMMAND else 1) * ratio
            row[top : (Geometry.lane - 2) * ratio, where] = colour

    def _paint_box(self, row: Pixels, strip: Strip, phase: int) -> None:
        ratio, paints = self.ratio, self.paints
        kind = top_kind(strip.kinds)
        where = np.flatnonzero(kind >= 0)
        if not len(where):
            return
        seen = kind[where]
        level = (strip.cover[where] * (LEVELS - 1)).astype(np.int64)
        ground, line = paints.ground[seen, level], paints.line[seen, level]
        hatch = self._hatches[paints.hatch[seen], (where + phase) % (PERIOD * ratio)]
        box = np.where(hatch, line[:, None], ground[:, None])
        edge = paints.edge[seen]
        box[:, :ratio] = box[:, -ratio:] = edge[:, None]
        sides = self._sides(strip, kind)[where]
        box[sides] = edge[sides, None]
        top = Geometry.box_top * ratio
        height = min(Geometry.box * ratio, len(row) - top)
        if height > 0:
            row[top : top + height, where] = box[:, :height].T

    def _sides(self, strip: Strip, kind: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Where a segment begins or ends that is wide enough to have sides."""
        begins = np.diff(strip.alone, prepend=-2) != 0
        ends = np.diff(strip.alone, append=-2) != 0
        return (begins | ends) & (strip.alone >= 0) & ~(begins & ends)

    def _paint_watch(self, row: Pixels, strip: Strip) -> None:
        ratio = self.ratio
        for kind in WATCHES:
            where = np.flatnonzero((strip.kinds >> np.uint32(kind)) & np.uint32(1))
            top = Geometry.watch * ratio
            for colour in self.paints.watch[Kind(kind)]:
                for line in range(top, min(top + ratio, len(row))):
                    row[line, where] = colour
                top += 2 * ratio
