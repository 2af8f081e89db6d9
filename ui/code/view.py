"""The list of lines: each painted in its colours when it is in sight; chosen lines have a bar at their left."""

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QRect
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ..kit import theme
from ..kit.table_model import Index
from ..kit.table_view import make_table
from ..kit.text_size import give_font
from .model import CodeModel

BAR, EDGE, HIGH = 3, 8, 17
"""Pixels of the bar, before the text, and of a line."""


class CodeView(QTableView):
    """Looks at a CodeModel. What is chosen elsewhere is marked; what is chosen here stays chosen, to be copied.

    A table, though it has one column: a list of Qt's asks its model twice about each row whenever one is added.
    """

    def __init__(self, model: CodeModel, spoken: str):
        super().__init__()
        self._model = model
        give_font(self, "code")
        make_table("code", spoken, model, HIGH, view=self)
        self.setItemDelegate(LineDelegate(self, model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()

    def at_end(self) -> bool:
        """Whether the newest line is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum()

    def lay_out(self) -> None:
        """Lines of another width, or words of another size."""
        line = 2 * EDGE + self.fontMetrics().horizontalAdvance("0") * self._model.widest
        self.setColumnWidth(0, max(line, self.viewport().width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def mark(self, first: int, last: int) -> None:
        """These lines are what is chosen elsewhere."""
        model, flags = self._model, QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(model.index(first, 0), flags.NoUpdate)
        lines = QItemSelection(model.index(first, 0), model.index(last, 0))
        self.selectionModel().select(lines, flags.ClearAndSelect)
        self.scrollTo(model.index(last, 0))
        self.scrollTo(model.index(first, 0))

    def event(self, event: QEvent) -> bool:
        """The key that copies is this list's while it has the keyboard, and not the one that copies a row."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.matches(QKeySequence.StandardKey.Copy))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._model.text(one.row() for one in self.selectedIndexes()))
            event.accept()
        else:
            super().keyPressEvent(event)


class LineDelegate(QStyledItemDelegate):
    """Draws a line."""

    def __init__(self, view: CodeView, model: CodeModel):
        super().__init__(view)
        self._view, self._model = view, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, option.palette.highlight())
            painter.fillRect(area.left(), area.top(), BAR, area.height(), theme.colour("accent"))
        metrics = self._view.fontMetrics()
        base = area.top() + (area.height() - metrics.height()) // 2 + metrics.ascent()
        self._draw(painter, option, index.row(), area.left() + EDGE, base)
        painter.restore()

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, row: int, left: int, base: int) -> None:
        words, font = self._model.words(row), self._view.font()
        metrics, at = QFontMetrics(font), 0
        for span in (*self._model.spans(row), None):
            plain = words[at : span.start if span else len(words)]
            painter.setFont(font)
            painter.setPen(option.palette.color(option.palette.ColorRole.Text))
            painter.drawText(left + metrics.horizontalAdvance(words[:at]), base, plain)
            if span is not None:
                font_of = self._view.font()
                font_of.setBold(span.bold)
                painter.setFont(font_of)
                painter.setPen(theme.colour(span.meaning))
                painter.drawText(
                    left + metrics.horizontalAdvance(words[: span.start]), base, words[span.start : span.end]
                )
                at = span.end
