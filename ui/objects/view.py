"""The table of the file objects, which tells what somebody chooses in it from what becomes current by itself.

A click on the tick of one of several that are selected leaves them selected.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView

from ..kit.table_model import Index
from .model import COLUMNS, TICKS


class ObjectsView(QTableView):
    """``chosen()`` when somebody went to a row, by mouse or key; ``passed()`` when a tick was clicked, which one may do
    in passing. ``in_hand`` while Qt handles that: what is selected is not yet what it will be.

    Ticks act on all that are selected, so the press before one must not take the selection away.
    """

    chosen = Signal()
    passed = Signal()
    in_hand = False

    @contextmanager
    def _handled(self) -> Iterator[None]:
        self.in_hand = True
        try:
            yield
        finally:
            self.in_hand = False

    def _selected(self) -> list[int]:
        """Which rows: two selections of Qt's are never the same."""
        ranges = self.selectionModel().selection()
        found = [ranges.at(place) for place in range(ranges.count())]
        return [self.currentIndex().row(), *(edge for one in found for edge in (one.top(), one.bottom()))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        with self._handled():
            super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        ticks = index.isValid() and COLUMNS[index.column()] in TICKS
        (self.passed if ticks else self.chosen).emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)
            return
        before = self._selected()
        with self._handled():
            super().mouseMoveEvent(event)
        if before != self._selected():
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self._selected()
        with self._handled():
            super().keyPressEvent(event)
        if before != self._selected():
            self.chosen.emit()

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        if isinstance(event, QMouseEvent) and self._is_tick_of_selected(index):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def _is_tick_of_selected(self, index: Index) -> bool:
        model = self.selectionModel()
        if not index.isValid() or COLUMNS[index.column()] not in TICKS:
            return False
        return model.isRowSelected(index.row()) and len(model.selectedRows()) > 1
