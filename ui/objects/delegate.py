"""How a row of the file objects is painted: ticks in the colour of their event, words in that of what they mean."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate

from selcore.system.lazy import later
from selcore.values.facts import ObjectState
from selcore.values.masks import READ, WRITE, known_events
from selcore.values.observed import State
from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.painting import MARGIN, MARK, PAD, draw_background, draw_focus, warning_mark
from ..kit.table_model import Index
from ..kit.text_size import scaled
from .model import COLUMNS, PROGRAMS, TICKS, FileObjectsModel, for_nothing
from .model import asked as asked_for

if TYPE_CHECKING:
    from PySide6 import QtWidgets
    from PySide6.QtWidgets import QStyleOptionViewItem
else:
    QtWidgets = later("PySide6.QtWidgets")  # QStyle has the largest enumerations of Qt: 10 ms, when a row is painted

STATE_COLOURS: dict[State, str] = {
    "listening": "accent",
    "eof": "ended",
    "not connected": "error",
    "reset by peer": "error",
    "paused": "error",
    "closed elsewhere": "error",
}
"""What the colour of a state means; the others are quiet."""

TICK = 16
"""Pixels of its side, where words have the system's size."""
SHORTER = {"name", "last", "callback"}
"""Columns whose words can be said in fewer."""


