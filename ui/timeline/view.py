"""What of the timeline is in sight, when it is painted, and how one goes to where something is.

It is painted when something has changed, at frame rate at most, and only while it is in sight.
"""

from collections.abc import Callable
from time import monotonic_ns

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollBar, QWidget

from selcore.history.store import Row
from selcore.timeline.lanes import WORKER, Lane, Lanes
from selcore.timeline.track import Segment
from selcore.values.watched import Turn

from .finding import find_at, lanes_in_sight, place_of, touch
from .geometry import sizes_for
from .painter import Drawing, Scene
from .span import Span
from .style import Paints
from .words import RowOf, describe, lane_name, tr

FRAME = 16
"""Milliseconds between two frames."""
ZOOM = 1.25
SHARE = 5
"""A frame lasts so many times as long as painting it takes at least: the worker shares the interpreter with it."""
QUIET = 200_000_000
"""Nanoseconds after which a call of a run that did not return is said to wait."""


class TimelineView(QWidget):
    """``chosen(serial)``: the row of a segment that was clicked; ``following_changed(bool)``; ``told(str)``: what is
    under the cursor; ``lane_chosen(name)``."""

    chosen = Signal(object)
    following_changed = Signal(bool)
    told = Signal(str)
    lane_chosen = Signal(str)

    def __init__(self, lanes: Lanes, row_of: RowOf, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName(tr("timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._measure()
        self.span = Span()
        self.following = True
        self.every_lane = False
        self.cursor_at: int | None = None
        self.anchor: int | None = None
        self.selected = -1
        self.current = WORKER
        self.live: Callable[[], bool] = lambda: False
        self.waits_after: Callable[[], int | None] = lambda: None
        self.behind: Callable[[], bool] = lambda: False
        self._lanes, self._row_of = lanes, row_of
        self._shown: list[Lane] = []
        self._version = -1
        self._hover: int | None = None
        self._drag: tuple[float, int] | None = None
        self._moved = False
        self._drawing: Drawing | None = None
        self._dirty = self._touched = False
        self._shape: tuple[int, ...] = ()
        self._painted = 0
        self._cost = 0.0
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setObjectName("timeline.scroll")
        self._bar.setAccessibleName(tr("lanes"))
        self._bar.hide()
        self._bar.valueChanged.connect(lambda _: self.refresh())
        self._frame = QTimer(self, interval=FRAME)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._tick)

    # What is in sight.

    def now(self) -> int:
        """Where time stands: it passes while the worker does something."""
        passing = self.live() and not self.behind()
        return max(monotonic_ns(), self._lanes.now) if passing else self._lanes.now

    @property
    def origin(self) -> int:
        return self._lanes.began

    def shown(self) -> list[Lane]:
        """The lanes that there is something to see on, the worker's first, scrolled to where the bar stands."""
        if self._version != self._lanes.version:
            self._version = self._lanes.version
            self._shown = lanes_in_sight(self._lanes, self.current, self.every_lane)
            self._size_bar()
        first = self._bar.value()
        return [self._shown[0], *self._shown[1 + first : 1 + first + self._room()]]

    def _room(self) -> int:
        """Lanes, besides the worker's, that there is space for, the last one perhaps in part."""
        return max(1, -(-(self.height() - self.sizes.axis) // self.sizes.lane) - 1)

    def _size_bar(self) -> None:
        over = len(self._shown) - 1 - max(1, (self.height() - self.sizes.axis) // self.sizes.lane - 1)
        self._bar.setRange(0, max(over, 0))
        self._bar.setPageStep(self._room())
        self._bar.setVisible(over > 0)

    def scene(self) -> Scene:
        """What is to be drawn now."""
        now, lanes = self.now(), self.shown()
        if self.following:
            self.span.follow(now)
        for lane in lanes:
            touch(lane, now, self._lanes.now)
        worker = self._lanes.worker
        waiting = 0 if worker.main.open else self.waiting_since(now)
        more = len(self._lanes) - len(self._shown)
        return Scene(
            self.span,
            lanes,
            self.width() - (self._bar.width() if self._bar.isVisibleTo(self) else 0),
            self.height(),
            self.sizes.names,
            self._row_of,
            self.origin,
            now,
            place_of(lanes, self.current),
            self.selected,
            self.cursor_at,
            self.anchor,
            self._hover,
            waiting,
            self.hasFocus(),
            tr("+{n} without events").format(n=f"{more:,}") if more else "",
            self.font(),
        )

    def waiting_since(self, now: int) -> int:
        """Since when (ns) a call waits whose begin was not told; 0: none does.

        ``waits_after()`` is how long (ns) after the end of a call the next has begun for certain; None: none has.
        """
        after = self.waits_after()
        if after is None or not self._lanes.now or now - self._lanes.now <= after + QUIET:
            return 0
        return self._lanes.now + after

    def paintEvent(self, event: QPaintEvent) -> None:
        begun = monotonic_ns()
        painter = QPainter(self)
        scene = self.scene()
        self.drawing().draw(painter, scene, only_lanes=event.rect().left() >= self.sizes.names)
        if self.hasFocus():
            painter.setPen(self.drawing().paints.accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self._painted = scene.now
        self._cost += ((monotonic_ns() - begun) / 1e6 - self._cost) / 8

    def drawing(self) -> Drawing:
        """In the colours of the theme in use, for the screen that it is on."""
        ratio = max(1, round(self.devicePixelRatioF()))
        if self._drawing is None or self._drawing.raster.ratio != ratio:
            self._drawing = Drawing(Paints(self.palette()), self.sizes, ratio)
        return self._drawing

    def apply_theme(self) -> None:
        """The theme has changed."""
        self._drawing = None
        self.refresh()

    # When it is painted.

    def fold(self) -> None:
        """More has happened: it is painted as soon as there is a pixel of it to be seen."""
        self._touched = self._touched or self._lanes.shape != self._shape
        self._shape = self._lanes.shape
        self._dirty = True
        self._start()

    def refresh(self) -> None:
        """Something else is to be seen: paint it with the next frame, if it is in sight."""
        self._touched = True
        self._start()

    def _start(self) -> None:
        if self.isVisible() and not self._frame.isActive():
            self._frame.start()
            self._tick()

    def _tick(self) -> None:
        """A frame is over. While time only passes, the names stay, and less than a pixel of it needs no other frame."""
        moves = self.live() and self.isVisible() and (self.following or self.span.end >= self._lanes.now)
        self._frame.setInterval(max(FRAME, round(SHARE * self._cost)))
        if self._touched or (self._dirty and not moves):
            self._dirty = self._touched = False
            self.update()
        elif not moves:
            self._frame.stop()
        elif self.now() - self._painted >= self.span.scale:
            self.update(self.rect().adjusted(self.sizes.names, 0, 0, 0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._measure()
            self._place_bar()
            self.apply_theme()

    def _measure(self) -> None:
        """As large as its words need."""
        self.sizes = sizes_for(self.font())
        self.setMinimumSize(220, self.sizes.axis + 2 * self.sizes.lane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def _place_bar(self) -> None:
        self._size_bar()
        width = self._bar.sizeHint().width()
        self._bar.setGeometry(QRect(self.width() - width, self.sizes.axis, width, self.height() - self.sizes.axis))
        self.span.width = max(self.width() - self.sizes.names - (width if self._bar.isVisibleTo(self) else 0), 1)

    # Going to where something is.

    def set_following(self, following: bool) -> None:
        """Whether the newest is kept in sight."""
        if following != self.following:
            self.following = following
            self.following_changed.emit(following)
        self.refresh()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """So many times as much to see; what is at ``x`` (pixels of the lanes, else the cursor or the middle) stays."""
        if x is None:
            at = self.cursor_at
            x = self.span.x_of(at) if at is not None and 0 <= self.span.x_of(at) <= self.span.width else None
        if self.following:
            x = self.span.x_of(self.now())
        self.span.zoom(factor, self.span.width / 2 if x is None else x)
        self.refresh()

    def fit(self) -> None:
        """Everything that is kept."""
        self.set_following(False)
        self.span.show(self._lanes.since, max(self.now(), self._lanes.since + 1))
        self.refresh()

    def pan(self, pixels: float) -> None:
        self.set_following(False)
        self.span.pan(pixels)
        self.refresh()

    def clear(self) -> None:
        """What was pointed at is no more."""
        self.cursor_at = self.anchor = self._hover = None
        self.selected, self.current, self._version = -1, WORKER, -1
        self.refresh()

    def begin(self) -> None:
        """Another session, of which nothing is known yet: as much is in sight as at first, and it is followed."""
        self.span.scale = Span().scale
        self.clear()
        self.set_following(True)

    def show_all_lanes(self, on: bool) -> None:
        self.every_lane, self._version = on, -1
        self._scroll_to_current()
        self.refresh()

    def set_current(self, name: str) -> None:
        """Another lane is current; it is shown even if nothing happened on it."""
        if name == self.current or self._lanes.get(name) is None:
            return
        self.current, self._version = name, -1
        self._scroll_to_current()
        self._tell()
        self.refresh()

    def _scroll_to_current(self) -> None:
        self.shown()
        place = place_of(self._shown, self.current)
        if place > 0:
            room = max(1, (self.height() - self.sizes.axis) // self.sizes.lane - 1)
            self._bar.setValue(min(max(self._bar.value(), place - room), place - 1))

    def step_lane(self, by: int) -> None:
        """The lane below, or above."""
        self.shown()
        place = place_of(self._shown, self.current) + by
        if 0 <= place < len(self._shown):
            self.set_current(self._shown[place].name)
            self.lane_chosen.emit(self.current)

    def show_row(self, row: Row | None) -> None:
        """Another row is chosen: mark what belongs to it and bring it into sight; None: none is."""
        serial = row.serial if row is not None else -1
        if serial == self.selected:
            return
        self.selected = serial
        if row is None:
            self.refresh()
            return
        lane = self._lanes.get(row.name or WORKER) or self._lanes.worker
        found = lane.find(row.serial)
        if isinstance(row.about, Turn):
            lane = next((one for one in self._lanes if one.has_turns and one.find(row.serial)), lane)
            found = lane.find(row.serial)
        if found is None:
            lane, found = self._lanes.worker, self._lanes.worker.find(row.serial)
        if found is not None:
            self.set_following(False)
            self.set_current(lane.name)
            self.cursor_at, self.anchor = found.start, None
            self.span.centre(found.start, found.end)
            self._tell()
        self.refresh()

    def step_edge(self, forward: bool, measure: bool = False) -> None:
        """The cursor to the next edge of the current lane, or to the one before."""
        lane = self._lanes.get(self.current) or self._lanes.worker
        touch(lane, self.now(), self._lanes.now)
        at = self.cursor_at if self.cursor_at is not None else self.span.start if forward else self.span.end
        found = lane.edge(at, forward)
        if found is None:
            return
        self.set_following(False)
        self._place_cursor(found, measure)
        self.span.centre(found, found)
        self.refresh()

    def _place_cursor(self, at: int, measure: bool = False) -> None:
        """``measure``: from where it was."""
        if measure and self.anchor is None:
            self.anchor = self.cursor_at
        elif not measure:
            self.anchor = None
        self.cursor_at = at
        self._tell()

    def choose(self) -> None:
        """Go to the row of what is under the cursor on the current lane."""
        found = self._under_cursor()
        if found is not None and found.serial >= 0:
            self.selected = found.serial
            self.chosen.emit(found.serial)
            self.refresh()

    def _under_cursor(self) -> Segment | None:
        lane = self._lanes.get(self.current)
        if lane is None or self.cursor_at is None:
            return None
        return find_at(lane, self.cursor_at, max(1, round(self.span.scale)))

    def words(self) -> str:
        """What is under the cursor, in a line."""
        if self.cursor_at is None:
            return lane_name(self.current)
        return " · ".join(describe(self.current, self._under_cursor(), self._row_of, self.origin))

    def _tell(self) -> None:
        words = self.words()
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.told.emit(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.refresh()
