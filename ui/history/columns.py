"""The columns of the history: their widths, which are shown, and growth so that no number in them is cut."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from ..kit.table_view import fit_headers
from .cells import CELLS, COLUMNS, header

GROUP_WAITED = "≤ 88.8 ms"
"""As wide as what is said of the waits of a group."""


class HistoryColumns(QObject):
    """Belongs to a view that has its model and its font; a click with the right button on the headings offers them."""

    def __init__(self, view: QTableView):
        super().__init__(view)
        self._view = view
        self._grown: dict[int, tuple[int, int]] = {}
        self._head = view.horizontalHeader()
        self._head.setSectionsMovable(True)
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(self._choose)
        self._set_widths()

    def _set_widths(self) -> None:
        view, head = self._view, self._head
        char = QFontMetrics(view.font()).averageCharWidth()
        for column, name in enumerate(COLUMNS):
            view.setColumnWidth(column, char * CELLS[name].width + 12)
            view.setColumnHidden(column, not CELLS[name].shown)
        self.fit()
        # As look and habit have it: what was returned stands before how long it took.
        head.moveSection(head.visualIndex(COLUMNS.index("waited")), len(COLUMNS) - 1)
        head.setMinimumSectionSize(36)
        head.setSectionResizeMode(COLUMNS.index("did"), QHeaderView.ResizeMode.Stretch)

    def fit(self) -> None:
        """Wide enough for the headings, and for the longest wait of a group, which comes when a loop begins to spin."""
        fit_headers(self._view)
        waited = COLUMNS.index("waited")
        self._view.setColumnWidth(waited, max(self._view.columnWidth(waited), self._wanted(GROUP_WAITED)))

    def _wanted(self, words: str) -> int:
        return self._view.fontMetrics().horizontalAdvance(words) + 18

    def in_order(self) -> list[int]:
        """All of them, in the order in which they stand."""
        return sorted(range(len(COLUMNS)), key=self._head.visualIndex)

    def shown(self) -> list[int]:
        """Those that are shown, in that order."""
        return [column for column in self.in_order() if not self._view.isColumnHidden(column)]

    def show(self, name: str) -> None:
        """Show a column that may have been hidden."""
        self._view.setColumnHidden(COLUMNS.index(name), False)

    def make_room(self, name: str, words: str) -> None:
        """A number that is cut is another number: the column grows with it."""
        column, wanted = COLUMNS.index(name), self._wanted(words)
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

    def _choose(self, at: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(self._head.mapToGlobal(at))

    def fill(self, menu: QMenu) -> None:
        """A tick for each column, in the order in which they stand."""
        menu.clear()
        for column in self.in_order():
            name = COLUMNS[column]
            action = menu.addAction(header(name))
            action.setObjectName(f"history.column.{name}")
            action.setCheckable(True)
            action.setChecked(not self._view.isColumnHidden(column))
            action.setEnabled(name != "command")
            action.toggled.connect(lambda on, column=column: self._view.setColumnHidden(column, not on))
