"""What one file object sent and received, a piece a row, newest last. A gap between offsets is data that was not kept.

Its columns are for automated tests and screen readers; the view draws a whole piece (``PIECE``).
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.history.store import Store
from selcore.values.traffic import DataLog, Moved

from ..kit.labels import plain_tip
from ..kit.saying import counted
from ..kit.table_model import NOWHERE, Index, TableModel

COLUMNS = ("way", "offset", "size", "data")
PIECE, MARKED = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
"""The piece itself, and whether it belongs to what is chosen elsewhere."""


def tr(source: str) -> str:
    return QCoreApplication.translate("DataModel", source)


class DataModel(TableModel):
    """The pieces of one object, the newest last."""

    columns = COLUMNS

    def __init__(self, store: Store, parent: QObject | None = None):
        super().__init__(parent)
        self._store = store
        self._log: DataLog | None = None
        self._removed = 0
        self._pieces: list[Moved] = []
        self._marked: frozenset[int] = frozenset()

    @property
    def pieces(self) -> list[Moved]:
        """They, in their order."""
        return self._pieces

    def mark(self, places: Sequence[int]) -> None:
        """These belong to what is chosen elsewhere, and no others."""
        marked = frozenset(id(self._pieces[place]) for place in places)
        if marked != self._marked:
            self._marked = marked
            if self._pieces:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._pieces) - 1, 0), [MARKED])

    def moved_between(self, start: int, end: int | None) -> list[int]:
        """The places of the pieces that moved from that moment on, and before the other, if there is one."""
        first = bisect_left(self._pieces, start, key=_moment)
        last = len(self._pieces) if end is None else bisect_left(self._pieces, end, key=_moment)
        return [*range(first, last)]

    def show(self, name: str | None) -> None:
        """The pieces of the object of that name. Those that are shown already stay the rows that they are."""
        log = self._store.data.get(name) if name else None
        gone = log.removed - self._removed if log is not None else 0
        if log is None or log is not self._log or gone >= len(self._pieces):
            self.beginResetModel()
            self._pieces, self._marked = list(log.pieces) if log is not None else [], frozenset()
            self.endResetModel()
        else:
            self._remove(gone)
            self._append(log)
        self._log, self._removed = log, log.removed if log is not None else 0

    def _remove(self, count: int) -> None:
        """The oldest are not kept any more."""
        if count:
            self.beginRemoveRows(NOWHERE, 0, count - 1)
            # Another piece may have the id of one that is gone.
            self._marked -= {id(piece) for piece in self._pieces[:count]}
            del self._pieces[:count]
            self.endRemoveRows()

    def _append(self, log: DataLog) -> None:
        kept = len(self._pieces)
        if len(log.pieces) > kept:
            self.beginInsertRows(NOWHERE, kept, len(log.pieces) - 1)
            self._pieces.extend(islice(log.pieces, kept, None))
            self.endInsertRows()

    def piece(self, row: int) -> Moved | None:
        return self._pieces[row] if 0 <= row < len(self._pieces) else None

    def length(self) -> int:
        return len(self._pieces)

    def heading(self, column: str, role: int) -> Any:
        words = {"way": tr("way"), "offset": tr("offset"), "size": tr("size"), "data": tr("data")}
        return words[column] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        piece, column = self.piece(index.row()), COLUMNS[index.column()]
        if piece is None:
            return None
        if role in (PIECE, MARKED):
            return piece if role == PIECE else id(piece) in self._marked
        if role == Qt.ItemDataRole.UserRole:
            return {"way": "sent" if piece.sent else "received"}.get(column) or getattr(piece, column, None)
        if role == Qt.ItemDataRole.ToolTipRole and column == "way":
            return plain_tip(_way(piece))
        if role == Qt.ItemDataRole.ToolTipRole and column == "data" and piece.cut:
            return plain_tip(lost_of(piece))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_way(piece)}, {_display(piece, 'data')}"
        return _display(piece, column) if role == Qt.ItemDataRole.DisplayRole else None


def _moment(piece: Moved) -> int:
    return piece.at


def _way(piece: Moved) -> str:
    if piece.sent:
        return tr("sent")
    return tr("received from {address}").format(address=sender_of(piece)) if piece.sender else tr("received")


def sender_of(piece: Moved) -> str:
    """The address of whoever sent the datagram, as people write it; empty where it is not known."""
    from selcore.kinds.file_object import format_address  # which is there as soon as something was received

    return format_address(piece.sender) if piece.sender else ""


def lost_of(piece: Moved) -> str:
    """What was lost of a packet that did not fit; empty where nothing was."""
    if not piece.cut:
        return ""
    return counted(tr("{n} {n:byte|bytes} lost"), n=f"{piece.cut:,}") if piece.cut > 0 else tr("the rest is lost")


def _display(piece: Moved, column: str) -> str:
    if column == "way":
        return "→" if piece.sent else "←"
    if column == "data":
        if not piece.size:
            return lost_of(piece) or tr("b'' (end of file, or an empty datagram)")
        lost = f"  · {lost_of(piece)}" if piece.cut else ""
        return repr(piece.data[:200])[1:] + (" …" if piece.size > 200 else "") + lost
    return f"{getattr(piece, column):,}"
