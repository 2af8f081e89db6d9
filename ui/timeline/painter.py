"""The timeline as a picture: names, axis, lanes, marks, cursors. For the screen, a PNG and, in lines, an SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from selcore.timeline.lanes import Lane
from selcore.timeline.segments import SegmentKind
from selcore.timeline.time_axis import base_of, exact_text, rate_text, tick_text, ticks
from selcore.timeline.track import PixelSpan, Strip
from selcore.wording.durations import duration
from selcore.wording.program_words import short_name

from ..kit import theme
from .geometry import BESIDE, Geometry, small
from .raster import Raster, top_kind
from .span import Span
from .style import BRUSHES, LOOKS, MARKS, PLAIN, WATCHES, Paints
from .words import RowOf, label, lane_name, tr

LEAST_LABEL = 18
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass
class Scene:
    """All that is to be seen. ``lanes`` are those in sight; ``current`` is a place among them, ``origin`` the zero of
    the axis (ns), ``waiting`` since when a call is blocked that nothing was told of, ``now`` where time stands."""

    span: Span
    lanes: Sequence[Lane]
    width: int
    height: int
    names: int
    row_of: RowOf
    origin: int = 0
    now: int = 0
    current: int = -1
    selected: int = -1
    cursor: int | None = None
    anchor: int | None = None
    hover: int | None = None
    waiting: int = 0
    focused: bool = False
    more: str = ""
    font: QFont = field(default_factory=QFont)


class Drawing:
    """Draws a scene in the colours of the theme in use."""

    def __init__(self, paints: Paints, sizes: Geometry, ratio: int = 1):
        self.paints, self.sizes = paints, sizes
        self.raster = Raster(paints, ratio, sizes)
        self._base = 0
        self._ticks: list[tuple[int, str]] = []

    def draw(self, painter: QPainter, scene: Scene, as_lines: bool = False, only_lanes: bool = False) -> None:
        """The whole of it; ``as_lines`` for a picture that can be enlarged. ``only_lanes``: the names are there yet."""
        paints = self.paints
        words = small(scene.font)
        self._metrics = QFontMetrics(words)
        painter.setFont(words)
        self._find_ticks(scene)
        painter.fillRect(QRectF(0, 0, scene.width + 40, scene.height), paints.base)  # behind the scroll bar too
        painter.save()
        painter.setClipRect(QRectF(scene.names, 0, scene.width - scene.names, scene.height))
        painter.translate(scene.names, 0)
        if as_lines:
            self._draw_lines(painter, scene)
        else:
            self._draw_pixels(painter, scene)
        self._draw_axis(painter, scene)
        self._draw_waiting(painter, scene)
        self._draw_labels(painter, scene)
        self._draw_selected(painter, scene)
        self._draw_cursors(painter, scene)
        painter.restore()
        if not only_lanes:
            self._draw_names(painter, scene)

    # Lanes.

    def _draw_pixels(self, painter: QPainter, scene: Scene) -> None:
        height = scene.height - self.sizes.axis
        if height <= 0:
            return
        ticks = [x for x, _ in self._ticks]
        pixels = self.raster.paint(scene.lanes, scene.span, height, scene.current, ticks)
        rows, columns = pixels.shape
        image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.raster.ratio)
        painter.drawImage(QPointF(0, self.sizes.axis), image)

    def _draw_lines(self, painter: QPainter, scene: Scene) -> None:
        """The same as rectangles, a run of equal pixels each."""
        paints, edges = self.paints, scene.span.edges()
        self.raster.strips = []
        for place, lane in enumerate(scene.lanes):
            top = self.sizes.axis + place * self.sizes.lane
            ground = paints.current if place == scene.current else paints.band if place % 2 else paints.base
            painter.fillRect(QRectF(0, top, scene.span.width, self.sizes.lane), ground)
            painter.setPen(QPen(paints.grid, 1))
            painter.drawLines([QLineF(x + 0.5, top, x + 0.5, top + self.sizes.lane) for x, _ in self._ticks])
            for run in _runs(lane.watch.visible(edges)):
                self._line_watch(painter, run.kinds, run.left, run.right, top)
            main, marks = lane.main.visible(edges), lane.marks.visible(edges)
            for run in _runs(main):
                kind = run.kinds.bit_length() - 1
                rect = QRectF(run.left, top + self.sizes.box_top, run.right - run.left, self.sizes.box)
                self._line_box(painter, kind, rect)
            for run in _runs(marks):
                kind = run.kinds.bit_length() - 1
                high = self.sizes.box_top + self.sizes.box - 3 if kind == SegmentKind.COMMAND else 1
                rect = QRectF(run.left, top + high, run.right - run.left, self.sizes.lane - 2 - high)
                painter.fillRect(rect, theme.colour(MARKS[SegmentKind(kind)][0]))
            painter.fillRect(QRectF(0, top + self.sizes.lane - 1, scene.span.width, 1), paints.grid)
            self.raster.strips.append((main, marks))

    def _line_watch(self, painter: QPainter, kinds: int, left: int, right: int, top: int) -> None:
        for kind, meanings in WATCHES.items():
            if kinds >> kind & 1:
                for line, meaning in enumerate(meanings):
                    rect = QRectF(left, top + self.sizes.watch + 2 * line, right - left, 1)
                    painter.fillRect(rect, theme.colour(meaning))

    def _line_box(self, painter: QPainter, kind: int, rect: QRectF) -> None:
        if rect.width() < 2:
            painter.fillRect(rect, self.paints.outline(kind))
            return
        painter.fillRect(rect, self.paints.fill(kind))
        if LOOKS[kind].hatch != PLAIN:
            brush = painter.background()
            brush.setColor(self.paints.stroke(kind))
            brush.setStyle(BRUSHES[LOOKS[kind].hatch])
            painter.fillRect(rect, brush)
        if rect.width() >= 3:
            painter.setPen(QPen(self.paints.outline(kind), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    # Words on the lanes.

    def _draw_labels(self, painter: QPainter, scene: Scene) -> None:
        for place, (lane, (main, marks)) in enumerate(zip(scene.lanes, self.raster.strips, strict=False)):
            top = self.sizes.axis + place * self.sizes.lane
            if main is not None:
                self._label_segments(painter, scene, lane, main, top)
            if marks is not None:
                self._label_marks(painter, scene, marks, top)

    def _label_segments(self, painter: QPainter, scene: Scene, lane: Lane, strip: Strip, top: int) -> None:
        ratio = len(strip.alone) / max(scene.span.width, 1)
        change = (strip.alone[1:] != strip.alone[:-1]).nonzero()[0] + 1
        edges = np.concatenate(([0], change, [len(strip.alone)]))
        wide = (np.diff(edges) >= LEAST_LABEL * ratio).nonzero()[0]
        for left, right in zip(edges[wide].tolist(), edges[wide + 1].tolist(), strict=True):
            place = int(strip.alone[left])
            if place < 0:
                continue
            segment = lane.main[place]
            rect = QRectF(left / ratio + 3, top + self.sizes.box_top, (right - left) / ratio - 6, self.sizes.box)
            self._label(painter, label(segment, scene.row_of), rect, self.paints.ink(segment.kind), segment.kind)

    def _label(self, painter: QPainter, words: tuple[str, str], rect: QRectF, ink: QColor, kind: int) -> None:
        for some in words:
            width = self._metrics.horizontalAdvance(some)
            if some and width <= rect.width():
                if LOOKS[kind].hatch != PLAIN:
                    # Words on a hatch stand on a plate, or they could not be read.
                    plate = QRectF(rect.left() - 2, rect.top() + 1, width + 4, rect.height() - 2)
                    painter.fillRect(plate, self.paints.fill(kind))
                painter.setPen(ink)
                painter.drawText(rect, _LEFT, some)
                return

    def _label_marks(self, painter: QPainter, scene: Scene, strip: Strip, top: int) -> None:
        ratio = len(strip.alone) / max(scene.span.width, 1)
        where = strip.many.nonzero()[0]
        kinds = top_kind(strip.kinds[where], MARKS)
        free = np.diff(where, append=1 << 30) >= self.sizes.mark * ratio
        for x, kind in zip(where[free].tolist(), kinds[free].tolist(), strict=True):
            meaning, letter = MARKS[SegmentKind(kind)]
            if kind == SegmentKind.COMMAND:
                continue
            painter.setPen(theme.colour(meaning))
            at = QPointF(x / ratio + 3, top + self.sizes.box_top + self._metrics.ascent())
            width = self._metrics.horizontalAdvance(letter)
            plate = QRectF(at.x() - 1, top + 2, width + 2, self.sizes.box)
            painter.fillRect(plate, theme.mix(self.paints.base, theme.colour(meaning), 0.12))
            painter.drawText(at, letter)

    def _draw_waiting(self, painter: QPainter, scene: Scene) -> None:
        """A call of a run that does not return: nothing was told of it, so it is only outlined."""
        if not scene.waiting or not scene.lanes or scene.lanes[0].order:
            return
        left, right = scene.span.x_of(scene.waiting), scene.span.x_of(scene.now)
        rect = QRectF(left, self.sizes.axis + self.sizes.box_top, right - left, self.sizes.box)
        rect = rect.intersected(QRectF(-4, 0, scene.span.width + 8, scene.height))
        if rect.width() < 2:
            return
        painter.setPen(QPen(self.paints.accent, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        words = tr("waiting {time}").format(time=duration((scene.now - scene.waiting) / 1e9)), "…"
        self._label(painter, words, rect.adjusted(4, 0, -4, 0), self.paints.accent, SegmentKind.CALLBACKS)

    def _draw_selected(self, painter: QPainter, scene: Scene) -> None:
        """Around what belongs to the selected row of the history."""
        if scene.selected < 0:
            return
        for place, lane in enumerate(scene.lanes):
            segment = lane.find(scene.selected)
            if segment is None:
                continue
            left, right = scene.span.x_of(segment.start), scene.span.x_of(segment.end)
            if right < -3 or left > scene.span.width + 3:
                continue
            left, right = max(left, -4.0), min(max(right, left + 3), scene.span.width + 4.0)
            top = self.sizes.axis + place * self.sizes.lane
            painter.setPen(QPen(self.paints.text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left - 1, top + 2, right - left + 2, self.sizes.box + 2))

    # Axis, cursors, names.

    def _find_ticks(self, scene: Scene) -> None:
        """Where they stand, and what is written beside them."""
        span = scene.span
        since, until = span.start - scene.origin, span.end - scene.origin
        times = ticks(since, until, self.sizes.tick * span.scale)
        self._base = base_of(since, times.step)
        self._ticks = [(round(span.x_of(at + scene.origin)), tick_text(at, times.step, self._base)) for at in times]

    def _draw_axis(self, painter: QPainter, scene: Scene) -> None:
        painter.setPen(QPen(self.paints.grid, 1))
        painter.drawLines([QLineF(x + 0.5, self.sizes.axis - 8, x + 0.5, self.sizes.axis) for x, _ in self._ticks])
        painter.drawLine(QLineF(0, self.sizes.axis - 0.5, scene.span.width, self.sizes.axis - 0.5))
        painter.setPen(self.paints.quiet)
        for x, words in self._ticks:
            painter.drawText(QRectF(x + 3, 2, self.sizes.tick, self.sizes.axis - 8), _LEFT, words)

    def _draw_cursors(self, painter: QPainter, scene: Scene) -> None:
        span, height = scene.span, float(scene.height)
        if scene.hover is not None and scene.hover != scene.cursor:
            self._cursor(painter, scene, scene.hover, QPen(self.paints.quiet, 1, Qt.PenStyle.DotLine), False)
        if scene.cursor is None:
            return
        if scene.anchor is not None and scene.anchor != scene.cursor:
            left, right = sorted((span.x_of(scene.anchor), span.x_of(scene.cursor)))
            wash = QColor(self.paints.accent)
            wash.setAlpha(34)
            painter.fillRect(QRectF(left, self.sizes.axis, right - left, height - self.sizes.axis), wash)
            self._cursor(painter, scene, scene.anchor, QPen(self.paints.accent, 1), False)
            self._draw_difference(painter, scene, left, right)
        self._cursor(painter, scene, scene.cursor, QPen(self.paints.accent, 1), scene.anchor is None)

    def _cursor(self, painter: QPainter, scene: Scene, at: int, pen: QPen, told: bool) -> None:
        x = round(scene.span.x_of(at)) + 0.5
        painter.setPen(pen)
        painter.drawLine(QLineF(x, 4, x, scene.height))
        if told or scene.hover == at:
            self._plate(painter, scene, exact_text(at - scene.origin), x + 6, 1, pen.color())

    def _draw_difference(self, painter: QPainter, scene: Scene, left: float, right: float) -> None:
        """How long it is from one cursor to the other, and how often that would be."""
        assert scene.anchor is not None and scene.cursor is not None
        length = scene.cursor - scene.anchor
        words = f"{duration(length / 1e9)} · {rate_text(length)}"
        y = min(self.sizes.axis + len(scene.lanes) * self.sizes.lane + 3, scene.height - self.sizes.plate - 3)
        width = self._metrics.horizontalAdvance(words)
        self._plate(painter, scene, words, (left + right - width) / 2, y, self.paints.accent)
        middle = y + self.sizes.plate // 2
        painter.drawLine(QLineF(left, middle, right, middle)) if right - left > width + 16 else None
        self._plate(painter, scene, words, (left + right - width) / 2, y, self.paints.accent)

    def _plate(self, painter: QPainter, scene: Scene, words: str, x: float, y: float, colour: QColor) -> None:
        width = self._metrics.horizontalAdvance(words) + 8
        x = min(max(x, 2.0), scene.span.width - width - 2.0)
        rect = QRectF(x, y, width, self.sizes.plate)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(self.paints.base)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.drawText(rect, _CENTRE, words)

    def _draw_names(self, painter: QPainter, scene: Scene) -> None:
        paints, width = self.paints, scene.names
        painter.fillRect(QRectF(0, 0, width, scene.height), paints.base)
        painter.setFont(scene.font)
        metrics = QFontMetrics(scene.font)
        for place, lane in enumerate(scene.lanes):
            top = self.sizes.axis + place * self.sizes.lane
            rect = QRectF(0, top, width, self.sizes.lane)
            if place == scene.current:
                painter.fillRect(rect, paints.current)
                painter.fillRect(QRectF(0, top, 3, self.sizes.lane), paints.accent)
            painter.setPen(paints.quiet if lane.over else paints.text)
            whole = lane_name(lane.name)
            name = whole if metrics.horizontalAdvance(whole) <= self.sizes.name_room else short_name(whole)
            elide = Qt.TextElideMode.ElideRight if "→" in name else Qt.TextElideMode.ElideMiddle
            words = metrics.elidedText(name, elide, self.sizes.name_room)
            painter.drawText(rect.adjusted(BESIDE, 0, -4, 0), _LEFT, words)
            self._draw_watched(painter, lane, rect)
        painter.setPen(QPen(paints.grid, 1))
        painter.drawLine(QLineF(width - 0.5, 0, width - 0.5, scene.height))
        painter.drawLine(QLineF(0, self.sizes.axis - 0.5, width, self.sizes.axis - 0.5))
        painter.setPen(paints.quiet)
        if self._base:
            painter.drawText(QRectF(0, 0, width - 8, self.sizes.axis), _RIGHT, f"{self._base / 1e9:.12g} s")
        bottom = self.sizes.axis + len(scene.lanes) * self.sizes.lane
        if scene.more and bottom + metrics.height() < scene.height:
            painter.drawText(QRectF(BESIDE, bottom, scene.width, metrics.height() + 2), _LEFT, scene.more)

    def _draw_watched(self, painter: QPainter, lane: Lane, rect: QRectF) -> None:
        """What it is watched for now, as letters at the right."""
        if not lane.watch.open:
            return
        bits = lane.watch[lane.watch.place].kind & 3
        for place, (bit, letter, meaning) in enumerate(((1, "R", "read"), (2, "W", "write"))):
            if bits & bit:
                painter.setPen(theme.colour(meaning))
                painter.drawText(rect.adjusted(0, 0, -6 - self.sizes.letter * (1 - place), 0), _RIGHT, letter)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _runs(strip: Strip | None) -> Iterator[PixelSpan]:
    if strip is not None:
        yield from strip.runs()
