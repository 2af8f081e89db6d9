"""The menu of a table's head: what this column is, and where they can be chosen, which are shown."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView


class HeadMenu(QObject):
    """Belongs to a view that has its model; ``add`` is given the menu for what else stands in it."""

    def __init__(self, view: QTableView, add: Callable[[QMenu], object] | None = None):
        super().__init__(view)
        self._view, self._add = view, add
        self._head = view.horizontalHeader()
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(self._offer)

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        where = self._head.mapToGlobal(at)
        column = self._head.logicalIndexAt(at)
        if column >= 0:
            action = menu.addAction(QCoreApplication.translate("HeadMenu", "What is this column?"))
            action.setObjectName(f"{self._view.objectName()}.column-help")
            action.triggered.connect(lambda: self.explain(column, where))
        if self._add is not None:
            menu.addSeparator()
            self._add(menu)
        menu.popup(where)

    def explain(self, column: int, where: QPoint) -> None:
        """Say what that column is, at that place of the screen."""
        head = self._view.model().headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.UserRole)
        from ..help.popup import HelpPopup  # not before somebody asks
        from ..help.table import of_column

        entry = of_column(self._view.objectName(), head)
        if entry is not None:
            HelpPopup([entry], self._view.window()).show_at(where)
