"""Paints a comparison: answers that differ from the majority are bold with a purple bar, all others are quiet."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.painting import PAD, draw_background
from ..kit.table_model import Index
from .model import DO, FIXED, Look, Odd, Reasons, Step

BAR = 3
"""Pixels of the purple bar."""


class CompareDelegate(QStyledItemDelegate):
    """Paints every cell of the comparison."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDisplay
        draw_background(painter, option)
        if index.column() >= len(FIXED) - 1 and index.sibling(index.row(), DO).data(Step) == "note":
            self._paint_note(painter, option, index)
            return
        odd, text = bool(index.data(Odd)), coded(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
        painter.save()
        if odd:
            painter.fillRect(option.rect.adjusted(0, 2, BAR - option.rect.width(), -2), theme.colour("disagree"))
        painter.setFont(self._font(option.font, odd or index.column() == 0))
        painter.setPen(self._colour(option, index, odd))
        rect = option.rect.adjusted(PAD + BAR, 0, -PAD, 0) if index.column() else option.rect
        reasons, side = str(index.data(Reasons) or ""), self._side(index)
        half = painter.fontMetrics().height() // 2
        self._draw(painter, rect.translated(0, -half) if reasons else rect, side, text)
        painter.setFont(option.font)
        painter.setPen(theme.colour("quiet"))
        self._draw(painter, rect.translated(0, half), side, coded(reasons))
        painter.restore()

    def _draw(self, painter: QPainter, rect: QRect, side: Qt.AlignmentFlag, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_note(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A note has no answers: its words run over their cells."""
        view = option.widget
        assert isinstance(view, QTableView)
        note = index.sibling(index.row(), DO)
        rect = view.visualRect(note).adjusted(PAD + BAR, 0, 0, 0)
        rect.setRight(view.viewport().width() - PAD)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setFont(theme.code_font())
        painter.setPen(theme.colour("quiet"))
        words = painter.fontMetrics().elidedText(coded(note.data()), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _font(self, base: QFont, bold: bool) -> QFont:
        font = QFont(base)
        font.setBold(bold)
        return font

    def _side(self, index: Index) -> Qt.AlignmentFlag:
        sides = {0: Qt.AlignmentFlag.AlignHCenter, 1: Qt.AlignmentFlag.AlignRight}
        return sides.get(index.column(), Qt.AlignmentFlag.AlignLeft)

    def _colour(self, option: QStyleOptionViewItem, index: Index, odd: bool) -> QColor:
        if index.column() == 0:
            return theme.colour("disagree")
        look = index.data(Look)
        if look == "error":
            return theme.colour("error")
        if index.column() == 1 or (look == "nothing" and not odd):
            return theme.colour("quiet")
        return option.palette.color(QPalette.ColorRole.Text)
