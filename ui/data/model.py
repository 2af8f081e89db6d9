"""What one file object sent and received, as a table, newest last. A gap between offsets is data that was not kept."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.history.store import Store
from selcore.values.traffic import Moved

from ..kit import theme
from ..kit.labels import plain_tip
from ..kit.saying import counted
from ..kit.table_model import NOWHERE, Index, TableModel

COLUMNS = ("way", "offset", "size", "data")


def tr(source: str) -> str:
    return QCoreApplication.translate("DataModel", source)


class DataModel(TableModel):
    """The pieces of one object, the newest last."""

    columns = COLUMNS

    def __init__(self, store: Store, parent: QObject | None = None):
        super().__init__(parent)
        self._store = store
        self._pieces: list[Moved] = []

    def show(self, name: str | None) -> None:
        """The pieces of the object of that name."""
        log = self._store.data.get(name) if name else None
        pieces = list(log.pieces) if log is not None else []
        kept = len(self._pieces)
        if kept and pieces[:kept] == self._pieces:
            if len(pieces) > kept:
                self.beginInsertRows(NOWHERE, kept, len(pieces) - 1)
                self._pieces = pieces
                self.endInsertRows()
            return
        self.beginResetModel()
        self._pieces = pieces
        self.endResetModel()

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
        if role == Qt.ItemDataRole.UserRole:
            return {"way": "sent" if piece.sent else "received"}.get(column) or getattr(piece, column, None)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and column == "way":
            return plain_tip(_way(piece))
        if role == Qt.ItemDataRole.ToolTipRole and column == "data" and piece.cut:
            return plain_tip(lost_of(piece))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _display(piece, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == "way":
            return theme.colour("write" if piece.sent else "read")
        if role == Qt.ItemDataRole.TextAlignmentRole and column in ("offset", "size"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return theme.code_font() if role == Qt.ItemDataRole.FontRole and column == "data" else None


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
