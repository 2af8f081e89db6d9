"""The pieces beneath each other as one reads them: a line that says what it is, then its bytes.

The colour and the arrow say the direction. What belongs to the chosen row of the history is marked.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from selcore.values.traffic import Moved

from ..kit import theme
from ..kit.saying import counted
from ..kit.table_view import know_viewport
from ..kit.text_size import give_font
from .lines import Line, lines_of
from .model import MARKED, PIECE, DataModel, lost_of, sender_of

EDGE, BAR, INDENT = 6, 3, 22
"""Pixels: around a piece, the mark at its left, and what its bytes stand further in than its head."""
KEPT_LINES = 64
"""Pieces whose lines are kept; others are made anew when they come into sight."""
Index = QModelIndex | QPersistentModelIndex


def tr(source: str) -> str:
    return QCoreApplication.translate("DataView", source)


def head_of(piece: Moved) -> str:
    """``received 16 bytes · offset 0``, and of a datagram who sent it and what did not fit."""
    if not piece.size and not piece.cut and not piece.sent:
        return tr("received b'': end of file, or an empty datagram")
    words = tr("sent {n} {n:byte|bytes}") if piece.sent else tr("received {n} {n:byte|bytes}")
    parts = [counted(words, n=f"{piece.size:,}"), tr("offset {n}").format(n=f"{piece.offset:,}")]
    if piece.sender:
        parts.append(tr("from {address}").format(address=sender_of(piece)))
    if len(piece.data) < piece.size:
        parts.append(tr("the first {kept} are kept").format(kept=f"{len(piece.data):,}"))
    if piece.cut:
        parts.append(lost_of(piece))
    return " · ".join(parts)


class DataView(QListView):
    """``view.bytes_a_line()`` follows its width: 16, 8 or 4."""

    def __init__(self, model: DataModel):
        super().__init__()
        self.setObjectName("data")
        self.setAccessibleName(tr("data sent and received"))
        know_viewport(self)
        give_font(self, "code")
        self.setModel(model)
        self._delegate = PieceDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def bytes_a_line(self) -> int:
        """As many as fit."""
        room, digit = self.viewport().width() - INDENT - EDGE, max(self.fontMetrics().horizontalAdvance("0"), 1)
        return next((width for width in (16, 8) if (9 + 4 * width + width // 8) * digit <= room), 4)

    def doItemsLayout(self) -> None:
        self._delegate.measures = self.bytes_a_line(), self.fontMetrics().height()
        super().doItemsLayout()

    def at_end(self) -> bool:
        """Whether the newest is read: it is in sight, and no other was chosen."""
        self.executeDelayedItemsLayout()  # or the bar is as it was before the last pieces came
        bar, current = self.verticalScrollBar(), self.currentIndex()
        return bar.value() >= bar.maximum() and (not current.isValid() or current.row() == self.model().rowCount() - 1)

    def go_to_end(self) -> None:
        """Choose the newest."""
        if count := self.model().rowCount():
            self.setCurrentIndex(self.model().index(count - 1, 0))
            self.scrollToBottom()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """What stands at the top stays there while pieces come and go; where it goes, the oldest does."""
        top = QPersistentModelIndex(self.indexAt(QPoint(EDGE, 0)))
        before = self.visualRect(top).top()
        yield
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(top).top() - before if top.isValid() else 0)


class PieceDelegate(QStyledItemDelegate):
    """Draws a piece: the lines of those in sight are kept.

    ``measures`` are the bytes of a line and the pixels of its height, as they are while the list is laid out.
    """

    def __init__(self, view: DataView, model: DataModel):
        super().__init__(view)
        self._view, self._model = view, model
        self.measures = (16, 16)
        self._lines: dict[tuple[int, int], tuple[Moved, list[Line]]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # Qt asks for every row whenever there is another one.
        wide, height = self.measures
        lines = -(-len(self._model.pieces[index.row()].data) // wide)
        return QSize(100, (1 + lines) * height + EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        piece: Moved = index.data(PIECE)
        area, height = option.rect, self._view.fontMetrics().height()
        colour = theme.colour("write" if piece.sent else "read")
        painter.save()
        painter.setClipRect(area)
        if option.state & QStyle.StateFlag.State_Selected or index.data(MARKED):
            painter.fillRect(area, option.palette.highlight())
            painter.fillRect(area.left(), area.top(), BAR, area.height(), colour)
        painter.setFont(self._view.font())
        painter.setPen(colour)
        head = QRect(area.left() + EDGE, area.top() + EDGE // 2, area.width() - 2 * EDGE, height)
        words = f"{'→' if piece.sent else '←'} {head_of(piece)}"
        metrics = self._view.fontMetrics()
        painter.drawText(
            head,
            int(Qt.AlignmentFlag.AlignVCenter),
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, head.width()),
        )
        self._paint_lines(painter, option, piece, head, metrics)
        painter.restore()

    def _paint_lines(
        self, painter: QPainter, option: QStyleOptionViewItem, piece: Moved, head: QRect, metrics: QFontMetrics
    ) -> None:
        """Only those in sight: a piece may be higher than the list."""
        width, height, left = self._view.bytes_a_line(), head.height(), head.left() + INDENT - EDGE
        hex_at = left + metrics.horizontalAdvance("00000000")
        text_at = hex_at + metrics.horizontalAdvance("00 " * width + " " * (width // 8 + 1))
        seen, top = self._view.viewport().rect(), head.bottom() + 1
        ordinary, quiet = option.palette.text().color(), theme.colour("quiet")
        for number, line in enumerate(self.lines(piece, width)):
            at = top + number * height
            if at > seen.bottom():
                return
            if at + height < seen.top():
                continue
            base = at + metrics.ascent()
            for x, pen, words in ((left, quiet, f"{line.offset:06x}"), (hex_at, ordinary, line.hex)):
                painter.setPen(pen)
                painter.drawText(x, base, words)
            painter.setPen(theme.colour("write" if piece.sent else "read"))
            painter.drawText(text_at, base, line.text)

    def lines(self, piece: Moved, width: int) -> list[Line]:
        """Its bytes as lines, kept for as long as few others were asked for."""
        key = id(piece), width
        found = self._lines.get(key)
        if found is None or found[0] is not piece:
            if len(self._lines) >= KEPT_LINES:
                self._lines.clear()
            found = self._lines[key] = piece, lines_of(piece.data, piece.offset, width)
        return found[1]
