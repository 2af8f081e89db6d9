"""The history as a table: lazy over the store's ring. One insert is announced a batch, and strings are made only for
the rows on screen. While a call is blocked, a last row of its own says so."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.backends import find_backend
from selcore.facts import Began
from selcore.filters import Filter
from selcore.pyline import python_line
from selcore.registry import to_events
from selcore.store import Change, Row, Store

from . import cells
from .sieve import Sieve
from .table_model import NOWHERE, Index, TableModel

COLUMNS = ("time", "call", "command", "object", "fd", "timeout", "waited", "returned", "raw", "did", "count", "error")
SHOWN = ("call", "command", "object", "returned", "raw", "did", "waited")
RowRole = Qt.ItemDataRole.UserRole + 1
"""The Row itself, for the delegate and the panels; None for the row of a blocked call."""


class HistoryModel(TableModel):
    """Rows of the store, all of them or only the calls. ``origin`` is the time (ns) that relative times count from."""

    columns = COLUMNS

    def __init__(self, store: Store, parent: QObject | None = None):
        super().__init__(parent)
        self._store = store
        self._visible: list[int] = []
        self._waiting: Began | None = None
        self._sieve = Sieve(store, lambda: self.origin)
        self.hide_commands = False
        self.searching = False
        self.origin: int | None = None
        self.absolute: Callable[[int], str] | None = None

    def length(self) -> int:
        return len(self._visible) + (self._waiting is not None)

    def row(self, number: int) -> Row | None:
        """The row of the store behind a row of the table."""
        return self._store.row(self._visible[number]) if 0 <= number < len(self._visible) else None

    def find(self, serial: int) -> int:
        """Where the row of that serial number stands; -1 where it is hidden or gone."""
        place = bisect_left(self._visible, serial)
        return place if place < len(self._visible) and self._visible[place] == serial else -1

    def row_of_call(self, number: int) -> int:
        """Where the call of that number stands, or the group that it is in; -1 where it is hidden or gone."""
        low, high, found = 0, len(self._visible), -1
        while low < high:
            middle = place = low + (high - low) // 2
            while place < high and self._call_at(place) is None:
                place += 1
            if place < high and self._call_at(place) <= number:
                found, low = place, place + 1
            else:
                high = middle
        while found > 0 and self._call_at(found - 1) == self._call_at(found):
            found -= 1  # its results stand beneath it
        return found

    def _call_at(self, place: int) -> Any:
        return self.index(place, COLUMNS.index("call")).data(Qt.ItemDataRole.UserRole)

    def fold(self, change: Change) -> None:
        """Announce what a batch changed in the store."""
        self._end_waiting()
        self._remove_front(bisect_left(self._visible, self._store.first_serial))
        first = self._store.first_serial + len(self._store.rows) - change.added
        self._append(self._sieve.shown(first, change.added))
        self._grow([serial for serial in change.grown if serial >= self._store.first_serial])
        self._begin_waiting()

    def set_filter(self, filter: Filter | None) -> None:
        """Show only what it lets through."""
        self._sieve.filter = filter
        self.reload()

    @property
    def matching(self) -> int:
        """Rows that are shown, without that of a blocked call."""
        return len(self._visible)

    def _grow(self, grown: list[int]) -> None:
        """A row that grew may match now, or no more."""
        if not grown:
            return
        shown = set(self._sieve.shown(min(grown), max(grown) - min(grown) + 1))
        for serial in sorted(grown):
            place = bisect_left(self._visible, serial)
            here = place < len(self._visible) and self._visible[place] == serial
            if here and serial in shown:
                self.announce(place, place)
            elif here:
                self.beginRemoveRows(NOWHERE, place, place)
                del self._visible[place]
                self.endRemoveRows()
            elif serial in shown:
                self.beginInsertRows(NOWHERE, place, place)
                self._visible.insert(place, serial)
                self.endInsertRows()

    def reload(self, hide_commands: bool | None = None) -> None:
        """Look at the whole store anew."""
        self.beginResetModel()
        if hide_commands is not None:
            self.hide_commands = self._sieve.hide_commands = hide_commands
        first, count = self._store.first_serial, len(self._store.rows)
        self._visible = self._sieve.shown(first, count)
        self._waiting = self._store.waiting
        self.endResetModel()

    def _remove_front(self, count: int) -> None:
        if count:
            self.beginRemoveRows(NOWHERE, 0, count - 1)
            del self._visible[:count]
            self.endRemoveRows()

    def _append(self, serials: list[int]) -> None:
        if serials:
            start = len(self._visible)
            self.beginInsertRows(NOWHERE, start, start + len(serials) - 1)
            self._visible += serials
            self.endInsertRows()

    def _end_waiting(self) -> None:
        if self._waiting is not None and self._waiting is not self._store.waiting:
            place = len(self._visible)
            self.beginRemoveRows(NOWHERE, place, place)
            self._waiting = None
            self.endRemoveRows()

    def _begin_waiting(self) -> None:
        if self._waiting is None and self._store.waiting is not None:
            place = len(self._visible)
            self.beginInsertRows(NOWHERE, place, place)
            self._waiting = self._store.waiting
            self.endInsertRows()

    def heading(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.header(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return cells.header_tip(column)
        return cells.alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row(index.row()), COLUMNS[index.column()]
        if row is None:
            return self._waiting_data(column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.display(row, column, self._time)
        if role == Qt.ItemDataRole.UserRole:
            return raw_value(row, column)
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return cells.tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cells.spoken(row, column, self._time)
        return cells.alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _waiting_data(self, column: str, role: int) -> Any:
        began = self._waiting
        if began is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return {"command": "select", "time": began.at, "timeout": getattr(began.command, "timeout", None)}.get(
                column
            )
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and column == "command":
            waiting = QCoreApplication.translate("HistoryModel", "has not returned yet")
            return f"{python_line(began.command).removeprefix('sel.')} …  {waiting}"
        return None

    def _time(self, at: int) -> str:
        if self.absolute is not None:
            return self.absolute(at)
        return f"{(at - (self.origin or at)) / 1e9:.6f}"


def raw_value(row: Row, column: str) -> Any:
    """The value behind a cell, as the contract for tests has it."""
    if column == "returned":
        if row.mask is not None:
            return list(to_events(row.mask))
        return [] if row.results == 0 else None
    if column == "raw":
        backend = find_backend(row.backend)
        return backend.raw_names(row.raw) if backend else None
    if column == "did":
        return cells.did(row) or None
    if column == "call" and row.interrupted:
        return None  # it had not returned: the next call has the number
    if column == "error":
        return row.error.type if row.error else None
    return getattr(row, {"time": "at", "object": "name", "command": "do"}.get(column, column))
