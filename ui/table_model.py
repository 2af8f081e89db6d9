"""A flat table whose columns have ids: what all our models share. Ids are the header's UserRole, never translated."""

from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel):
    """``columns`` are the ids; ``length`` and ``heading`` are the subclass's."""

    columns: ClassVar[tuple[str, ...]]

    def length(self) -> int:
        """How many rows there are."""
        raise AssertionError("each table knows its own")

    def heading(self, column: str, role: int) -> Any:
        """The header of a column for a role other than its id."""
        raise AssertionError("each table knows its own")

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.length()

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        return self.columns[section] if role == Qt.ItemDataRole.UserRole else self.heading(self.columns[section], role)

    def announce(self, first: int, last: int) -> None:
        """These rows look different now."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
