"""The table of the commands, painted row by row: what was played, the mark of the next one, and what is still to come.

A note is prose: it runs over the cells at its right. The line of Python has a column of its own where there is room.
"""

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from selcore.values.commands import Note

from ..kit import theme
from ..kit.painting import draw_focus
from ..kit.text_size import scaled
from .model import COLUMNS, Place, State, StepsModel

PAD, INDENT, BAR = 6, 14, 3
WIDE = 640
"""Pixels from which on the line of Python has its column."""
MARKED, ANSWER = 20, 0.36
"""Pixels of the mark before a number; of what the numbers leave, the part of the answers."""
MARK = "▶"
PENS = ("accent", "error", "ended", "quiet")
_INKS: dict[State, str] = {"refused": "error", "stopped": "ended", "waits": "accent", "next": "accent"}


class StepsView(QTableView):
    """Looks at a StepsModel."""

    def set_up(self) -> None:
        """What it needs beside the common look of our tables."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().hide()  # what the columns are is seen, and their room is for a command
        self.share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()
        self.show_next()

    def show_next(self) -> None:
        """Bring the next command into sight, with the one that follows it."""
        model = self.model()
        if isinstance(model, StepsModel):
            for row in model.next_rows():
                self.scrollTo(model.index(row, 1))

    def share_width(self) -> None:
        """Divide the width among the columns."""
        digits = self.fontMetrics().horizontalAdvance(f"{self.model().rowCount():,}") + 4
        width, number = self.viewport().width(), scaled(MARKED) + digits + PAD
        wide = width >= scaled(WIDE)
        answer = round((width - number) * (ANSWER if not wide else ANSWER * 0.8))
        line = round((width - number - answer) * 0.5) if wide else 0
        widths = {"number": number, "line": line, "answer": answer, "command": width - number - answer - line}
        for place, column in enumerate(COLUMNS):
            self.setColumnHidden(place, not widths[column])
            if widths[column]:
                self.setColumnWidth(place, widths[column])

    def paintEvent(self, event: QPaintEvent) -> None:
        model, first = self.model(), self.rowAt(0)
        if first < 0 or not isinstance(model, StepsModel):
            return
        self._pens = {meaning: theme.colour(meaning) for meaning in PENS}
        height, shift = self.verticalHeader().defaultSectionSize(), self.rowViewportPosition(first)
        last = min(first + (self.viewport().height() - shift) // height, model.rowCount() - 1)
        with QPainter(self.viewport()) as painter:
            for row in range(first, last + 1):
                place = model.place(row)
                if place is not None:
                    band = QRect(0, shift + (row - first) * height, self.viewport().width(), height)
                    self._paint_row(painter, model, place, row, band)
            self._paint_focus(painter)

    def _paint_row(self, painter: QPainter, model: StepsModel, place: Place, row: int, band: QRect) -> None:
        state, texts = model.state(place), model.texts(place)
        note = isinstance(model.command(place), Note)
        self._paint_chosen(painter, row, band)
        if state in ("next", "waits"):
            left = QRect(band.left() + BAR + 2, band.top(), scaled(16), band.height())
            self._draw(painter, left, MARK, self._pens["accent"], self.font())
        over = note or (self.isColumnHidden(COLUMNS.index("line")) and not texts["answer"])
        for number, column in enumerate(COLUMNS):
            if self.isColumnHidden(number) or not texts[column] or (note and column == "line"):
                continue
            cell = QRect(self.columnViewportPosition(number), band.top(), self.columnWidth(number), band.height())
            if column == "command" and over:
                cell.setRight(band.right())
            self._paint_cell(painter, column, cell, texts[column], state, inner=place.during is not None, note=note)

    def _paint_chosen(self, painter: QPainter, row: int, band: QRect) -> None:
        if self.selectionModel().isRowSelected(row, QModelIndex()):
            group = QPalette.ColorGroup.Active if self.isActiveWindow() else QPalette.ColorGroup.Inactive
            painter.fillRect(band, self.palette().color(group, QPalette.ColorRole.Highlight))
            painter.fillRect(QRect(band.left(), band.top(), BAR, band.height()), theme.colour("accent"))

    def _paint_cell(
        self, painter: QPainter, column: str, cell: QRect, text: str, state: State, *, inner: bool, note: bool
    ) -> None:
        font = QFont(theme.code_font() if column == "line" else self.font())
        font.setBold(state in ("next", "waits") and column in ("number", "command") and not note)
        font.setItalic(note)
        left = 0 if column == "number" else PAD
        room = cell.adjusted(left + (INDENT if inner and column == "command" else 0), 0, -PAD, 0)
        right = column == "number"
        self._draw(painter, room, text, self._ink(column, state, note), font, right=right)

    def _ink(self, column: str, state: State, note: bool) -> QColor:
        if column == "answer":
            return self._pens[_INKS.get(state, "quiet")]
        if state in ("next", "waits") and not note:
            return self._pens["accent"]
        if column == "command" and (state != "later" or note):
            return self.palette().color(QPalette.ColorRole.Text)
        return self._pens["quiet"]

    def _draw(
        self, painter: QPainter, room: QRect, text: str, ink: QColor, font: QFont, *, right: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_focus(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            draw_focus(painter, self, self.visualRect(index))
