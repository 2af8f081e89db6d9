"""The columns of the history: as wide as their samples, and growth so that no number in them is cut."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from ..columns.chosen import ChosenColumns, widths
from ..kit import theme
from ..kit.table_view import fit_headers
from .cells import CELLS, COLUMNS
from .view import HistoryView

FIRST = ("call", "command", "object", "returned", "raw", "did", "waited")
"""Those that are shown at first."""
ORDER = (*(name for name in COLUMNS if name != "waited"), "waited")
"""As look and habit have it: what was returned stands before how long it took."""


class HistoryColumns(ChosenColumns):
    """Belongs to a view that has its model and its font."""

    def __init__(self, view: HistoryView):
        self._grown: dict[int, tuple[int, int]] = {}
        super().__init__(view, ORDER, FIRST, "command")
        view.crowded.connect(self.make_room, Qt.ConnectionType.QueuedConnection)  # not while it paints
        self._head.setMinimumSectionSize(36)
        self._head.setSectionResizeMode(COLUMNS.index("did"), QHeaderView.ResizeMode.Stretch)

    def wanted(self) -> dict[str, int]:
        """A command is code, and is as wide as its letters of one width make it."""
        found = widths(self._view, {name: CELLS[name].sample for name in COLUMNS})
        code = QFontMetrics(theme.code_font()).horizontalAdvance(CELLS["command"].sample)
        return found | {"command": max(code + 12, found["command"])}

    def reset(self) -> None:
        self._grown.clear()
        super().reset()

    def fit(self) -> None:
        """Wide enough for the headings, and for the longest wait of a group, which comes when a loop begins to spin."""
        fit_headers(self._view)
        waited = COLUMNS.index("waited")
        self._view.setColumnWidth(waited, max(self._view.columnWidth(waited), self.wanted()["waited"]))

    def make_room(self, name: str, words: str) -> None:
        """A number that is cut is another number: the column grows with it."""
        column, wanted = COLUMNS.index(name), self._view.fontMetrics().horizontalAdvance(words) + 12
        width = self._view.columnWidth(column)
        if wanted > width:
            self._grown[column] = self._grown.get(column, (width, 0))[0], wanted
            self._view.setColumnWidth(column, wanted)
            self._view.viewport().update()  # what stands is at other places now

    def give_back(self) -> None:
        """The numbers for which columns have grown are gone; one that was made another width since stays so."""
        for column, (before, grown) in self._grown.items():
            if self._view.columnWidth(column) == grown:
                self._view.setColumnWidth(column, before)
        self._grown.clear()
