"""The curves: time of a call over the number of descriptors, both logarithmic. pyqtgraph is imported by nobody else.

A class has a colour and a shape; idle is solid and filled, ready dashed and hollow.
"""

from collections.abc import Sequence
from math import hypot, log10
from typing import Any, cast

import numpy as np
import pyqtgraph as pg  # type: ignore[import-untyped]
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selcore.scaling.values import LimitReached, Point, ScalingReport
from selcore.scaling.words import title
from selcore.wording.durations import duration

from ..kit import theme

# After Okabe and Ito, darkened or lightened until they stand out: on light, on dark, and a shape of its own.
LOOKS = {
    "select": ("#b06f00", "#f0b14a", "o"),
    "poll": ("#0069a8", "#6cc1f2", "s"),
    "epoll": ("#007a5a", "#3fc79a", "t1"),
    "devpoll": ("#7a6a00", "#f0e442", "d"),
    "kqueue": ("#a0508a", "#dda0d4", "p"),
}
NEAR = 24.0
"""Pixels from which a point is read out."""
BELOW = 0.45
"""Decades under the end of a line at which its exception stands: between the curves, where nothing is drawn."""
Spot = tuple[float, float]


def tr(source: str) -> str:
    return QCoreApplication.translate("ScalingPlot", source)


