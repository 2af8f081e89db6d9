"""A label of one line: what has no room is cut with an ellipsis, and stays what it says and what is copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent

from ..kit.labels import PlainLabel


class OneLine(PlainLabel):
    """As wide as there is room; Qt itself would cut the words at the edge, in the middle of a figure."""

    def shown(self) -> str:
        """What of its words has room."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown()
        if shown == self.text() or self.hasSelectedText():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()
