"""The newest rows of a list that only grows: the oldest make room for them, and all are counted."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel

from .table_model import NOWHERE

RowT = TypeVar("RowT")


class NewestRows(Generic[RowT]):
    """What a flat ``model`` shows: ``rows``, ``most`` of them, the newest last. ``count`` is how many there were."""

    def __init__(self, model: QAbstractItemModel, most: int):
        self._model, self._most = model, most
        self.rows: list[RowT] = []
        self.count = 0

    @property
    def removed(self) -> int:
        """How many are gone."""
        return self.count - len(self.rows)

    def clear(self) -> None:
        """A session begins anew."""
        self._model.beginResetModel()
        self.rows, self.count = [], 0
        self._model.endResetModel()

    def add(self, found: Sequence[RowT]) -> None:
        """Take in what a batch brought, one or more: announced once, however much it is."""
        self.count += len(found)
        new = list(found[-self._most :])
        over = len(self.rows) + len(new) - self._most
        if over > 0:
            self._model.beginRemoveRows(NOWHERE, 0, over - 1)
            del self.rows[:over]
            self._model.endRemoveRows()
        first = len(self.rows)
        self._model.beginInsertRows(NOWHERE, first, first + len(new) - 1)
        self.rows += new
        self._model.endInsertRows()
