"""The columns of the file objects: what is asked and what was returned is shown, and the name has what they leave."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from ..columns.chosen import ChosenColumns, widths
from ..kit.painting import MARK
from ..kit.table_view import heading_width
from .model import COLUMNS

SAMPLES = {
    "name": "server.12",
    "kind": "Unix datagram pair",
    "fd": "8,888",
    "read": "R",
    "write": "W",
    "last": "RW · 888,888",
    "callback": "echo-upper",
    "address": "127.0.0.1:8080 -> 127.0.0.1:54321",
    "state": "closed, still registered",
}
"""The widest words that usually stand in each."""
SHORT = "R · call 8"
"""What was last returned is shown for as long as this can be read."""
ORDER = ("name", "read", "write", "last", "callback", "state", "fd", "address", "kind")
"""What is asked and what was returned stand first: they are what one compares."""
FIRST = ORDER[:5]
"""Those that are shown at first; the others stand beneath the list, of the current object."""
NAME = COLUMNS.index("name")
LEAST = 26
"""Pixels of a column with a tick."""
AROUND = 6
"""Pixels around the words of a cell."""


class ObjectColumns(ChosenColumns):
    """Belongs to a view that has its model and its font."""

    gives_way = ("callback", "last")

    def __init__(self, view: QTableView):
        view.horizontalHeader().setMinimumSectionSize(LEAST)
        super().__init__(view, ORDER, FIRST, "name")
        view.viewport().installEventFilter(self)
        self._head.sectionResized.connect(self._other_resized)
        self.fill_up()

    def wanted(self) -> dict[str, int]:
        return widths(self._view, SAMPLES, AROUND)

    def reset(self) -> None:
        super().reset()
        self.fill_up()

    def fit(self) -> None:
        """Before and after: what there is room for comes back, with room for what stands in it."""
        self.fill_up()
        super().fit()
        self.fill_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fill_up()
        return False

    def _other_resized(self, column: int, before: int, after: int) -> None:
        """Of the name itself somebody may want more than there is."""
        if column != NAME:
            self.fill_up()

    def fill_up(self) -> None:
        """The name has the room that the others leave, and enough for a short one with a warning's mark."""
        wanted = self.wanted()
        least = wanted | widths(self._view, {"last": SHORT}, AROUND)
        self.make_way(lambda name, column: self._need(name, column, least[name]), self._view.viewport().width())
        others = sum(self._view.columnWidth(column) for column in range(len(COLUMNS)) if column != NAME)
        self._view.setColumnWidth(NAME, max(self._view.viewport().width() - others, wanted["name"] + MARK.width()))

    def _need(self, name: str, column: int, wanted: int) -> int:
        """What it cannot do without: of what was last returned it is not the whole heading, and the mark of a warning
        has room beside a name before a callback has any.
        """
        if name in ("name", "last"):
            return wanted
        if name in ("read", "write"):
            return self._view.columnWidth(column)  # they never go
        return max(wanted, heading_width(self._view, column)) + (MARK.width() if name == "callback" else 0)

    def make_room(self, name: str, words: str) -> None:
        """A number that is cut is another number: the column grows with it."""
        column, wanted = COLUMNS.index(name), self._view.fontMetrics().horizontalAdvance(words) + AROUND
        if not self._view.isColumnHidden(column) and wanted > self._view.columnWidth(column):
            self._view.setColumnWidth(column, wanted)
