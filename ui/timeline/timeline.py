"""The timeline: when what happened, a lane for the worker and one for each file object, as a logic analyser has it.

Here is what the mouse and the keyboard do.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent

from ..kit.labels import hide_tip, show_tip
from .finding import Found, find_at
from .view import QUIET, ZOOM, TimelineView
from .words import describe, lane_name

__all__ = ["QUIET", "ZOOM", "Timeline"]

NOTCH = 120
PAN = 0.12
"""The part of the window that an arrow or a notch of the wheel pans."""


class Timeline(TimelineView):
    """The timeline with its mouse and keyboard."""

    # The mouse.

    def found_at(self, at: QPointF) -> Found | None:
        """The lane at a point, and what is on it there."""
        place = int((at.y() - self.sizes.axis) // self.sizes.lane)
        lanes = self.shown()
        if at.y() < self.sizes.axis or not 0 <= place < len(lanes):
            return None
        if at.x() < self.sizes.names:
            return Found(lanes[place], None)
        time = self.span.at(at.x() - self.sizes.names)
        return Found(lanes[place], find_at(lanes[place], time, max(round(3 * self.span.scale), 1)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x() - self.sizes.names
        self._drag, self._moved = (x, self.span.start), False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and x >= 0:
            self.set_following(False)
            self.anchor = self.cursor_at = self._snapped(event.position())
            self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x() - self.sizes.names
        self._hover = self.span.at(x) if x >= 0 else None
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._dragged(event, x)
        self.refresh()

    def _dragged(self, event: QMouseEvent, x: float) -> None:
        assert self._drag is not None
        if self.anchor is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._moved, self.cursor_at = True, self._snapped(event.position())
            self._tell()
        elif self._moved or abs(x - self._drag[0]) > 3:
            self._moved = True
            self.set_following(False)
            self.span.start = self._drag[1]
            self.span.pan(self._drag[0] - x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        moved, self._drag = self._moved, None
        if event.button() != Qt.MouseButton.LeftButton or moved:
            return
        found = self.found_at(event.position())
        if found is None:
            return
        if event.position().x() >= self.sizes.names and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._place_cursor(self._snapped(event.position()))
        self.set_current(found.lane.name)
        if found.segment is not None and found.segment.serial >= 0:
            self.set_following(False)
            self.selected = found.segment.serial
            self.chosen.emit(found.segment.serial)
        else:
            self.lane_chosen.emit(found.lane.name)
        self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Have the segment fill the window."""
        found = self.found_at(event.position())
        if found is not None and found.segment is not None:
            self.set_following(False)
            self.span.show(found.segment.start, found.segment.end)
            self.refresh()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.refresh()

    def _snapped(self, at: QPointF) -> int:
        """The time there, or that of an edge within a few pixels."""
        time = self.span.at(at.x() - self.sizes.names)
        found = self.found_at(at)
        edges = [found.segment.start, found.segment.end] if found and found.segment else []
        near = [edge for edge in edges if abs(edge - time) <= 5 * self.span.scale]
        return min(near, key=lambda edge: abs(edge - time), default=time)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        x = event.position().x() - self.sizes.names
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM ** (-turn / NOTCH), max(x, 0))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or x < 0:
            self._bar.setValue(self._bar.value() - round(turn / NOTCH))
        else:
            self.pan(-turn / NOTCH * PAN * self.span.width)
        event.accept()

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        jump = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        measure = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.step_edge(False, measure) if jump else self.pan(-PAN * self.span.width),
            Qt.Key.Key_Right: lambda: self.step_edge(True, measure) if jump else self.pan(PAN * self.span.width),
            Qt.Key.Key_Up: lambda: self.step_lane(-1),
            Qt.Key.Key_Down: lambda: self.step_lane(1),
            Qt.Key.Key_Plus: lambda: self.zoom(1 / ZOOM),
            Qt.Key.Key_Equal: lambda: self.zoom(1 / ZOOM),
            Qt.Key.Key_Minus: lambda: self.zoom(ZOOM),
            Qt.Key.Key_Home: self._home,
            Qt.Key.Key_End: self._end,
            Qt.Key.Key_PageUp: lambda: self.pan(-0.9 * self.span.width),
            Qt.Key.Key_PageDown: lambda: self.pan(0.9 * self.span.width),
            Qt.Key.Key_F: lambda: self.set_following(not self.following),
            Qt.Key.Key_Return: self.choose,
            Qt.Key.Key_Enter: self.choose,
        }
        action = keys.get(key)
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _home(self) -> None:
        self.set_following(False)
        self.span.start = self.origin - round(self.span.width * self.span.scale * 0.03)
        self.refresh()

    def _end(self) -> None:
        self.span.follow(self.now())
        self.set_following(True)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.found_at(QPointF(event.pos()))
            if found is None or (found.segment is None and event.pos().x() >= self.sizes.names):
                hide_tip()
            else:
                show_tip(event.globalPos(), "\n".join(self._tip(found)), self)
            return True
        return super().event(event)

    def _tip(self, found: Found) -> list[str]:
        if found.segment is None:
            return [lane_name(found.lane.name)]
        return describe(found.lane.name, found.segment, self._row_of, self.origin)
