"""The newest refusals of the session as a list: what a batch refused is announced once, however much it is."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QObject, Qt

from selcore.history.store import Row
from selcore.wording.unseen import coded

from ..kit import theme
from ..kit.labels import cut, plain_tip
from ..kit.newest_rows import NewestRows
from ..kit.saying import say
from ..kit.table_model import NOWHERE, Index

KEPT = 1000
"""Refusals that are listed; of more the oldest go."""
LONGEST = 1000
"""Characters shown of the Python line, of the exception's words and of the hint: the view lays out every row it has."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Refusals", source)


class RefusalsModel(QAbstractListModel):
    """A row a refusal, the newest last. ``count`` is how many there were in all, ``removed`` how many are gone."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._newest = NewestRows[Row](self, KEPT)
        self.add, self.clear = self._newest.add, self._newest.clear

    @property
    def count(self) -> int:
        return self._newest.count

    @property
    def removed(self) -> int:
        return self._newest.removed

    def serial(self, place: int) -> int:
        """The serial of the history's row that stands there."""
        return self._newest.rows[place].serial

    def words(self, place: int) -> str:
        """The line that was refused, the exception in its own words, and what it means."""
        row = self._newest.rows[place]
        said = (row.line, str(row.error), say(row.error.hint) if row.error else "")
        return "\n".join(coded(cut(one, LONGEST)) for one in said if one)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._newest.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._newest.rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return self.serial(index.row())
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("error")
        return plain_tip(tr("Show it in the history")) if role == Qt.ItemDataRole.ToolTipRole else None