def paint_of(backend: str) -> QColor:
    return QColor(LOOKS.get(backend, ("#5f6368", "#aab0b8", "o"))[theme.is_dark()])


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Labels whole decades; the values between them only have ticks."""

    def __init__(self, side: str, words: Any):
        super().__init__(side)
        self._words = words

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self._words(10 ** round(value)) if abs(value - round(value)) < 1e-6 else "" for value in values]


class ScalingPlot(QWidget):
    """Emits ``hovered(Point or None)``: the point under the mouse."""

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("scaling.plot")
        self.setAccessibleName(tr("plot of the time of one select(0) by registered descriptors"))
        axes = {"bottom": _Axis("bottom", lambda number: f"{number:,.0f}"), "left": _Axis("left", duration)}
        self._view = pg.PlotWidget(axisItems=axes)
        self._item = self._view.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setLogMode(x=True, y=True)
        self._legend = self._item.addLegend(offset=(12, 8), verSpacing=-4)
        self._report: ScalingReport | None = None
        self._curves: dict[tuple[str, bool], tuple[Any, Any]] = {}
        self._ends: list[LimitReached] = []
        self._shown: Point | None = None
        self._ring = pg.ScatterPlotItem(size=17, pxMode=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._view.scene().sigMouseMoved.connect(self._moved)
        self.apply_theme()

    def show_report(self, report: ScalingReport) -> None:
        """Draw what is known by now."""
        if report is self._report:
            self._refresh()
            return
        self._report = report
        self._draw()

    def fit(self) -> None:
        """All of it in sight."""
        self._item.enableAutoRange()

    def mark(self, point: Point | None) -> None:
        """A ring around the point."""
        self._shown = point
        pen = pg.mkPen(QGuiApplication.palette().color(QPalette.ColorRole.Text), width=2)
        spots = [] if point is None else [spot_of(point)]
        self._ring.setData(pos=spots, pen=pen, brush=None)

    def apply_theme(self) -> None:
        """In the colours of the theme."""
        palette = QGuiApplication.palette()
        ink = palette.color(QPalette.ColorRole.Text)
        self._view.setBackground(palette.color(QPalette.ColorRole.Base))
        for side, words in (("bottom", tr("registered descriptors")), ("left", tr("time of one select(0)"))):
            axis = self._item.getAxis(side)
            axis.setPen(theme.colour("quiet"))
            axis.setTextPen(ink)
            axis.setStyle(tickFont=theme.tabular_font())
            axis.setLabel(words)
            axis.enableAutoSIPrefix(False)
        self._item.getAxis("left").setWidth(72)
        self._item.showGrid(x=True, y=True, alpha=0.18)
        self._legend.setLabelTextColor(ink)
        self._legend.setBrush(palette.color(QPalette.ColorRole.Base))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.apply_theme()

    def _draw(self) -> None:
        """From nothing, as the theme has it."""
        self._item.clear()
        self._legend.clear()
        self._curves.clear()
        self._ends.clear()
        self._item.addItem(self._ring)
        self.mark(self._shown)
        self._refresh()

    def _refresh(self) -> None:
        """What is drawn already is moved only: making it anew takes ten times as long."""
        if self._report is None:
            return
        for backend in dict.fromkeys(point.backend for point in self._report.points):
            for ready in (False, True):
                if points := self._report.line(backend, ready):
                    self._curve(backend, ready, points)
        for stop in self._report.stops:
            if stop not in self._ends:
                self._ends.append(stop)
                self._end(stop)

    def _curve(self, backend: str, ready: bool, points: list[Point]) -> None:
        line, bars = self._curves.get((backend, ready)) or self._new_curve(backend, ready)
        logs = np.log10([(point.descriptors, point.low, point.seconds, point.high) for point in points])
        x, low, y, high = logs.T
        line.setData([point.descriptors for point in points], [point.seconds for point in points])
        bars.setData(x=x, y=y, top=high - y, bottom=y - low)

    def _new_curve(self, backend: str, ready: bool) -> tuple[Any, Any]:
        ink, ground = paint_of(backend), QGuiApplication.palette().color(QPalette.ColorRole.Base)
        line = self._item.plot(
            pen=pg.mkPen(ink, width=2, style=Qt.PenStyle.DashLine if ready else Qt.PenStyle.SolidLine),
            symbol=LOOKS.get(backend, ("", "", "o"))[2],
            symbolSize=9,
            symbolPen=pg.mkPen(ink, width=1.5),
            symbolBrush=ground if ready else ink,
            name=f"{title(backend)}, {tr('all ready') if ready else tr('idle')}",
        )
        bars = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0), beam=0.04, pen=pg.mkPen(ink, width=1))
        bars.setZValue(-1)
        self._item.addItem(bars)
        self._curves[backend, ready] = line, bars
        return line, bars

    def _end(self, stop: LimitReached) -> None:
        """A cross at the end of its lines, and the words of the exception."""
        lines = [self._report.line(stop.backend, ready) for ready in (False, True)] if self._report else []
        spots = [spot_of(line[-1]) for line in lines if line]
        if not spots:
            return
        ink = theme.colour("error")
        self._item.addItem(
            pg.ScatterPlotItem(pos=spots, symbol="x", size=12, pen=pg.mkPen(ink, width=1), brush=pg.mkBrush(ink))
        )
        ground = QGuiApplication.palette().color(QPalette.ColorRole.Base)
        words = pg.TextItem("\n".join(_folded(str(stop.error))), color=ink, anchor=(0, 0), fill=pg.mkBrush(ground))
        words.setPos(spots[0][0] + 0.05, spots[0][1] - BELOW)
        words.setZValue(5)
        self._item.addItem(words, ignoreBounds=True)

    def _moved(self, at: QPointF) -> None:
        found = self.nearest(at)
        if found is not self._shown:
            self.mark(found)
            self.hovered.emit(found)

    def nearest(self, at: QPointF) -> Point | None:
        """The point that is drawn next to that place of the scene, if it is near."""
        points = self._report.points if self._report is not None else []
        found = min(points, key=lambda point: self._distance(point, at), default=None)
        return found if found is not None and self._distance(found, at) <= NEAR else None

    def _distance(self, point: Point, at: QPointF) -> float:
        place = self.place_of(point)
        return hypot(place.x() - at.x(), place.y() - at.y())

    def place_of(self, point: Point) -> QPointF:
        """Where it is drawn in the scene."""
        return cast(QPointF, self._item.vb.mapViewToScene(QPointF(*spot_of(point))))

    def picture(self, caption: str) -> QImage:
        """The plot at twice its size, with a line beneath that says where it was measured."""
        line = self.fontMetrics().height() + 16
        size = self._view.size()
        image = QImage(2 * size.width(), 2 * (size.height() + line), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        palette = QGuiApplication.palette()
        image.fill(palette.color(QPalette.ColorRole.Base))
        ring, self._shown = self._shown, None
        self.mark(None)
        painter = QPainter(image)
        self._view.render(painter, target=self._view.rect().toRectF())
        painter.setFont(self.font())
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(12, size.height() + line - 10, caption)
        painter.end()
        self.mark(ring)
        return image


def spot_of(point: Point) -> Spot:
    """Where it lies on the two logarithmic axes."""
    return log10(point.descriptors), log10(point.seconds)


def _folded(words: str) -> list[str]:
    """In lines that find room beside the curves."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) > 22:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
