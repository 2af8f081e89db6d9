"""The table of the history, painted in one go: under a busy loop each call from Qt into Python waits for its turn.

A command's line, or that of a call with several results, runs over the empty cells at its right.
"""

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTableView

from selcore.masks import READ, WRITE
from selcore.store import Row

from . import theme
from .cells import alignment, display
from .history_model import COLUMNS, HistoryModel

PAD, INDENT = 6, 8
_COMMAND = COLUMNS.index("command")
_ALIGNMENT = {name: alignment(name) for name in COLUMNS}
_OWN = ("waited", "count", "error")
"""Cells at which a line that runs over others ends, where they have something to say."""
_MEANINGS = ("read", "write", "error", "quiet", "accent", "ended")


class HistoryView(QTableView):
    """Looks at a HistoryModel. ``dress`` is to be called when colours or fonts have changed."""

    def dress(self) -> None:
        """Look at colours and fonts anew."""
        self._pens = {meaning: theme.colour(meaning) for meaning in _MEANINGS}
        self._code, self._short = theme.code_font(), dict[tuple[str, int, bool, bool], str]()
        self._metrics = {True: QFontMetrics(self._code), False: QFontMetrics(self.font())}
        self.viewport().update()

    def setFont(self, font: QFont | str) -> None:  # type: ignore[override]
        super().setFont(font)
        self.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        model, head, chosen = self.model(), self.horizontalHeader(), self.selectionModel()
        assert isinstance(model, HistoryModel)
        height, top = self.verticalHeader().defaultSectionSize(), event.rect().top()
        first, shift = self.rowAt(0), self.rowViewportPosition(self.rowAt(0))
        painter = QPainter(self.viewport())
        if first < 0:
            return
        low = first + max(top - shift, 0) // height
        high = min(first + (event.rect().bottom() - shift) // height, model.rowCount() - 1)
        columns = [
            (head.sectionViewportPosition(place), head.sectionSize(place), name)
            for place, name in enumerate(COLUMNS)
            if not head.isSectionHidden(place)
        ]
        palette, nowhere = self.palette(), QModelIndex()
        self._plain = palette.color(QPalette.ColorRole.Text)
        any_chosen = chosen.hasSelection()
        for number in range(low, high + 1):
            band = QRect(0, shift + (number - first) * height, self.viewport().width(), height)
            if any_chosen and chosen.isRowSelected(number, nowhere):
                painter.fillRect(band, self._chosen_colour(palette))
            self._paint_row(painter, model, number, band, columns)
        self._paint_focus(painter)

    def _chosen_colour(self, palette: QPalette) -> QColor:
        group = QPalette.ColorGroup.Active if self.isActiveWindow() else QPalette.ColorGroup.Inactive
        return palette.color(group, QPalette.ColorRole.Highlight)

    def _paint_row(
        self,
        painter: QPainter,
        model: HistoryModel,
        number: int,
        band: QRect,
        columns: list[tuple[int, int, str]],
    ) -> None:
        row = model.row(number)
        if row is None or row.interrupted:
            self._paint_wash(painter, band, row)
        texts = {name: self._text(model, number, row, name) for _, _, name in columns}
        line = row is None or not (row.results == 1 or row.child)
        lines_end = self._end_of_line(band, columns, texts) if line else 0
        start = next((left for left, _, name in columns if name == "command"), 0)
        for left, width, name in columns:
            text = texts[name]
            if line and left >= start and name != "command" and not (name in _OWN and text):
                continue  # the line runs over it
            if line and name == "command":
                width = lines_end - left
            indent = PAD + (INDENT if row is not None and row.child and name == "object" else 0)
            rect = QRect(left + indent, band.top(), width - indent - PAD, band.height())
            if text and rect.width() > 0:
                self._paint_text(painter, rect, text, name, row)

    def _text(self, model: HistoryModel, number: int, row: Row | None, name: str) -> str:
        if row is not None:
            return display(row, name, model.time)
        return str(model.index(number, COLUMNS.index(name)).data() or "")

    def _end_of_line(self, band: QRect, columns: list[tuple[int, int, str]], texts: dict[str, str]) -> int:
        return min([band.right(), *(left - 1 for left, _, name in columns if name in _OWN and texts[name])])

    def _paint_text(self, painter: QPainter, rect: QRect, text: str, name: str, row: Row | None) -> None:
        code = name == "command"
        end = code and row is not None and not row.is_call and row.do != "note"
        key = text, rect.width(), code, end
        short = self._short.get(key)  # the same few words stand in most rows
        if short is None:
            if len(self._short) > 4096:
                self._short.clear()
            # Of a command's line what came of it must stay in sight: it stands at the end.
            elide = Qt.TextElideMode.ElideMiddle if end else Qt.TextElideMode.ElideRight
            short = self._metrics[code].elidedText(text, elide, rect.width())
            self._short[key] = short
        painter.setPen(self._colour(row, name))
        painter.setFont(self._code if code else self.font())
        painter.drawText(rect, _ALIGNMENT[name], short)

    def _paint_wash(self, painter: QPainter, band: QRect, row: Row | None) -> None:
        if row is None:
            painter.fillRect(band, theme.tint("accent"))
            return
        brush = painter.background()
        brush.setColor(theme.mix(self.palette().color(QPalette.ColorRole.Base), self._pens["ended"], 0.35))
        brush.setStyle(Qt.BrushStyle.BDiagPattern)
        painter.fillRect(band, brush)

    def _paint_focus(self, painter: QPainter) -> None:
        from PySide6.QtWidgets import QStyle, QStyleOptionFocusRect

        index = self.currentIndex()
        if not (self.hasFocus() and index.isValid()):
            return
        option = QStyleOptionFocusRect()
        option.initFrom(self)
        option.rect = self.visualRect(index)
        option.state |= QStyle.StateFlag.State_KeyboardFocusChange
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)

    def _colour(self, row: Row | None, name: str) -> QColor:
        if row is None:
            return self._pens["accent"]
        if row.error is not None and name in ("command", "did", "error"):
            return self._pens["error"]
        if name in ("returned", "raw"):
            return self._pens[{READ: "read", WRITE: "write"}[row.mask]] if row.mask in (READ, WRITE) else self._plain
        if name in ("waited", "time", "timeout", "call") or (name == "command" and not row.is_call):
            return self._pens["quiet"]
        return self._plain
