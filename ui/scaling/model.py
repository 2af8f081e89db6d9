"""The measured points as a table: the same as the plot, for reading and for the keyboard."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.scaling.values import COLUMNS, Point
from selcore.scaling.words import cost, title

from ..kit.labels import plain_tip
from ..kit.table_model import NOWHERE, Index, TableModel

NUMBERS = {"descriptors", "seconds", "low", "high", "calls"}
Key = tuple[str, int, bool]


def tr(source: str) -> str:
    return QCoreApplication.translate("Scaling", source)


class ScalingModel(TableModel):
    """One row per point, in the order in which they were first measured."""

    columns = COLUMNS

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._points: list[Point] = []
        self._rows: dict[Key, int] = {}

    def length(self) -> int:
        return len(self._points)

    def point(self, row: int) -> Point | None:
        return self._points[row] if 0 <= row < len(self._points) else None

    def row_of(self, point: Point) -> int:
        """Where the point stands; -1 where it does not."""
        return self._rows.get(key_of(point), -1)

    def clear(self) -> None:
        self.beginResetModel()
        self._points, self._rows = [], {}
        self.endResetModel()

    def add(self, point: Point) -> None:
        """A new point, or one that is known better now."""
        row = self.row_of(point)
        if row >= 0:
            self._points[row] = point
            self.announce(row, row)
            return
        row = len(self._points)
        self.beginInsertRows(NOWHERE, row, row)
        self._points.append(point)
        self._rows[key_of(point)] = row
        self.endInsertRows()

    def heading(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        words = _headers()[column]
        return words[0] if role == Qt.ItemDataRole.DisplayRole else plain_tip(words[1]) if role == _TIP else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        point = self.point(index.row()) if index.isValid() else None
        if point is None:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _display(point, column)
        if role == Qt.ItemDataRole.UserRole:
            return getattr(point, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_headers()[column][0]} {_display(point, column)}"
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None


_TIP = Qt.ItemDataRole.ToolTipRole


def key_of(point: Point) -> Key:
    """Which point it is, whatever it says."""
    return point.backend, point.descriptors, point.ready > 0


def _display(point: Point, column: str) -> str:
    if column == "backend":
        return title(point.backend)
    if column in ("seconds", "low", "high"):
        return cost(getattr(point, column))
    if column == "ready":
        return tr("all") if point.ready == point.descriptors else f"{point.ready:,}" if point.ready else tr("none")
    return f"{getattr(point, column):,}"


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _headers() -> dict[str, tuple[str, str]]:
    return {
        "backend": (tr("selector class"), tr("The plain class of the module selectors")),
        "descriptors": (tr("registered"), tr("How many descriptors are registered, for READ")),
        "ready": (tr("ready"), tr("How many of them are ready, and are returned")),
        "seconds": (tr("one call"), tr("Time of one select(0): the median of the rounds")),
        "low": (tr("from"), tr("A quarter of the rounds took less")),
        "high": (tr("to"), tr("A quarter of the rounds took more")),
        "calls": (tr("calls"), tr("How many calls were made")),
    }
