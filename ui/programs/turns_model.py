"""The long turns of a watched program as a table: how long, who, who waited, what the thread did."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSortFilterProxyModel, Qt

from selcore.history.store import Row
from selcore.values.watched import Turn
from selcore.wording.durations import duration
from selcore.wording.program_words import DOES
from selcore.wording.unseen import coded

from ..kit.labels import cut, plain_tip
from ..kit.newest_rows import NewestRows
from ..kit.table_model import Index, TableModel

COLUMNS = ("length", "longest", "waited", "doing", "handles", "at")
KEPT = 5000
"""Turns that are listed; of more the oldest go, and stay in the history as long as any note."""
LONGEST = 200
"""Characters of a name, or a place."""
NUMBERS = ("at", "length", "handles", "waited")
SORTED_BY = Qt.ItemDataRole.UserRole


def tr(source: str) -> str:
    return QCoreApplication.translate("Turns", source)


class TurnsModel(TableModel):
    """A row a turn, the newest last. ``count`` is how many there were, ``longest`` the longest of them (s)."""

    columns = COLUMNS

    def __init__(self, source_of: Callable[[Turn], str] = lambda turn: "", parent: QObject | None = None):
        super().__init__(parent)
        self._source_of = source_of
        self._newest = NewestRows[Row](self, KEPT)
        self.longest, self._began = 0.0, 0

    @property
    def count(self) -> int:
        return self._newest.count

    @property
    def removed(self) -> int:
        return self._newest.removed

    def clear(self) -> None:
        """A session begins anew."""
        self.longest, self._began = 0.0, 0
        self._newest.clear()

    def add(self, found: Sequence[Row]) -> None:
        """Take in the turns that a batch brought; the oldest make room for them."""
        self._began = self._began or self._turn_of(found[0]).start
        self.longest = max(self.longest, *(self._turn_of(row).seconds for row in found))
        self._newest.add(found)

    def length(self) -> int:
        return len(self._newest.rows)

    def serial(self, row: int) -> int:
        """The serial of the note in the history."""
        return self._newest.rows[row].serial

    def row_of(self, serial: int) -> int:
        """Where the turn of that note stands; -1 where it does not."""
        return next((place for place, row in enumerate(self._newest.rows) if row.serial == serial), -1)

    def words(self, row: int) -> str:
        """All that can be looked for in it: also who waited."""
        turn = self._turn_of(self._newest.rows[row])
        cells = [self._display(turn, column) for column in COLUMNS]
        return " ".join([*cells, *(one.name for one in turn.waited)]).casefold()

    def heading(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return _headings()[column][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return plain_tip(_headings()[column][1]) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._newest.rows):
            return None
        column, turn = COLUMNS[index.column()], self._turn_of(self._newest.rows[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(turn, column)
        if role == SORTED_BY:
            return _sorted_by(turn, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole and column == "longest":
            return plain_tip("\n".join(filter(None, [_place(turn), coded(self._source_of(turn))])))
        return None

    def _display(self, turn: Turn, column: str) -> str:
        most = max((one.seconds for one in turn.waited), default=None)
        shown = {
            "at": f"{(turn.start - self._began) / 1e9:,.3f}",
            "length": duration(turn.seconds),
            "handles": f"{turn.handles:,}",
            "longest": _who(turn),
            "waited": "–" if most is None else f"{turn.waiting:,} · ≤ {duration(most)}",
            "doing": DOES.get(turn.doing.what, ""),
        }
        return shown[column]

    def _turn_of(self, row: Row) -> Turn:
        assert isinstance(row.about, Turn)
        return row.about


class TurnsInSight(QSortFilterProxyModel):
    """Those in which all the words stand that were typed, sorted by what stands in a column."""

    def __init__(self, model: TurnsModel, parent: QObject | None = None):
        super().__init__(parent)
        self._model = model
        self._wanted: list[str] = []
        self.setSortRole(SORTED_BY)
        self.setSourceModel(model)

    def look_for(self, words: str) -> None:
        """Show only those in which each of these stands; nothing: all of them."""
        self._wanted = words.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not self._wanted:
            return True
        words = self._model.words(row)
        return all(one in words for one in self._wanted)


def _headings() -> dict[str, tuple[str, str]]:
    return {
        "at": (tr("since"), tr("When it began, in seconds since the first turn that is told of")),
        "length": (tr("length"), tr("How long nothing else of this loop ran: from one select() to the next")),
        "handles": (tr("handles"), tr("How many of asyncio's callbacks ran in it; 0 without asyncio")),
        "longest": (tr("longest in it"), tr("The function that ran longest, and the line of its def")),
        "waited": (
            tr("waited"),
            tr("How many descriptors waited for their turn, and how long at most: no kernel tells since when"),
        ),
        "doing": (tr("the thread was"), tr("What the thread did most of that time")),
    }


def _alignment(column: str) -> Any:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _sorted_by(turn: Turn, column: str) -> Any:
    numbers = {
        "at": turn.start,
        "length": turn.end - turn.start,
        "handles": turn.handles,
        "waited": turn.waiting,
    }
    return numbers[column] if column in numbers else _who(turn) if column == "longest" else turn.doing.what


def _who(turn: Turn) -> str:
    return coded(cut(str(turn.longest.function), LONGEST)) if turn.longest is not None else tr("not known")


def _place(turn: Turn) -> str:
    if turn.longest is None:
        return tr("Several were ready, or nothing was: which function it was is not known")
    return f"{turn.longest.function.file}:{turn.longest.function.line}" if turn.longest.function.file else ""