class ObjectsDelegate(QStyledItemDelegate):
    """Ticks in the colour of their event; what is closed is grey, what was refused vermilion."""

    menu_wanted = Signal(QPoint)

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: Index) -> None:
        # Not by way of the style and its option: that asks the model for each of a dozen roles, for each cell.
        model, column = index.model(), COLUMNS[index.column()]
        assert isinstance(model, FileObjectsModel)
        state = model.state(index.row())
        states = QtWidgets.QStyle.StateFlag
        if option.state & (states.State_Selected | states.State_MouseOver):
            draw_background(painter, option)
        if state is None:
            return
        if column in TICKS:
            self._paint_tick(painter, option, column, state)
            return
        self._paint_words(painter, option, column, state, model)
        if self._has_menu(option, index):
            painter.drawText(self.menu_rect(option.rect), Qt.AlignmentFlag.AlignCenter, "⋮")
        if option.state & QtWidgets.QStyle.StateFlag.State_HasFocus:
            draw_focus(painter, option.widget, option.rect)

    def _paint_words(
        self,
        painter: QPainter,
        option: "QStyleOptionViewItem",
        column: str,
        state: ObjectState,
        model: FileObjectsModel,
    ) -> None:
        """The cell's text in the colour of what it means, with a mark before a name that was warned of."""
        rect, words = option.rect.adjusted(MARGIN, 0, -MARGIN, 0), coded(model.words(state, column))
        # A number whose end is out of sight would be read as another number.
        view: Any = option.widget
        rect.setRight(min(rect.right(), view.viewport().width() - MARGIN))
        if column == "name" and model.is_warned(state.name):
            warning_mark().paint(painter, QRect(rect.left(), rect.top(), MARK.width(), rect.height()))
            rect.setLeft(rect.left() + MARK.width() + MARGIN)
        painter.setFont(option.font)
        painter.setPen(self._pen(option, column, state, model))
        side = Qt.AlignmentFlag.AlignHCenter if column == "fd" else Qt.AlignmentFlag.AlignLeft
        if column in SHORTER and option.fontMetrics.horizontalAdvance(words) > rect.width():
            words = coded(model.short(state, column))
        at_end = "→" in words or (column == "callback" and state.kind == PROGRAMS)  # they differ where they begin
        elide = Qt.TextElideMode.ElideRight if at_end else option.textElideMode
        short = option.fontMetrics.elidedText(words, elide, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, short)

    def _pen(self, option: "QStyleOptionViewItem", column: str, state: ObjectState, model: FileObjectsModel) -> QColor:
        meaning = self._meaning(column, state, model)
        if meaning:
            return theme.colour(meaning)
        chosen = option.state & QtWidgets.QStyle.StateFlag.State_Selected
        return option.palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)

    def _meaning(self, column: str, state: ObjectState, model: FileObjectsModel) -> str | None:
        if state.state == "closed":
            return "error" if state.registered is not None and column == "state" else "ended"
        if column == "state":
            return self._state_meaning(state, model)
        if column == "last":
            return {READ: "read", WRITE: "write"}.get(model.last_mask(state.name))
        if column == "address" and state.warning:
            return "error"
        return "quiet" if column == "kind" else None

    def _state_meaning(self, state: ObjectState, model: FileObjectsModel) -> str | None:
        if model.refused(state.name) is not None:
            return "error"
        return STATE_COLOURS.get(state.state, "quiet")

    def _has_menu(self, option: "QStyleOptionViewItem", index: Index) -> bool:
        """The row under the mouse and the current one show where their actions are."""
        states = QtWidgets.QStyle.StateFlag.State_MouseOver | QtWidgets.QStyle.StateFlag.State_Selected
        return COLUMNS[index.column()] == "name" and bool(option.state & states)

    def menu_rect(self, rect: QRect) -> QRect:
        """Where the row's menu is clicked, in its name cell."""
        return QRect(rect.right() - 16, rect.top(), 16, rect.height())

    def tick_rect(self, rect: QRect) -> QRect:
        """The box of a tick in a cell."""
        side = scaled(TICK)
        return QRect(rect.center().x() - side // 2, rect.center().y() - side // 2, side, side)

    def _paint_tick(self, painter: QPainter, option: "QStyleOptionViewItem", event: str, state: ObjectState) -> None:
        bit = TICKS[event]
        asked = asked_for(state, event)
        registered, nothing = bool(known_events(state.registered) & bit), for_nothing(state)
        colour = theme.colour("ended") if state.state == "closed" else theme.colour("error" if nothing else event)
        box = self.tick_rect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(
                colour if asked or registered or nothing else option.palette.color(QPalette.ColorRole.PlaceholderText),
                1.5,
            )
        )
        painter.setBrush(colour if asked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(option.palette.color(QPalette.ColorRole.Base) if asked else colour)
        font = option.font
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() - 1.5)
        painter.setFont(font)
        if asked or registered:
            # The letter alone, without the filled box: registered by the callback, not asked for.
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, event[0].upper())
        elif nothing:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "0")
        if option.state & QtWidgets.QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -2, -2), 3, 3)
        painter.restore()

    def editorEvent(self, event, model, option, index):  # type: ignore[no-untyped-def]
        """A click or Space toggles: the box stands in the middle of the cell, not where Qt looks for it."""
        if COLUMNS[index.column()] not in ("read", "write"):
            if event.type() == QEvent.Type.MouseButtonRelease and COLUMNS[index.column()] == "name":
                self._click_menu(event.position().toPoint(), option)
            return super().editorEvent(event, model, option, index)
        clicked = event.type() == QEvent.Type.MouseButtonRelease and option.rect.contains(event.position().toPoint())
        space = event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select)
        if clicked or space:
            now = index.data(Qt.ItemDataRole.CheckStateRole)
            wanted = Qt.CheckState.Unchecked if now == Qt.CheckState.Checked else Qt.CheckState.Checked
            model.setData(index, wanted.value, Qt.ItemDataRole.CheckStateRole)
            return True
        return event.type() == QEvent.Type.MouseButtonDblClick  # a press is the view's: it makes the cell current

    def _click_menu(self, at: QPoint, option: "QStyleOptionViewItem") -> None:
        if self.menu_rect(option.rect).contains(at):
            self.menu_wanted.emit(option.rect.bottomLeft())

    def sizeHint(self, option: "QStyleOptionViewItem", index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + PAD, max(size.height(), option.fontMetrics.height() + 8))
