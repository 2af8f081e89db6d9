"""The lines of a script as a list: a row a line. Words are made for those that are painted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, Qt

from selcore.wording.unseen import coded

from ..kit.labels import cut
from ..kit.table_model import TableModel
from .following import ShownCode
from .tokens import TokenSpan, spans, spans_by_line

if TYPE_CHECKING:
    from selcore.script.lines import CodeLine

COLUMNS = ("line",)
LONGEST = 1000
"""Characters of a line that are shown; copied and saved is all of it."""


class CodeModel(TableModel):
    """What ``CodeFollower`` has made."""

    columns: ClassVar[tuple[str, ...]] = COLUMNS

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._lines: tuple[CodeLine, ...] = ()
        self._steps: tuple[int, ...] = ()
        self._head = ""
        self._rows: dict[int, tuple[int, int]] = {}
        self.widest = 0

    def show(self, shown: ShownCode) -> None:
        """Another script: the lines that are the same stay."""
        first, removed, added = shown.first, shown.removed, shown.added
        if removed:
            self.beginRemoveRows(self.index(-1, -1), first, first + removed - 1)
            self._lines = (*self._lines[:first], *self._lines[first + removed :])
            self.endRemoveRows()
        if added:
            self.beginInsertRows(self.index(-1, -1), first, first + added - 1)
        self._take(shown)
        if added:
            self.endInsertRows()

    def _take(self, shown: ShownCode) -> None:
        self._lines, self._steps, self.widest = shown.lines, shown.steps, min(shown.widest, LONGEST)
        self._head = "\n".join(line.text for line in shown.script.head)
        self._heads = len(shown.script.head)
        self._rows = shown.rows

    def length(self) -> int:
        return len(self._lines)

    def heading(self, column: str, role: int) -> Any:
        return None

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row())
        return self._lines[index.row()].text if role == Qt.ItemDataRole.UserRole else None

    # What a line is.

    def words(self, row: int) -> str:
        """As it is shown: what cannot be seen is shown by its code."""
        return coded(cut(self._lines[row].text, LONGEST))

    def spans(self, row: int) -> tuple[TokenSpan, ...]:
        """Its colours."""
        return spans_by_line(self._head).get(row, ()) if row < self._heads else spans(self.words(row))

    def step(self, row: int) -> int | None:
        """The step of the history that the line does; None where it belongs to none."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return None if line is None or line.step is None else self._steps[line.step]

    def rows(self, step: int) -> tuple[int, int] | None:
        """The first and the last line of that step; of a run that was cut in pieces, with what stands between them."""
        return self._rows.get(step)

    def text(self, rows: Iterable[int]) -> str:
        """These lines, as they would stand in a file."""
        return "".join(f"{self._lines[row].text}\n" for row in sorted(rows))
