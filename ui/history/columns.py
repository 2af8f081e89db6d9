"""The columns of the history: as wide as their samples, and growth so that no number in them is cut."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from ..columns.chosen import ChosenColumns, widths
from ..kit import theme
from ..kit.table_view import heading_width, know_viewport
from .cells import CELLS, COLUMNS
from .view import HistoryView

FIRST = ("call", "command", "object", "returned", "raw", "did", "waited")
"""Those that are shown at first."""
COMMAND, DID = COLUMNS.index("command"), COLUMNS.index("did")
FUNCTION = "→ handle_client"
"""The widest that usually stands in the place of what a callback did, of a program's key."""
SHORT = "select(None)"
"""What a command has room for, and its heading, until nothing else can give way."""
GIVES_WAY = ("waited", "raw", "did")
"""What a narrow window does without, in this order, after the command has become short: Why tells them all."""
ORDER = (*(name for name in COLUMNS if name != "waited"), "waited")
"""As look and habit have it: what was returned stands before how long it took."""


class HistoryColumns(ChosenColumns):
    """Belongs to a view that has its model and its font."""

    gives_way = GIVES_WAY

    def __init__(self, view: HistoryView):
        self._grown: dict[int, tuple[int, int]] = {}
        self._of_program = False
        super().__init__(view, ORDER, FIRST, "command")
        view.crowded.connect(self.make_room, Qt.ConnectionType.QueuedConnection)  # not while it paints
        self._head.setMinimumSectionSize(36)
        self._head.setSectionResizeMode(DID, QHeaderView.ResizeMode.Stretch)
        self._shared = self._view.columnWidth(COMMAND)
        know_viewport(view).installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._share()
        return False

    def _share(self) -> None:
        """In a narrow window the command gives up what its longest has, before columns go or leave the view.

        One that was made another width by hand stays so.
        """
        view, wanted = self._view, self.wanted()
        self.make_way(lambda name, column: self._need(name, column, wanted), view.viewport().width())
        if view.columnWidth(COMMAND) != self._shared:
            return
        others = sum(view.columnWidth(column) for column in range(len(COLUMNS)) if column not in (COMMAND, DID))
        did = 0 if view.isColumnHidden(DID) else max(wanted["did"], heading_width(view, DID))
        self._shared = max(self._least(wanted), min(wanted["command"], view.viewport().width() - others - did))
        view.setColumnWidth(COMMAND, self._shared)

    def _need(self, name: str, column: int, wanted: Mapping[str, int]) -> int:
        """What it cannot do without; of one that was made wider by hand no more than that."""
        if column == COMMAND:
            return self._short()
        _, grown = self._grown.get(column, (0, 0))
        return max(wanted[name], heading_width(self._view, column), grown)

    def _least(self, wanted: Mapping[str, int]) -> int:
        """Of the command, with those columns that are shown."""
        over = sum(self._need(COLUMNS[one], one, wanted) for one in self.shown()) - self._view.viewport().width()
        if over <= 0:
            return self._short()
        spare = 0 if self._view.isColumnHidden(DID) else self.spare("did")
        return self._code() if over <= spare else self._head.minimumSectionSize()

    def spare(self, name: str) -> int:
        """What a callback did is cut, and the heading of the command, as long as its own heading can be read."""
        if name != "did" or self._view.isColumnHidden(DID) and "did" not in self._gone:
            return 0
        heading = heading_width(self._view, DID)
        return max(self.wanted()["did"] - heading, 0) + self._short() - self._code()

    def _short(self) -> int:
        return max(self._code(), heading_width(self._view, COMMAND))

    def _code(self) -> int:
        return QFontMetrics(theme.code_font()).horizontalAdvance(SHORT) + 12

    def tell_of_program(self, on: bool) -> None:
        """Of a program's calls the function that was to be called has the room that our own commands have."""
        if on != self._of_program:
            self._of_program = on
            self._shared = self._view.columnWidth(COMMAND)
            self._share()

    def wanted(self) -> dict[str, int]:
        """A command is code, and is as wide as its letters of one width make it."""
        found = widths(self._view, {name: CELLS[name].sample for name in COLUMNS})
        code = QFontMetrics(theme.code_font()).horizontalAdvance(CELLS["command"].sample)
        found |= {"command": max(code + 12, found["command"])}
        return found | (widths(self._view, {"did": FUNCTION}) if self._of_program else {})

    def reset(self) -> None:
        self._grown.clear()
        super().reset()
        self._shared = self._view.columnWidth(COMMAND)
        self._share()

    def fit(self) -> None:
        """Wide enough for the headings, and for the longest wait of a group, which comes when a loop begins to spin."""
        super().fit()
        waited = COLUMNS.index("waited")
        self._view.setColumnWidth(waited, max(self._view.columnWidth(waited), self.wanted()["waited"]))
        self._shared = self._view.columnWidth(COMMAND)
        self._share()

    def make_room(self, name: str, words: str) -> None:
        """A number that is cut is another number: the column grows with it."""
        column, wanted = COLUMNS.index(name), self._view.fontMetrics().horizontalAdvance(words) + 12
        width = self._view.columnWidth(column)
        if wanted > width:
            self._grown[column] = self._grown.get(column, (width, 0))[0], wanted
            self._view.setColumnWidth(column, wanted)
            self._share()
            self._view.viewport().update()  # what stands is at other places now

    def give_back(self) -> None:
        """The numbers for which columns have grown are gone; one that was made another width since stays so."""
        for column, (before, grown) in self._grown.items():
            if self._view.columnWidth(column) == grown:
                self._view.setColumnWidth(column, before)
        self._grown.clear()
