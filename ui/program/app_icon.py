"""The program's own icon, drawn from its SVG at every size a desktop asks for."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..kit.theme import svg

SMALL = (16, 24, 32, 48)
LARGE = (64, 128, 256)


def app_icon(sizes: tuple[int, ...] = SMALL + LARGE) -> QIcon:
    """The icon. The small sizes are those of a window's frame and of a bar of windows."""
    icon, renderer = QIcon(), QSvgRenderer(QByteArray(svg("app").encode()))
    for size in sizes:
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
