"""A flat table whose columns have ids: what all our models share. Ids are the header's UserRole, never translated."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LARGEST = 1 << 63


def carried(value: Any) -> Any:
    """The value as Qt can carry it: a whole number there has 64 bits, and a larger one raises where it is asked for,
    in the midst of painting. What is or contains such a number is given as Python prints it."""
    return value if _fits(value) else repr(value)


def _fits(value: Any) -> bool:
    if isinstance(value, int):
        return -LARGEST <= value < LARGEST
    if isinstance(value, dict):
        return all(map(_fits, value.values()))
    return not isinstance(value, list | tuple) or all(map(_fits, value))


class TableModel(QAbstractTableModel):
    """``columns`` are the ids; ``length`` and ``heading`` are the subclass's. ``headings``: those that were asked for,
    where they never change."""

    columns: ClassVar[tuple[str, ...]]
    headings: dict[tuple[int, int], Any] | None = None

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
        if role == Qt.ItemDataRole.UserRole:
            return self.columns[section]
        # Qt asks a dozen times for each: of most tables they stay what they are.
        known = self.headings
        if known is None:
            return self.heading(self.columns[section], role)
        found = known.get((section, role), known)
        if found is known:
            found = known[section, role] = self.heading(self.columns[section], role)
        return found

    def announce(self, first: int, last: int) -> None:
        """These rows look different now."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def announce_rows(self, rows: Iterable[int]) -> None:
        """The same of many, which may be scattered: each signal costs more than the rows between two."""
        found = list(runs(rows))
        if len(found) > SCATTERED:
            found = [(found[0][0], found[-1][1])]
        for first, last in found:
            self.announce(first, last)


SCATTERED = 64
"""Runs of rows that are announced one by one."""


def runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow each other as first and last, in order."""
    for _, run in groupby(enumerate(sorted(set(rows))), lambda pair: pair[1] - pair[0]):
        found = [row for _, row in run]
        yield found[0], found[-1]
