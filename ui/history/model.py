"""The history as a table model, lazy over the store's ring: one insertion is announced per batch, and strings are made
only for visible rows. While a call blocks, an extra last row says so."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QCoreApplication, QObject, Qt, QTimer, Signal

from selcore.history.derived import with_heads
from selcore.history.ring import CHILD, CHUNK, COMMAND
from selcore.history.store import Change, Row, Store
from selcore.system.lazy import later
from selcore.values.facts import CallBegan
from selcore.wording.python_line import python_line

from ..kit.labels import aloud, plain_tip
from ..kit.table_model import NOWHERE, Index, TableModel, carried
from . import cells
from .cells import COLUMNS
from .visible_rows import AllRows, Serials, SomeRows

if TYPE_CHECKING:
    import numpy as np

    from selcore.filters import Filter
else:
    np = later("numpy")

SLICE = CHUNK
"""Rows that a filter is asked about at once."""
AT_ONCE = 0.005
"""Seconds for which old rows are looked through before the window goes on."""
GAPS = 100
"""Gaps that are announced one by one; more are announced as everything being new."""
KEPT_ROWS = 512
"""Rows, at most, that are kept as they were made for painting."""
RowRole = Qt.ItemDataRole.UserRole + 1
"""The Row itself, for the delegate and the panels; None for the row of a blocked call."""


class HistoryModel(TableModel):
    """Rows of the store, all or those that are wanted. ``origin`` is the time (ns) that relative times count from.

    ``searching`` tells that old rows are still being looked through for those that a filter wants; what comes meanwhile
    is looked at after them. ``frozen``: nothing is added, what is removed from the store is removed here too.
    """

    searching_changed = Signal(bool)
    columns = COLUMNS

    def __init__(self, store: Store, parent: QObject | None = None):
        super().__init__(parent)
        self.headings = {}
        self._store = store
        self._shown: AllRows | SomeRows = AllRows(store)
        self._waiting: CallBegan | None = None
        self._filter: Filter | None = None
        self._made: dict[int, Row] = {}
        self._searching = False
        self._search = QTimer(self, interval=0, singleShot=True)
        self._search.timeout.connect(self._go_on)
        self.frozen, self._frozen_at = False, 0
        self.hide_commands = False
        self.origin: int | None = None
        self.absolute: Callable[[int], str] | None = None

    @Property(bool, notify=searching_changed)
    def searching(self) -> bool:
        return self._searching

    @property
    def unseen(self) -> int:
        """Rows that have come since the list was frozen."""
        return max(self._store.next_serial - self._frozen_at, 0) if self.frozen else 0

    def length(self) -> int:
        return len(self._shown) + (self._waiting is not None)

    def row(self, number: int) -> Row | None:
        """The row of the store behind a row of the table."""
        return self._row_of(self._shown.serial(number)) if 0 <= number < len(self._shown) else None

    def rows(self, low: int, high: int) -> list[Row | None]:
        """The rows ``low`` to before ``high``, as ``row`` gives them: much cheaper than one by one."""
        serials = [self.serial(number) for number in range(low, high)]
        missing = [serial for serial in serials if serial >= 0 and serial not in self._made]
        if len(self._made) + len(missing) > KEPT_ROWS:
            self._made.clear()
            missing = [serial for serial in serials if serial >= 0]
        self._made.update(self._store.rows_of(missing))
        return [self._made.get(serial) for serial in serials]

    def _row_of(self, serial: int) -> Row | None:
        found = self._made.get(serial)
        if found is None:
            found = self._store.row(serial)
            if len(self._made) > KEPT_ROWS:
                self._made.clear()
            if found is not None:
                self._made[serial] = found
        return found

    def head_of(self, row: Row) -> Row:
        """The row of the call that a result belongs to; any other row itself."""
        found: Row | None = row
        while found is not None and found.child:
            found = self._row_of(found.serial - 1)
        return found or row

    def serial(self, number: int) -> int:
        """The serial of the row at that place; -1 where there is none."""
        return self._shown.serial(number) if 0 <= number < len(self._shown) else -1

    def find(self, serial: int) -> int:
        """Where the row of that serial number stands; -1 where it is hidden or gone."""
        return self._shown.find(serial)

    def first_after(self, serial: int) -> int:
        """The place of the first row after that serial number."""
        low, high = 0, len(self._shown)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._shown.serial(middle) < serial else (low, middle)
        return low

    def shown_since(self, serial: int) -> int:
        """How many rows of the list have that serial number or a later one."""
        return len(self._shown) - self.first_after(serial)

    def same(self, name: str, serial: int, step: int) -> int:
        """The serial of the next shown result of that object after this one (or before it); -1 where there is none."""
        serials = self._rows_about(name, results=True)
        serials = serials[serials > serial if step > 0 else serials < serial]
        return int(serials[0 if step > 0 else -1]) if len(serials) else -1

    def nearest(self, name: str, serial: int) -> int:
        """The serial of the shown row about that object that stands nearest to this one; -1 where there is none."""
        serials = self._rows_about(name)
        if not len(serials):
            return -1
        after = min(int(np.searchsorted(serials, serial)), len(serials) - 1)
        before = max(after - 1, 0)
        return int(min((serials[after], serials[before]), key=lambda one: abs(int(one) - serial)))

    def _rows_about(self, name: str, results: bool = False) -> Serials:
        """The serials of the shown rows of that object: of its results only, or of what was done to it too."""
        store, found = self._store, list[Serials]()
        for columns in (store.kept_columns(), store.columns()):
            about = columns["object"].equals(name)
            found.append(columns["serial"][about & (columns["returned"] >= 0) if results else about])
        serials = np.concatenate(found)
        if isinstance(self._shown, SomeRows):
            return serials[np.isin(serials, self._shown.serials)]
        return serials[serials < self._shown.next]

    def fold(self, change: Change) -> None:
        """Announce what a batch changed in the store."""
        self._end_waiting()
        if change.evicted or change.grown:
            self._made.clear()
        self._close_gaps()
        if not self.frozen:
            self._look_further()
            for first, rows in change.grown:
                self._look_again(first, rows)
            self._begin_waiting()

    @property
    def matching(self) -> int:
        """Rows that are shown, without that of a blocked call."""
        return len(self._shown)

    def reload(self, hide_commands: bool | None = None) -> None:
        """Look at the whole store anew."""
        self.beginResetModel()
        if hide_commands is not None:
            self.hide_commands = hide_commands
        self._made.clear()
        self._shown = self._fresh()
        self._waiting = self._store.waiting
        self.endResetModel()
        if isinstance(self._shown, SomeRows):
            self._append(self._wanted_of(self._store.kept_columns()))
            self._shown.next = self._store.first_serial
            self._look_further()
        elif not self.frozen:
            self._look_further()

    def _fresh(self) -> AllRows | SomeRows:
        if self._filter is not None or self.hide_commands:
            return SomeRows()
        shown = AllRows(self._store)
        if self.frozen:
            shown.next = min(max(self._frozen_at, shown.first), shown.next)
        return shown

    def set_filter(self, filter: "Filter | None") -> None:
        """Show only the rows that it lets through; None: all rows again. Large histories are looked through in slices
        between which the window goes on; ``searching`` tells for how long.
        """
        self._filter = filter
        self.reload()

    def set_frozen(self, frozen: bool) -> None:
        """Add nothing any more; or add what has come meanwhile, and go on."""
        self.frozen, self._frozen_at = frozen, self._store.next_serial
        if not frozen:
            self._made.clear()
            self._close_gaps()
            self._look_further()
            self._begin_waiting()

    def _wanted_of(self, columns: Mapping[str, Any]) -> Serials:
        serials: Serials = columns["serial"]
        if not len(serials):
            return serials
        wanted = np.ones(len(serials), np.bool_)
        if self.hide_commands:
            wanted &= (columns["flags"] & COMMAND) == 0
        if self._filter is not None:
            from selcore.filters.ring import RingColumns  # a filter was made: it is there

            matches = self._filter(RingColumns(columns, self.origin or 0))
            wanted &= with_heads(matches, columns["child"])  # a result alone would not say of which call it is
        return serials[wanted]

    def _look_further(self) -> None:
        """At what has come to the store and was not looked at."""
        if isinstance(self._shown, AllRows):
            self._append_all(self._shown)
        elif not self._search.isActive():
            self._go_on()

    def _append_all(self, shown: AllRows) -> None:
        more, start = shown.more(self._store), len(shown)
        if more:
            self.beginInsertRows(NOWHERE, start, start + more - 1)
            shown.take(self._store)
            self.endInsertRows()

    def _go_on(self) -> None:
        """Look through the next slices, one at least, for a few milliseconds, and add what is wanted in one go."""
        shown, store, until = self._shown, self._store, monotonic() + AT_ONCE
        if isinstance(shown, AllRows):
            self._set_searching(False)
            return
        found: list[Serials] = []
        end = min(self._frozen_at, store.next_serial) if self.frozen else store.next_serial
        if (
            shown.next < store.first_serial
        ):  # they left the ring before they were looked at; commands among them are kept
            kept = self._wanted_of(store.kept_columns())
            found.append(kept[(kept >= shown.next) & (kept < end)])
            shown.next = store.first_serial
        while shown.next < end and (not found or monotonic() < until):
            stop = min((shown.next // SLICE + 1) * SLICE, end)
            while stop < end and store.ring.value(stop, "flags") & CHILD:
                stop += 1  # a call and its results are looked at together
            found.append(self._wanted_of(store.columns(shown.next, stop - shown.next)))
            shown.next = stop
        if found:
            self._append(np.concatenate(found))
        self._set_searching(shown.next < end)
        if self._searching:
            self._search.start()

    def _append(self, serials: Serials) -> None:
        shown = self._shown
        if len(serials) and isinstance(shown, SomeRows):
            self.beginInsertRows(NOWHERE, len(shown), len(shown) + len(serials) - 1)
            shown.add(serials)
            self.endInsertRows()

    def _set_searching(self, searching: bool) -> None:
        if searching != self._searching:
            self._searching = searching
            self.searching_changed.emit(searching)

    def _close_gaps(self) -> None:
        gaps = self._shown.gaps(self._store)
        if len(gaps) > GAPS:
            self.reload()  # announced one by one they would take longer than everything anew
            return
        for first, last in gaps:
            self.beginRemoveRows(NOWHERE, first, last)
            self._shown.close((first, last), self._store)
            self.endRemoveRows()
        self._shown.settle(self._store)

    def _look_again(self, first: int, rows: int) -> None:
        """At a call that has grown: its rows look different, and may be wanted now, or no longer."""
        shown = self._shown
        low, high = self.first_after(first), self.first_after(first + rows)
        if self._filter is not None and isinstance(shown, SomeRows) and first < shown.next:
            wanted = self._wanted_of(self._store.columns(first, rows))
            if not np.array_equal(wanted, shown.serials[low:high]):
                self._exchange(shown, low, high, wanted)
                return
        if high > low:
            self.announce(low, high - 1)

    def _exchange(self, shown: SomeRows, low: int, high: int, wanted: Serials) -> None:
        """These rows in the place of those."""
        if high > low:
            self.beginRemoveRows(NOWHERE, low, high - 1)
            shown.close((low, high - 1), self._store)
            self.endRemoveRows()
        if len(wanted):
            self.beginInsertRows(NOWHERE, low, low + len(wanted) - 1)
            shown.insert(wanted)
            self.endInsertRows()

    def _end_waiting(self) -> None:
        if self._waiting is not None and self._waiting is not self._store.waiting:
            place = len(self._shown)
            self.beginRemoveRows(NOWHERE, place, place)
            self._waiting = None
            self.endRemoveRows()

    def _begin_waiting(self) -> None:
        if self._waiting is None and self._store.waiting is not None:
            place = len(self._shown)
            self.beginInsertRows(NOWHERE, place, place)
            self._waiting = self._store.waiting
            self.endInsertRows()

    def heading(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.header(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cells.header_tip(column))
        return cells.alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row(index.row()), COLUMNS[index.column()]
        if row is None:
            return self._waiting_data(column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.display(row, column, self.time)
        if role == Qt.ItemDataRole.UserRole:
            return carried(cells.value(row, column))
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cells.tip(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return aloud(cells.spoken(row, column, self.time))
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
            words = f"{python_line(began.command).removeprefix('sel.')} …  {waiting}"
            return words if role == Qt.ItemDataRole.DisplayRole else aloud(words)
        return None

    def time(self, at: int) -> str:
        """A moment (ns) as the column shows it."""
        if self.absolute is not None:
            return self.absolute(at)
        return f"{(at - (self.origin or at)) / 1e9:.6f}"
