"""The table of the file objects: a click on the tick of one of several that are selected leaves them selected."""

from PySide6.QtCore import QEvent, QItemSelectionModel
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTableView

from ..kit.table_model import Index
from .model import COLUMNS, TICKS


class ObjectsView(QTableView):
    """Ticks act on all that are selected, so the press before one must not take the selection away."""

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        if isinstance(event, QMouseEvent) and self._is_tick_of_selected(index):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def _is_tick_of_selected(self, index: Index) -> bool:
        model = self.selectionModel()
        if not index.isValid() or COLUMNS[index.column()] not in TICKS:
            return False
        return model.isRowSelected(index.row()) and len(model.selectedRows()) > 1
