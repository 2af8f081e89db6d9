"""The long turns of a watched program: a table to look through, to sort and to filter. A turn leads to its place."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selcore.history.store import Change
from selcore.values.watched import Turn
from selcore.wording.durations import duration

from ..columns.chosen import set_widths, widths
from ..kit.labels import label, set_tip
from ..kit.saying import counted
from ..kit.table_view import fit_headers, heading_width, make_table
from ..session.panel import Panel, SessionBegun
from ..session.selection import Selection
from .turns_model import COLUMNS, TurnsInSight, TurnsModel

SAMPLES = {
    "at": "888.888",
    "length": "888 ms",
    "handles": "88",
    "longest": "handle_client chat_server.py:888",
    "waited": "88 · ≤ 888 ms",
    "doing": "computing",
}
"""The widest words that usually stand in each."""
FUNCTION, LEAST = COLUMNS.index("longest"), "handle_client serv"
"""In a narrow window the function gives up what it has beyond that, before columns leave the view."""


def tr(source: str) -> str:
    return QCoreApplication.translate("Turns", source)


class TurnsPanel(QWidget, Panel):
    """``source_of`` gives the line of source beside a turn. ``chosen(serial)``: the row of the history that tells a
    turn; ``counted(n)`` when there are more."""

    chosen = Signal(object)
    counted = Signal(object)

    def __init__(self, source_of: Callable[[Turn], str], parent: QWidget | None = None):
        super().__init__(parent)
        self.model = TurnsModel(source_of, self)
        self.in_sight = TurnsInSight(self.model, self)
        self.table = make_table("turns", tr("long turns of the program"), self.in_sight)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(COLUMNS.index("at"), Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        set_widths(self.table, widths(self.table, SAMPLES))
        self._words = label("turns.words")
        self.filter = QLineEdit(clearButtonEnabled=True)
        self._follows = self._showing = True
        self._shared = self.table.columnWidth(FUNCTION)
        self._lay_out()
        self._connect()
        self._say()

    def _lay_out(self) -> None:
        self.filter.setObjectName("turns.filter")
        self.filter.setAccessibleName(tr("filter of the turns"))
        self.filter.setPlaceholderText(tr("function, file, who waited …"))
        self.filter.setMaxLength(200)
        self.filter.setMinimumWidth(60)
        set_tip(self.filter, tr("Only turns in which each of these words stands"))
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.addWidget(self._words, 2)
        top.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._look_for)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        self.table.selectionModel().currentRowChanged.connect(self._gone_to)
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self._note_end(value == bar.maximum()))
        bar.rangeChanged.connect(lambda _, end: bar.setValue(end) if self._follows else None)

    def _note_end(self, at_end: bool) -> None:
        """The newest is followed until somebody scrolls up."""
        self._follows = at_end

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.serial(self.in_sight.mapToSource(index).row()))

    def _gone_to(self, index: QModelIndex) -> None:
        """By a key: what is current because something else was chosen elsewhere is no choice."""
        if index.isValid() and self.table.hasFocus() and not self._showing:
            self._choose(index)

    def _look_for(self, words: str) -> None:
        self.in_sight.look_for(words)
        self._say()

    def fold(self, change: Change) -> None:
        """Take in the turns among what a batch noted."""
        found = [row for row in change.noted if isinstance(row.about, Turn)]
        if found:
            self.model.add(found)
            self._say()

    def begin(self, begun: SessionBegun) -> None:
        if not begun.keeps_history:
            self.model.clear()
            self._say()

    def show_selection(self, selection: Selection) -> None:
        """The turn whose note is chosen, if one is."""
        self._showing = True
        row = self.model.row_of(selection.serial) if selection.serial >= 0 else -1
        if row >= 0:
            index = self.in_sight.mapFromSource(self.model.index(row, 0))
            self.table.selectRow(index.row())
        else:
            self.table.clearSelection()
        self._showing = False

    def focus_chain(self) -> list[QWidget]:
        return [self.filter, self.table]

    def fit(self) -> None:
        fit_headers(self.table)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """One that was made another width by hand stays so."""
        table = self.table
        if table.columnWidth(FUNCTION) not in (self._shared, widths(table, SAMPLES)["longest"]):
            return
        wanted, last = widths(table, SAMPLES), len(COLUMNS) - 1  # which has what the others leave
        others = sum(table.columnWidth(one) for one in range(last) if one != FUNCTION)
        others += max(wanted[COLUMNS[last]], heading_width(table, last))
        least = widths(table, {"longest": LEAST})["longest"]
        self._shared = max(least, min(wanted["longest"], table.viewport().width() - others))
        table.setColumnWidth(FUNCTION, self._shared)

    def _say(self) -> None:
        self._words.setText(self._summary())
        self.counted.emit(self.model.count)

    def _summary(self) -> str:
        model = self.model
        if not model.count:
            return tr("No turn of 50 ms and more.")
        words = counted(tr("{n} {n:turn|turns} of 50 ms and more"), n=f"{model.count:,}")
        parts = [words, tr("the longest {time}").format(time=duration(model.longest))]
        if model.removed:
            parts.append(tr("the oldest {n} removed").format(n=f"{model.removed:,}"))
        if self.filter.text().strip():
            parts.append(tr("{n} in sight").format(n=f"{self.in_sight.rowCount():,}"))
        return " · ".join(parts)
