"""The rows of the kernel's side as a table: a mark, the number, whose it is, its key, what the kernel watches for."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.explain.kernel_words import own_text, row_text
from selcore.values.flags import bare
from selcore.values.masks import mask_letters
from selcore.values.observed import KernelView, Watched
from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.labels import plain_tip
from ..kit.saying import say
from ..kit.table_model import Index, TableModel

COLUMNS = ("how", "fd", "object", "key", "kernel", "file")
MARKS = {
    "same": "",
    "differs": "≠",
    "closed": "✕",
    "unwatched": "✕",
    "reused": "⇄",
    "keyless": "◆",
    "stale": "◆",
    "own": "○",
}
"""A shape for each difference, so that colour is not alone in telling it."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Kernel", source)


class KernelModel(TableModel):
    """A view's rows, and below them the playground's own, apart."""

    columns = COLUMNS

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.view: KernelView | None = None

    def show(self, view: KernelView | None) -> None:
        """Show another look."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def length(self) -> int:
        return 0 if self.view is None else len(self.view.rows) + len(self.view.own)

    def heading(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tips()[column])
        return _headers()[column] if role == Qt.ItemDataRole.DisplayRole else None

    def row(self, place: int) -> Watched | None:
        """The row, None for one of the playground's own."""
        return self.view.rows[place] if self.view is not None and 0 <= place < len(self.view.rows) else None

    def how(self, place: int) -> str:
        row = self.row(place)
        return "own" if row is None else row.how

    def words(self, place: int) -> str:
        """The whole sentence about a row."""
        if self.view is None or not 0 <= place < self.rowCount():
            return ""
        row = self.row(place)
        return say(own_text(self.view) if row is None else row_text(self.view, row))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.view is None:
            return None
        place, column = index.row(), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(place, column)
        if role == Qt.ItemDataRole.UserRole:
            return self._raw(place, column)
        if role == Qt.ItemDataRole.ForegroundRole and self.how(place) != "same":
            return theme.colour("quiet" if self.how(place) == "own" else "disagree")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.words(place))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.words(place)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in ("how", "fd"):
            side = Qt.AlignmentFlag.AlignHCenter if column == "how" else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _shown(self, place: int, column: str) -> str:
        row = self.row(place)
        if column == "how":
            return MARKS[self.how(place)]
        if row is None:
            return tr("the playground's wakeup") if column == "object" else self._own(place, column)
        if column == "fd":
            return str(row.fd)
        if column == "object":
            return coded(row.name or "?")
        if column == "key":
            return "–" if row.key is None else _mask(row.key)
        if column == "kernel":
            return "–" if row.asked is None else _flags(row.asked)
        return row.file or tr("closed")

    def _own(self, place: int, column: str) -> str:
        assert self.view is not None
        values = {"fd": str(self.view.own[place - len(self.view.rows)]), "object": tr("wakeup")}
        return values.get(column, "")

    def _raw(self, place: int, column: str) -> Any:
        row = self.row(place)
        if row is None:
            return "own" if column == "how" else self._own(place, column)
        values = {"how": row.how, "fd": row.fd, "object": row.name, "key": row.key, "kernel": row.asked}
        return values.get(column, row.file)


def _mask(mask: Any) -> str:
    return mask_letters(mask, " ", none=str(mask)) if isinstance(mask, int) else str(mask)


def _flags(names: tuple[str, ...]) -> str:
    """Without their prefix, and without those that the kernel adds to each."""
    short = [*map(bare, names)]
    return " ".join(name for name in short if name not in ("ERR", "HUP")) or " ".join(short) or "0"


def _headers() -> dict[str, str]:
    return {
        "how": "",
        "fd": tr("fd"),
        "object": tr("object"),
        "key": tr("key"),
        "kernel": tr("kernel"),
        "file": tr("file now"),
    }


def _tips() -> dict[str, str]:
    return {
        "how": tr("Where the kernel and the map disagree"),
        "fd": tr("The number under which it was registered"),
        "object": tr("Whose number it was then"),
        "key": tr("The mask of its key in get_map()"),
        "kernel": tr("What the kernel watches for, or is asked for at each call; ERR and HUP come always"),
        "file": tr("What the number is now"),
    }
