"""The table of the history, painted in one go: under a busy loop each call from Qt into Python waits for its turn.

A command's line, or that of a call with several results, runs over the empty cells at its right.
"""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTableView

from selcore.history.store import Row
from selcore.values.masks import READ, WRITE

from ..kit import theme
from ..kit.painting import draw_focus
from .cells import COLUMNS, display, narrower, narrower_name, narrowest
from .ink import Ink
from .model import HistoryModel

PAD, INDENT = 6, 8
_OWN = ("waited", "count", "error")
"""Cells at which a line that runs over others ends, where they have something to say."""
_EVENTS = {READ: "read", WRITE: "write"}

Columns = list[tuple[int, int, str]]
"""Left edge, width and name of each column that is not hidden."""


class HistoryView(QTableView):
    """Looks at a HistoryModel. ``apply_theme`` is to be called when colours or fonts have changed. ``passing`` while a
    row is made current because the keyboard came by: nobody chose it.

    ``crowded(column, words)``: these are painted, and few rows have words as wide.
    """

    crowded = Signal(str, str)
    passing = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With no row current Qt would make the first one so; keys begin at the end of what is seen."""
        rows = self.model().rowCount()
        if not self.currentIndex().isValid() and rows:
            last = self.rowAt(self.viewport().height() - 1)
            index = self.model().index(last if last >= 0 else rows - 1, COLUMNS.index("command"))
            self.passing = True
            self.setAutoScroll(False)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.setAutoScroll(True)
            self.passing = False
        super().focusInEvent(event)

    def apply_theme(self) -> None:
        """Look at colours and fonts anew."""
        self._ink = Ink(self.font())
        self.viewport().update()

    def setFont(self, font: QFont | str) -> None:  # type: ignore[override]
        super().setFont(font)
        self.apply_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        model, area, first = self.model(), event.rect(), self.rowAt(0)
        assert isinstance(model, HistoryModel)
        if first < 0:
            return
        with QPainter(self.viewport()) as painter:
            self._paint(painter, model, area, first)

    def _paint(self, painter: QPainter, model: HistoryModel, area: QRect, first: int) -> None:
        height, shift = self.verticalHeader().defaultSectionSize(), self.rowViewportPosition(first)
        low = first + max(area.top() - shift, 0) // height
        high = min(first + (area.bottom() - shift) // height, model.rowCount() - 1)
        columns = self._columns()
        self._ink.begin(painter, height)
        self._plain = self.palette().color(QPalette.ColorRole.Text)
        self._paint_chosen(painter, low, high, first, shift, height)
        for number, row in enumerate(model.rows(low, high + 1), low):
            top = shift + (number - first) * height
            if row is not None and (row.results == 1 or row.child) and not row.interrupted:
                self._paint_result(row, top, columns, model)
            else:
                self._paint_line(painter, row, self._texts(model, number, row, columns), top, columns)
        self._ink.end()
        self._paint_focus(painter)

    def _columns(self) -> Columns:
        """Of the last one in sight what can be seen: a number that goes on out of sight would be read as another."""
        head, right = self.horizontalHeader(), self.viewport().width()
        lefts = [(head.sectionViewportPosition(n), n) for n in range(len(COLUMNS)) if not head.isSectionHidden(n)]
        return [(left, min(head.sectionSize(n), right - left), COLUMNS[n]) for left, n in lefts if left < right]

    def _paint_chosen(self, painter: QPainter, low: int, high: int, first: int, shift: int, height: int) -> None:
        chosen, nowhere = self.selectionModel(), QModelIndex()
        if not chosen.hasSelection():
            return
        group = QPalette.ColorGroup.Active if self.isActiveWindow() else QPalette.ColorGroup.Inactive
        colour = self.palette().color(group, QPalette.ColorRole.Highlight)
        for number in range(low, high + 1):
            if chosen.isRowSelected(number, nowhere):
                painter.fillRect(0, shift + (number - first) * height, self.viewport().width(), height, colour)

    def _paint_result(self, row: Row, top: int, columns: Columns, model: HistoryModel) -> None:
        """A call with one result, or a result under its call: each cell for itself."""
        if row.mask == READ | WRITE:
            self.crowded.emit("returned", "READ WRITE")
        for left, width, name in columns:
            text = display(row, name, model.time)
            if not text:
                continue
            indent = PAD + INDENT if row.child and name == "object" else PAD
            room = width - indent - PAD
            if row.count > 1 and name == "command" and not self._ink.fits(text, room):
                text = narrower(row) if self._ink.fits(narrower(row), room) else narrowest(row)
            if name in ("object", "did") and not self._ink.fits_words(text, room):
                text = narrower_name(text)
            if room > 0:
                self._ink.draw(left + indent, top, room, text, name, self._colour(row, name), False)

    def _texts(self, model: HistoryModel, number: int, row: Row | None, columns: Columns) -> dict[str, str]:
        if row is not None:
            return {name: display(row, name, model.time) for _, _, name in columns}
        return {name: str(model.index(number, COLUMNS.index(name)).data() or "") for _, _, name in columns}

    def _paint_line(
        self, painter: QPainter, row: Row | None, texts: dict[str, str], top: int, columns: Columns
    ) -> None:
        """A command, or a call with several results or none: its line runs over the cells that it leaves empty."""
        right = self.viewport().width()
        if row is None or row.interrupted:
            self._paint_wash(painter, QRect(0, top, right, self.verticalHeader().defaultSectionSize()), row)
        ends = min([right - 1, *(left - 1 for left, _, name in columns if name in _OWN and texts[name])])
        start = next((left for left, _, name in columns if name == "command"), 0)
        # Of a command's line what came of it must stay in sight: it stands at the end.
        middle = row is not None and not row.is_call and row.do != "note"
        for left, width, name in columns:
            text, line = texts[name], name == "command"
            if not text or (left >= start and not line and name not in _OWN):
                continue  # the line runs over it
            width = (ends - left if line else width) - 2 * PAD
            if width > 0:
                self._ink.draw(left + PAD, top, width, text, name, self._colour(row, name), line and middle)

    def _paint_wash(self, painter: QPainter, band: QRect, row: Row | None) -> None:
        if row is None:
            painter.fillRect(band, theme.tint("accent"))
            return
        colour = theme.mix(self.palette().color(QPalette.ColorRole.Base), self._ink.pens["ended"], 0.35)
        painter.fillRect(band, QBrush(colour, Qt.BrushStyle.BDiagPattern))

    def _paint_focus(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            draw_focus(painter, self, self.visualRect(index))

    def _colour(self, row: Row | None, name: str) -> QColor:
        pens = self._ink.pens
        if row is None:
            return pens["accent"]
        if row.error is not None and name in ("command", "did", "error"):
            return pens["error"]
        if name in ("returned", "raw"):
            return pens[_EVENTS[row.mask]] if row.mask in _EVENTS else self._plain
        if name in ("waited", "time", "timeout", "call") or (name == "command" and not row.is_call):
            return pens["quiet"]
        return self._plain
