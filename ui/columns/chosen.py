"""The columns of a table: as wide as what may stand in them, chosen in the menu of the head, and put back as they were.

No width is a number of characters: in a font that has Chinese characters the average one is twice as wide as a letter.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from ..kit.table_view import fit_headers, heading_width
from ..kit.text_size import growth


def widths(view: QTableView, samples: Mapping[str, str], around: int = 12) -> dict[str, int]:
    """Of each column its width in pixels: of the words that are the widest which usually stand there, and a margin."""
    metrics = QFontMetrics(view.font())
    return {name: metrics.horizontalAdvance(words) + around for name, words in samples.items()}


def set_widths(view: QTableView, wanted: Mapping[str, int]) -> None:
    """Give the columns these widths, or those that their headings need."""
    for column, name in enumerate(ids(view)):
        if name in wanted:
            view.setColumnWidth(column, wanted[name])
    fit_headers(view)


def ids(view: QTableView) -> list[str]:
    """Of each column its id."""
    model = view.model()
    return [_head(view, column, Qt.ItemDataRole.UserRole) for column in range(model.columnCount())]


def _head(view: QTableView, column: int, role: Qt.ItemDataRole) -> Any:
    return view.model().headerData(column, Qt.Orientation.Horizontal, role)


class ChosenColumns(QObject):
    """Belongs to a view that has its model and its font. ``order`` is that in which they stand at first, ``first`` are
    those that are shown then, ``always`` is the one that cannot be taken away.

    Where there is no room for all of them, those of ``gives_way`` go, the first one first, and come back with it: until
    somebody asks for a column in the menu, from then on all that are chosen stay.
    """

    gives_way: tuple[str, ...] = ()

    def __init__(self, view: QTableView, order: Sequence[str], first: Collection[str], always: str):
        super().__init__(view)
        self._view, self._order, self._first, self._always = view, order, first, always
        self._gone: dict[str, float] = {}
        self._back: set[str] = set()
        self._by_hand = self._moving = False
        self._head = view.horizontalHeader()
        self._head.setSectionsMovable(True)
        self.reset()

    def wanted(self) -> dict[str, int]:
        """Of each column its width at first."""
        raise AssertionError("each table knows its own")

    def reset(self) -> None:
        """Show those that are shown at first, in their order and as wide as then."""
        self._gone, self._by_hand = {}, False
        names = ids(self._view)
        for column, name in enumerate(names):
            self._view.setColumnHidden(column, name not in self._first)
        for place, name in enumerate(self._order):
            self._head.moveSection(self._head.visualIndex(names.index(name)), place)
        set_widths(self._view, self.wanted())

    def in_order(self) -> list[int]:
        """All of them, in the order in which they stand."""
        return sorted(range(self._head.count()), key=self._head.visualIndex)

    def shown(self) -> list[int]:
        """Those that are shown, in that order."""
        return [column for column in self.in_order() if not self._view.isColumnHidden(column)]

    def show(self, name: str, on: bool = True) -> None:
        """Show a column that may have been hidden, with room for what may stand in it; or hide it."""
        column = ids(self._view).index(name)
        self.bring_back()
        self._by_hand = True
        self._view.setColumnHidden(column, not on)
        if on:
            least = max(self.wanted()[name], heading_width(self._view, column))
            self._view.setColumnWidth(column, max(self._view.columnWidth(column), least))

    def make_way(self, need: Callable[[str, int], int], room: int) -> None:
        """Take away what has no room, and bring back what has; ``need`` tells of a column how many pixels it wants."""
        if self._moving:
            return  # a column that comes or goes is told of as any that gets another width
        names = ids(self._view)
        chosen = [name for name in names if name in self._gone or not self._view.isColumnHidden(names.index(name))]
        wanted = {name: need(name, names.index(name)) for name in chosen}
        gone = set[str]()
        for name in () if self._by_hand else self.gives_way:
            if name in wanted and sum(wanted.values()) - self.spare(name) > room:
                gone.add(name)
                del wanted[name]
        self._moving = True
        for name in gone - self._gone.keys():
            self._gone[name] = self._view.columnWidth(names.index(name)) / growth()
            self._view.setColumnHidden(names.index(name), True)
        self._show_again(self._gone.keys() - gone)
        self._moving = False

    def spare(self, name: str) -> int:
        """Pixels of what is wanted that are done without before this column goes."""
        return 0

    def _show_again(self, names: Collection[str]) -> None:
        """As wide as they were, in words of the size that they have now: meanwhile nobody has widened them."""
        known = ids(self._view)
        for name in names:
            column, width = known.index(name), self._gone.pop(name)
            self._view.setColumnHidden(column, False)
            self._view.setColumnWidth(column, round(width * growth()))
            self._back.add(name)

    def fit(self) -> None:
        """Words have another size. What has come back while columns became narrower has become so once too often."""
        fit_headers(self._view)
        for name in self._back:
            column = ids(self._view).index(name)
            self._view.setColumnWidth(column, max(self._view.columnWidth(column), self.wanted()[name]))
        self._back = set()

    def bring_back(self) -> None:
        """Show all that were chosen: what is kept until the next run does not depend on this window's width."""
        self._show_again([*self._gone])

    def fill(self, menu: QMenu) -> None:
        """A tick for each column, in the order in which they stand, and the way back."""
        menu.clear()
        self.add_to(menu)

    def add_to(self, menu: QMenu) -> None:
        """The same beneath what stands there already."""
        prefix = self._view.objectName()
        for column in self.in_order():
            name = ids(self._view)[column]
            action = menu.addAction(str(_head(self._view, column, Qt.ItemDataRole.DisplayRole)))
            action.setObjectName(f"{prefix}.column.{name}")
            action.setCheckable(True)
            action.setChecked(not self._view.isColumnHidden(column))
            action.setEnabled(name != self._always)
            action.toggled.connect(partial(self.show, name))
        menu.addSeparator()
        back = menu.addAction(QCoreApplication.translate("ChosenColumns", "Reset columns"))
        back.setObjectName(f"{prefix}.columns.reset")
        back.triggered.connect(lambda: self.reset())
