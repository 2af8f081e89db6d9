"""A comparison as a table: one row per step, one column per selector class. Only changed rows are announced."""

from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, QObject, Qt

from selcore.compare import ComparedStep, ComparisonReport, Played, Progress
from selcore.compare.answer_words import in_cell, reasons, whole, with_reasons
from selcore.compare.words import state_of

from ..kit import theme
from ..kit.labels import aloud, plain_tip
from ..kit.saying import say
from ..kit.table_model import NOWHERE, Index, TableModel, carried

FIXED = ("differs", "step", "do")
DO = FIXED.index("do")
Odd = Qt.ItemDataRole.UserRole + 1
"""Whether this answer is not that of most."""
Step = Qt.ItemDataRole.UserRole + 2
"""The verb of the step."""
Reasons = Qt.ItemDataRole.UserRole + 3
"""Why this answer is not what another class returned; empty where nothing is to be said."""
Look = Qt.ItemDataRole.UserRole + 4
"""How an answer is painted: ``error``, ``nothing`` (none was ready), or empty."""


def tr(source: str) -> str:
    return QCoreApplication.translate("CompareModel", source)


class CompareModel(TableModel):
    """Shows a Report. A row that differs never ceases to, so that ``only_differences`` only ever adds rows."""

    columns: ClassVar[tuple[str, ...]] = FIXED

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.report = ComparisonReport("", (), ())
        self._present: tuple[Progress, ...] = ()
        self._only = False
        self._shown: list[int] = []

    def begin(self, report: ComparisonReport) -> None:
        """Another comparison."""
        self.beginResetModel()
        self.report, self._present = report, report.present
        self.columns = (*FIXED, *(one.backend for one in self._present))  # type: ignore[misc]  # each comparison has its own
        self._shown = self._wanted()
        self.endResetModel()

    def update(self, report: ComparisonReport) -> None:
        """The same comparison, further on."""
        before, self.report, self._present = self.report, report, report.present
        if self._only:
            self._insert_new()
        changed = [place for place, step in enumerate(self._shown) if report.rows[step] is not before.rows[step]]
        if changed:
            self.announce(changed[0], changed[-1])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def _insert_new(self) -> None:
        for place, step in enumerate(self._wanted()):
            if place == len(self._shown) or self._shown[place] != step:
                self.beginInsertRows(NOWHERE, place, place)
                self._shown.insert(place, step)
                self.endInsertRows()

    def show_only_differences(self, only: bool) -> None:
        self.beginResetModel()
        self._only = only
        self._shown = self._wanted()
        self.endResetModel()

    def _wanted(self) -> list[int]:
        return [row.step for row in self.report.rows if row.differs or not self._only]

    # What the view and its owner ask.

    def has_reasons(self, place: int) -> bool:
        """Whether a class says in that row why it did not return what another did."""
        row = self.step(place)
        return row is not None and row.differs and any(reasons(row, one) is not None for one in row.outcomes)

    def step(self, place: int) -> ComparedStep | None:
        """The step in that row."""
        return self.report.rows[self._shown[place]] if 0 <= place < len(self._shown) else None

    def place(self, step: int) -> int:
        """The row of that step; -1 where it is not shown."""
        return self._shown.index(step) if step in self._shown else -1

    def backend(self, column: int) -> Progress | None:
        """The backend of that column; None for the first ones."""
        return self._present[column - len(FIXED)] if column >= len(FIXED) else None

    def played(self, index: Index) -> Played | None:
        """The answer in that cell."""
        row, backend = self.step(index.row()), self.backend(index.column())
        return row.outcomes.get(backend.backend) if row is not None and backend is not None else None

    def length(self) -> int:
        return len(self._shown)

    def heading(self, column: str, role: int) -> Any:
        progress = next((one for one in self._present if one.backend == column), None)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            sides = {"differs": Qt.AlignmentFlag.AlignHCenter, "step": Qt.AlignmentFlag.AlignRight}
            return sides.get(column, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        if progress is None:
            words = {"differs": "≠", "step": tr("step"), "do": tr("as Python")}
            tips = {"differs": tr("Where the answers differ"), "step": tr("Its number"), "do": tr("What was done")}
            return words[column] if role == Qt.ItemDataRole.DisplayRole else self._tip(role, tips[column])
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{progress.title}\n{say(state_of(progress))}"
        return self._tip(role, "\n".join(filter(None, [progress.title, say(state_of(progress)), progress.said])))

    def _tip(self, role: int, words: str) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words)
        return aloud(words) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.step(index.row()), self.columns[index.column()]
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(row, column)
        if role == Qt.ItemDataRole.UserRole:
            return carried(self._raw(row, column))
        if role == Look:
            return self._look(row, column)
        if role == Odd:
            return column in row.odd
        if role == Step:
            return row.do
        if role == Reasons:
            return say(reasons(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return aloud(self._spoken(row, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            played = row.outcomes.get(column)
            said = [self._display(row, column)] if played is None else map(say, whole(played))
            return plain_tip("\n".join(said).strip() or None)
        if role == Qt.ItemDataRole.FontRole and column == "do":
            return theme.code_font()
        return None

    def _display(self, row: ComparedStep, column: str) -> str:
        if column == "differs":
            return "≠" if row.differs else ""
        if column == "step":
            return str(row.step + 1)
        if column == "do":
            return row.python
        played = row.outcomes.get(column)
        return say(in_cell(played)) if played is not None else self._nothing_yet(column)

    def _nothing_yet(self, column: str) -> str:
        state = next(one.state for one in self._present if one.backend == column)
        return "" if state in ("waiting", "playing") else "–"

    def _raw(self, row: ComparedStep, column: str) -> Any:
        if column in FIXED:
            return {"differs": row.differs, "step": row.step, "do": row.python}[column]
        played = row.outcomes.get(column)
        return played.line if played is not None else None

    def _look(self, row: ComparedStep, column: str) -> str:
        played = row.outcomes.get(column)
        if played is None:
            return ""
        return "error" if not played.line["ok"] else "" if played.line.get("ready") else "nothing"

    def _spoken(self, row: ComparedStep, column: str) -> str:
        if column == "differs":
            return tr("differs") if row.differs else tr("the same")
        if column in FIXED or column not in row.outcomes:
            return self._display(row, column)
        shown = say(with_reasons(row, column))
        return f"{column}: {shown}" + (f", {tr('differs')}" if column in row.odd else "")
