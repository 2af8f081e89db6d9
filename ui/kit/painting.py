"""How rows are painted: meanings in colour with a letter beside them, and lines that run across empty cells."""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygon
from PySide6.QtWidgets import QWidget

from selcore.system.lazy import later

from . import theme

if TYPE_CHECKING:
    from PySide6 import QtWidgets
    from PySide6.QtWidgets import QStyleOptionViewItem
else:
    QtWidgets = later("PySide6.QtWidgets")  # QStyle has the largest enumerations of Qt: 10 ms, when a row is painted

PAD = 6
MARGIN = 3
"""What a style leaves free at both sides of a cell's words."""
MARK = QSize(15, 14)


def draw_background(painter: QPainter, option: "QStyleOptionViewItem") -> None:
    style = option.widget.style()
    style.drawPrimitive(QtWidgets.QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)


def draw_focus(painter: QPainter, widget: QWidget, rect: QRect) -> None:
    """The ring around the cell that has the focus, as the style draws it for the keyboard."""
    ring = QtWidgets.QStyleOptionFocusRect()
    ring.initFrom(widget)
    ring.rect = rect
    ring.state |= QtWidgets.QStyle.StateFlag.State_KeyboardFocusChange
    widget.style().drawPrimitive(QtWidgets.QStyle.PrimitiveElement.PE_FrameFocusRect, ring, painter, widget)


def warning_mark() -> QIcon:
    """A triangle with an exclamation mark: shape and letter say it, the colour only repeats it."""
    return _drawn_mark(theme.colour("write").name(), theme.is_dark())


@cache
def _drawn_mark(colour: str, dark: bool) -> QIcon:
    icon = QIcon()
    for scale in (1, 2):
        box = QRect(QPoint(0, 0), MARK * scale)
        pixmap = QPixmap(box.size())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPolygon(QPolygon([QPoint(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        font = painter.font()
        font.setBold(True)
        font.setPixelSize(box.height() * 5 // 7)
        painter.setFont(font)
        painter.setPen(QColor("#1a1c20" if dark else "#ffffff"))
        painter.drawText(box.adjusted(0, 2 * scale, 0, scale), Qt.AlignmentFlag.AlignCenter, "!")
        painter.end()
        icon.addPixmap(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
