"""Of a list that only grows the newest rows stand in its model, which says so to Qt, and all are counted."""

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.kit.newest_rows import NewestRows
from ui.kit.table_model import NOWHERE, Index


class Letters(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.newest = NewestRows[str](self, 3)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.newest.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return self.newest.rows[index.row()] if role == Qt.ItemDataRole.DisplayRole else None


def test_the_oldest_make_room_and_are_counted(qapp: object) -> None:
    letters = Letters()
    tester = QAbstractItemModelTester(letters, QAbstractItemModelTester.FailureReportingMode.Fatal)
    newest = letters.newest
    for batch, kept, removed in (("ab", "ab", 0), ("cd", "bcd", 1), ("efghi", "ghi", 6)):
        newest.add(batch)
        assert ("".join(newest.rows), newest.removed, newest.count) == (kept, removed, removed + len(kept))
    newest.clear()
    assert (newest.rows, newest.removed, newest.count) == ([], 0, 0)
    tester.deleteLater()
